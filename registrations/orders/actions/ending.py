"""How an order ends: settled, cancelled, expired; each a guarded change from the expected state."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.actions.locking import lock_order
from registrations.orders.errors import NotCancellable
from registrations.orders.models import InvoiceBalance, LineKind, Order, OrderLine, OrderState
from registrations.orders.queries import is_payer
from registrations.orders.rules import NEXT, Ending, cancellable, ending, may_cancel
from registrations.orders.sales import SALES
from registrations.promotions.actions import give_back, keep_use, retake
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
    if order.promotion_code:
        keep_use(order.uuid)
    confirm_lines(order, by=by, at=at)
    log(order, "orders.settle", by=by, at=at)


def follow_balance(order: Order, *, by: Actor, at: datetime) -> None:
    """Settle, reopen or cancel an invoiced order as its balance now says. The caller holds the order's locks.

    An order that is credited in full gives its promotion back.
    """
    balances = list(InvoiceBalance.objects.filter(invoice__order=order))
    if not balances:
        return
    total, paid, credited = (
        sum(getattr(balance, name) for balance in balances) for name in ("total_cents", "paid_cents", "credited_cents")
    )
    if order.promotion_code and 0 < total == credited:
        give_back(order.uuid, by=by, at=at)
    verdict = ending(state=order.state, total_cents=total, paid_cents=paid, credited_cents=credited)
    if verdict == Ending.SETTLED:
        settle_order(order, by=by, at=at)
    elif verdict == Ending.OWED_AGAIN:
        _reopen(order, by=by, at=at)
    elif verdict == Ending.CANCELLED:
        _end(order, OrderState.CANCELLED, by=by, at=at)


def _reopen(order: Order, *, by: Actor, at: datetime) -> None:
    """Owed again, on account: what was confirmed at invoicing stays so, what the money gave besides goes."""
    owed = {"settled_at": None, "on_account": True, "expires_at": None}
    move(Order.objects.all(), order.pk, table=NEXT, from_=order.state, to=OrderState.PLACED, **owed)
    order.refresh_from_db()
    for line in order.lines.all():
        SALES[LineKind(line.kind)].unpaid(line, by=by, at=at)
    log(order, "orders.reopen", by=by, at=at)


def give_back_credited(order: Order, *, by: Actor, at: datetime) -> None:
    """Give back what the lines credited whole hold; all of them: the order is cancelled. The caller holds the locks."""
    balance = InvoiceBalance.objects.get(invoice__order=order)
    if balance.credited_cents == balance.total_cents:
        if order.state != OrderState.CANCELLED:
            _end(order, OrderState.CANCELLED, by=by, at=at)
        return
    for line in order.lines.filter(credit__credited_cents=F("credit__total_cents"), credit__total_cents__gt=0):
        SALES[LineKind(line.kind)].released(line, by=by, at=at)
        log(order, "orders.give-back", by=by, at=at, line=str(line.uuid))


def retake_seats(order: Order, *, by: Actor, at: datetime) -> bool:
    """Take again what an expired order had held, its promotion too; all or nothing."""
    if order.promotion_code and not retake(order.uuid, by=by, at=at):
        return False
    taken: list[OrderLine] = []
    for line in order.lines.all():
        if not SALES[LineKind(line.kind)].retake(line, by=by, at=at):
            for other in taken:
                SALES[LineKind(other.kind)].released(other, by=by, at=at)
            if order.promotion_code:
                give_back(order.uuid, by=by, at=at)
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


@transaction.atomic
def withdraw_order(*, order_pk: int, by: Actor, at: datetime) -> bool:
    """End an order whose payment is awaited because what it was for was called off; False when it is over already."""
    order = lock_order(order_pk)
    if not cancellable(state=order.state, on_account=order.on_account):
        return False
    _end(order, OrderState.CANCELLED, by=by, at=at)
    if order.placed_by:
        tell("order-withdrawn", about=order, to=order.placed_by, at=at)
    return True


def _end(order: Order, state: OrderState, *, by: Actor, at: datetime) -> None:
    move(Order.objects.all(), order.pk, table=NEXT, from_=order.state, to=state)
    order.state = state
    release_lines(order, by=by, at=at)
    if order.promotion_code:
        give_back(order.uuid, by=by, at=at)
    log(order, f"orders.{'cancel' if state == OrderState.CANCELLED else 'expire'}", by=by, at=at)
