from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations.idempotency.actions import forget_answers
from registrations.idempotency.models import StoredAnswer
from registrations.models import Group
from tests.factories.registrations import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.probe")]


def make(client, slug, key, **body):
    return client.post(
        "/api/v1/probe/groups",
        {"slug": slug, **body},
        "application/json",
        headers={"Idempotency-Key": key} if key else {},
    )


def test_same_key_and_body_get_the_same_answer_once(client):
    first, second = (make(client, "board", "k1") for _ in range(2))

    assert [(r.status_code, r.json()) for r in (first, second)] == [(201, {"slug": "board"})] * 2
    assert (second["Idempotent-Replayed"], "Idempotent-Replayed" in first) == ("true", False)
    assert Group.objects.count() == 1


def test_same_key_with_another_body_is_refused(client):
    make(client, "board", "k1")

    response = make(client, "other", "k1")

    assert (response.status_code, response.json()["code"]) == (422, "idempotency-key-reused")
    assert Group.objects.count() == 1


def test_key_belongs_to_its_person(client):
    make(client, "board", "k1")
    other = Client()
    other.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")

    assert (make(other, "other", "k1").status_code, Group.objects.count()) == (201, 2)


def test_refusal_is_not_stored(client):
    refused = make(client, "board", "k1", seats=0)

    assert (refused.status_code, StoredAnswer.objects.count()) == (422, 0)


@pytest.mark.parametrize("key", ["", "x" * 201, "é"])
def test_malformed_key_is_refused(client, key):
    response = client.post("/api/v1/probe/groups", {"slug": "a"}, "application/json", headers={"Idempotency-Key": key})

    assert (response.status_code, response.json()["code"]) == (422, "bad-idempotency-key")


def test_two_statements_are_the_price_of_a_key(client, assert_own_queries):
    with assert_own_queries(1):  # the group itself; the key's insertion and update are free
        make(client, "board", "k1")


def test_answers_are_forgotten_after_a_day(client):
    make(client, "board", "k1")
    now = timezone.now()

    assert [forget_answers(at=now + timedelta(hours=h)) for h in (23, 25)] == [0, 1]
