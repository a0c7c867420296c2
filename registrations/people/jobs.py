"""The sweep of those who left."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.people.actions import close_addresses
from registrations.people.queries import people_to_close


@db_periodic_task(crontab(minute="5"))
def sweep_former_addresses() -> int:
    """Each hour, close what a post that ended today leaves behind; the number of people."""
    now = timezone.now()
    leavers = people_to_close(on=timezone.localdate(now))
    for person in leavers:
        close_addresses(person, by=Actor.system("former-addresses"), at=now)
    return len(leavers)
