"""The queue's store does not grow for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from registrations.messages.jobs import RESULTS_KEPT, purge_results
from registrations.messages.tasks import deliver

pytestmark = pytest.mark.django_db
NOBODY = "0193b6a0-0000-7000-8000-000000000000"


def test_purge_results_forgets_what_finished_long_ago_alone(work_off, django_capture_on_commit_callbacks):
    HUEY.storage.flush_results()
    with django_capture_on_commit_callbacks(execute=True):
        old, fresh = deliver.enqueue(NOBODY), deliver.enqueue(NOBODY)
    work_off()
    with django_capture_on_commit_callbacks(execute=True):
        waiting = deliver.enqueue(NOBODY)
    record = HUEY.get(f"djt.{old.id}", peek=True)
    record["finished_at"] = (timezone.now() - RESULTS_KEPT - timedelta(seconds=1)).isoformat()
    HUEY.put_result(f"djt.{old.id}", record)
    HUEY.put_result("a-sweep", 3)
    HUEY.put_result("axtra.lock.x", 1)

    purge_results.call_local()

    assert sorted(HUEY.all_results()) == sorted([f"djt.{fresh.id}", f"djt.{waiting.id}", "axtra.lock.x"])
    HUEY.storage.flush_all()
