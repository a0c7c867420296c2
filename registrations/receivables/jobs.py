"""Each morning, the reminders whose day has come."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.receivables.actions import send_due


@db_periodic_task(crontab(minute="30", hour="13"))  # the worker's clock is UTC: in the morning in Montréal
def send_reminders() -> int:
    """Once a day; run twice, it sends nothing twice. The number of letters."""
    return send_due(by=Actor.system("reminders"), at=timezone.now())
