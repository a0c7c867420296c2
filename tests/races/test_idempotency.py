"""The same unsafe call sent sixteen times at once is done once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from registrations.models import Group, StoredAnswer

pytestmark = [pytest.mark.race, pytest.mark.urls("tests.config.probe")]


@pytest.mark.django_db(transaction=True)
def test_same_key_from_sixteen_threads_acts_once():
    def call(_number):
        try:
            response = Client().post(
                "/api/v1/probe/groups", {"slug": "board"}, "application/json", headers={"Idempotency-Key": "k1"}
            )
            return response.status_code, response.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(call, range(16)))

    assert answers == [(201, {"slug": "board"})] * 16
    assert (Group.objects.count(), StoredAnswer.objects.count()) == (1, 1)
