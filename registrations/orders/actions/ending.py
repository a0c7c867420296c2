"""How an order ends: settled, cancelled, expired; each a guarded change from the expected state."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.actions.locking import lock_order
from registrations.orders.errors import NotCancellable
from registrations.orders.models import LineKind, Order, OrderLine, OrderState
from registrations.orders.queries import is_payer
from registrations.orders.rules import NEXT, cancellable, may_cancel
from registrations.orders.sales import SALES
from registrations.states import move


def confirm_lines(order: Order, *, by: Actor, at: datetime) -> None:
    """Tell each line's owner that it is paid or invoiced."""
    for line in order.lines.all():
        SALES[LineKind(line.kind)].paid(line, by=by, at=at)


def release_lines(order: Order, *, by: Actor, at: datetime) -> None:
    """Give back what the lines hold."""
    for line in order.lines.all():
        SALES[LineKind(line.kind)].released(line, by=by, at=at)


def settle_order(order: Order, *, by: Actor, at: datetime) -> None:
    """Everything is paid: confirm the lines. The caller holds the transaction and the order's locks."""
    move(Order.objects.all(), order.pk, table=NEXT, from_=order.state, to=OrderState.SETTLED, settled_at=at)
    order.state, order.settled_at = OrderState.SETTLED, at
    confirm_lines(order, by=by, at=at)
    log(order, "orders.settle", by=by, at=at)


def retake_seats(order: Order, *, by: Actor, at: datetime) -> bool:
    """Take again what an expired order had held; all of its lines or none."""
    taken: list[OrderLine] = []
    for line in order.lines.all():
        if not SALES[LineKind(line.kind)].retake(line, by=by, at=at):
            for other in taken:
                SALES[LineKind(other.kind)].released(other, by=by, at=at)
            return False
        taken.append(line)
    return True


@transaction.atomic
def cancel_order(*, order: Order, by: Actor, at: datetime) -> Order:
    """Give back what is held, before it is paid. Cancelling twice changes nothing."""
    if not may_cancel(by, is_payer=is_payer(order, by, on=localdate(at))):
        raise Forbidden()
    order = lock_order(order.pk)
    if order.state == OrderState.CANCELLED:
        return order
    if not cancellable(state=order.state, on_account=order.on_account):
        raise NotCancellable()
    _end(order, OrderState.CANCELLED, by=by, at=at)
    return order


@transaction.atomic
def expire_order(*, order_pk: int, by: Actor, at: datetime) -> bool:
    """Give back what was held for a payment that did not come; False when there is nothing to expire any more."""
    order = lock_order(order_pk)
    if order.state != OrderState.PLACED or order.expires_at is None or order.expires_at > at:
        return False
    _end(order, OrderState.EXPIRED, by=by, at=at)
    if order.placed_by:
        tell("order-expired", about=order, to=order.placed_by, at=at)
    return True


def _end(order: Order, state: OrderState, *, by: Actor, at: datetime) -> None:
    move(Order.objects.all(), order.pk, table=NEXT, from_=order.state, to=state)
    order.state = state
    release_lines(order, by=by, at=at)
    log(order, f"orders.{'cancel' if state == OrderState.CANCELLED else 'expire'}", by=by, at=at)
