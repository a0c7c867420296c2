"""The outbox's sweep: what the queue missed."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

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
