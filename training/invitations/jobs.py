"""The sweep of the reminders."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from training.invitations.actions import remind_silent
from training.invitations.queries import to_remind

AT_MOST = 200


@db_periodic_task(crontab(minute="*/10"))
def sweep_invitations() -> int:
    """Every ten minutes, remind those who have not answered and whose reminder is due. The number told."""
    now = timezone.now()
    rows = to_remind(at=now, at_most=AT_MOST)
    return remind_silent(rows, by=Actor.system("training.sweep_invitations"), at=now)
