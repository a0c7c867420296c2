"""Periodic work on orders: holds that end."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.orders.actions import expire_order
from registrations.orders.queries import overdue_orders


@db_periodic_task(crontab())
def expire_orders() -> int:
    """Each minute, end the orders whose payment did not come in time. The number that ended."""
    now, by = timezone.now(), Actor.system("expire-orders")
    return sum(expire_order(order_pk=pk, by=by, at=now) for pk in overdue_orders(at=now))
