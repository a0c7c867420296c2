"""What dues do to a membership: active from invoicing, until a day that depends on whether they are paid."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.journal.actions import log
from registrations.memberships.models import Membership
from registrations.memberships.rules import NEXT, MembershipState, lapse_day
from registrations.orders.models import OrderState
from registrations.renewals.queries import dues_orders
from registrations.states import move


def lock_membership(uuid: UUID) -> Membership:
    """The membership as it stands, locked: its dues are ordered and followed by one at a time."""
    rows = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("year", "organisation")
    return rows.get(uuid=uuid)


def follow_dues(uuid: UUID, *, by: Actor, at: datetime) -> None:
    """Make the membership say what its orders of dues say; doing it twice changes nothing.

    Ordered on account or paid: active, until the day of `lapse_day`. Nothing ordered any more (credited whole, unpaid):
    its rights end today, as a date.
    """
    membership = lock_membership(uuid)
    orders = [order for order in dues_orders(uuid) if order.on_account or order.state == OrderState.SETTLED]
    if not orders:
        _end(membership, by=by, at=at)
        return
    unpaid = [order for order in orders if order.state == OrderState.PLACED and order.placed_at]
    since = min((localdate(order.placed_at) for order in unpaid), default=None)
    lapses_on = lapse_day(
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        grace_days=membership.year.grace_days,
        unpaid_since=since,
    )
    activate_until(membership, lapses_on, by=by, at=at)


def activate_until(membership: Membership, lapses_on: date, *, by: Actor, at: datetime) -> None:
    """Active, with rights until that day."""
    if membership.state == MembershipState.ADMITTED:
        move(
            Membership.objects.all(),
            membership.pk,
            table=NEXT,
            from_=membership.state,
            to=MembershipState.ACTIVE,
            lapses_on=lapses_on,
        )
        log(membership, "memberships.activate", by=by, at=at, lapses_on=lapses_on.isoformat())
        bump("organisations")
    elif membership.state == MembershipState.ACTIVE and membership.lapses_on != lapses_on:
        Membership.objects.filter(pk=membership.pk).update(lapses_on=lapses_on)
        log(membership, "memberships.lapse-day", by=by, at=at, lapses_on=lapses_on.isoformat())
        bump("organisations")


def _end(membership: Membership, *, by: Actor, at: datetime) -> None:
    today = max(localdate(at), membership.starts_on + timedelta(days=1))
    if membership.state == MembershipState.ACTIVE and membership.lapses_on > today:
        activate_until(membership, today, by=by, at=at)
