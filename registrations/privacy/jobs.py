"""The daily passages: what is past its term goes, and the person in charge is reminded of requests."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.privacy.actions import purge, remind

NIGHTLY = Actor.system("privacy.purge")
REMINDERS = Actor.system("privacy.remind")


@db_periodic_task(crontab(hour="8", minute="20"))  # UTC: the small hours in Montréal
def sweep_terms() -> int:
    """Each night, purge. The number of rows."""
    return purge(by=NIGHTLY, at=timezone.now()).total


@db_periodic_task(crontab(hour="12", minute="40"))
def sweep_requests() -> int:
    """Each morning, write to the person in charge about requests whose term comes. The number of letters."""
    now = timezone.now()
    return remind(on=timezone.localdate(now), by=REMINDERS, at=now)
