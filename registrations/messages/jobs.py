"""The outbox's sweep: what the queue missed."""

from datetime import datetime, timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task

from registrations.association.queries import association
from registrations.messages.actions import give_up
from registrations.messages.queries import due_messages, mails_leave, open_kinds
from registrations.messages.tasks import deliver

AT_MOST = 500
"""Messages woken by one sweep: what a minute can send, so that the queue does not fill with repeats."""


@db_periodic_task(crontab())
def sweep_messages() -> int:
    """Each minute, wake what is due: a lost task, a passed delay, a reopened tap. The number woken."""
    now = timezone.now()
    give_up(at=now)
    kinds = None if mails_leave(association(), at=now) else open_kinds()
    due = due_messages(at=now, at_most=AT_MOST, kinds=kinds)
    for uuid in due:
        deliver.enqueue(str(uuid))
    return len(due)


RESULTS_KEPT = timedelta(days=1)
TASK = "djt."  # how huey's backend of django.tasks names the record of a task
KEPT_FOR_HUEY = ("r:", "rt:")  # what was revoked


@db_periodic_task(crontab(minute="23"))
def purge_results() -> None:
    """Each hour, forget what finished tasks left in the queue's store: nobody reads it, and it would grow for ever.

    What became of the work is in rows of ours. A task that still waits or runs keeps its record.
    """
    before = timezone.now() - RESULTS_KEPT
    for key in list(HUEY.all_results()):
        if ".lock." in key or key.startswith(KEPT_FOR_HUEY):
            continue
        if not key.startswith(TASK) or _finished_before(HUEY.get(key, peek=True), before):
            HUEY.delete(key)


def _finished_before(record: object, before: datetime) -> bool:
    at = record.get("finished_at") if isinstance(record, dict) else None
    return bool(at) and datetime.fromisoformat(at) < before
