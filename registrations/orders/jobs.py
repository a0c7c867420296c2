"""Periodic work on orders: holds that end, and what waits for the accountant to be sold."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.orders.actions import expire_order, tell_undecided
from registrations.orders.queries import overdue_orders


@db_periodic_task(crontab())
def expire_orders() -> int:
    """Each minute, end the orders whose payment did not come in time. The number that ended."""
    now, by = timezone.now(), Actor.system("expire-orders")
    return sum(expire_order(order_pk=pk, by=by, at=now) for pk in overdue_orders(at=now))


@db_periodic_task(crontab(minute="20"))
def tell_accountants() -> int:
    """Each hour, write once to accounting about what nobody can buy until its taxes are decided."""
    return tell_undecided(at=timezone.now())
