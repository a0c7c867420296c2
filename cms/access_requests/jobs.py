"""Each morning, what waits for an answer."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cms.access_requests.actions import remind_librarians
from registrations.actors import Actor

REMINDERS = Actor.system("access_requests.remind")


@db_periodic_task(crontab(hour="12", minute="25"))  # UTC: in Montréal, the morning
def sweep_access_requests() -> int:
    """The number of requests about which the librarian was reminded."""
    return remind_librarians(by=REMINDERS, at=timezone.now())
