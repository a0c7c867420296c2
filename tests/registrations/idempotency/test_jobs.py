from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.idempotency.jobs import sweep_answers
from registrations.idempotency.models import StoredAnswer

pytestmark = pytest.mark.django_db


def test_sweep_forgets_what_is_a_day_old_and_keeps_the_rest():
    now = timezone.now()
    for key, age in (("old", 25), ("new", 23)):
        StoredAnswer.objects.create(
            principal="p", route="r", key=key, body_hash="h", created_at=now - timedelta(hours=age)
        )

    forgotten = sweep_answers.call_local()

    assert (forgotten, list(StoredAnswer.objects.values_list("key", flat=True))) == (1, ["new"])
