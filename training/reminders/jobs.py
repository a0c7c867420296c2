"""The sweeps of the reminders and of the thanks."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from training.reminders.actions import recall, thank
from training.reminders.queries import meetings_to_recall, to_recall, to_thank

AT_MOST = 200


@db_periodic_task(crontab(minute="*/5"))
def sweep_reminders() -> int:
    """Every five minutes, remind people of the meetings to come. The number told."""
    now, told = timezone.now(), 0
    for meeting, window in meetings_to_recall(at=now):
        if people := to_recall(meeting, window, at_most=AT_MOST):
            told += recall(meeting, window, people, at=now)
    return told


@db_periodic_task(crontab(minute="*/10"))
def sweep_thanks() -> int:
    """Every ten minutes, thank those who were there. The number told."""
    now = timezone.now()
    return thank(to_thank(at=now, at_most=AT_MOST), at=now)
