"""Periodic work of the colloquium: places that nobody has yet."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.colloquium.places import orders_to_name
from registrations.messages.actions import tell

DAYS_BEFORE = 14


@db_periodic_task(crontab(hour="8", minute="15"))
def remind_of_names() -> int:
    """Two weeks before, remind once whoever ordered places without a name. The number of orders."""
    now = timezone.now()
    orders = orders_to_name(on=timezone.localdate(now), days=DAYS_BEFORE)
    for order in orders:
        tell("places-to-name", about=order, to=order.placed_by, at=now)
    return len(orders)
