"""What is paid too much on one invoice, moved to another of the same payer: both sides in one act, no cash."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import WrongState
from registrations.ids import uuid7
from registrations.journal.actions import log
from registrations.orders.actions import lock_orders
from registrations.orders.models import InvoiceBalance, Order
from registrations.orders.queries import amount_due
from registrations.payments.actions.counting import count_payment
from registrations.payments.errors import MayNotRecord, NothingToMove, NotReversible, PartsRemain
from registrations.payments.models import Payment, PaymentMethod, PaymentState, Refund, RefundState
from registrations.payments.rules import NEXT, may_record
from registrations.states import move


@transaction.atomic
def move_overpayment(*, source: Order, target: Order, cents: int, by: Actor, at: datetime) -> list[Payment]:
    """Take `cents` off what is paid too much on `source` and pay `target` with them; a payment per payment they are of.

    Raises `NothingToMove` when the source is not overpaid by as much, or the target owes less.
    """
    if not may_record(by):
        raise MayNotRecord
    locked = {order.pk: order for order in lock_orders({source.pk, target.pk})}
    if len(locked) != 2:
        raise NothingToMove
    source, target = locked[source.pk], locked[target.pk]
    overpaid = sum(balance.overpaid_cents for balance in InvoiceBalance.objects.filter(invoice__order=source))
    same = (source.organisation_id, source.person_id) == (target.organisation_id, target.person_id)
    owing = target.invoices.exists() and 0 < cents <= amount_due(target)
    if not same or not owing or cents > overpaid:
        raise NothingToMove
    taken = _take(source, cents, target, by=by, at=at)
    count_payment(source, -cents, by=by, at=at)
    given = [_give(target, refund, by=by, at=at) for refund in taken]
    count_payment(target, cents, by=by, at=at)
    return given


@transaction.atomic
def undo_move(*, payment: Payment, reason: str, by: Actor, at: datetime) -> Payment:
    """Give a moved credit back to the invoice it came from: this one owes again. Raises `NotReversible`."""
    if not may_record(by):
        raise MayNotRecord
    refund = _other_side(payment)
    orders = {order.pk: order for order in lock_orders({payment.order_id, refund.payment.order_id})}
    payment = Payment.objects.get(pk=payment.pk)
    if payment.refunded_cents:
        raise PartsRemain
    ended = {"reversed_at": at, "reversal_reason": reason.strip()}
    move(Payment.objects.all(), payment.pk, table=NEXT, from_=payment.state, to=PaymentState.REVERSED, **ended)
    # Its refund is as if it had failed: it counts no more, and the source is overpaid again.
    open_ = Refund.objects.filter(pk=refund.pk, state=RefundState.CONFIRMED)
    if not open_.update(state=RefundState.FAILED, error=reason.strip()[:200], ended_at=at):
        raise WrongState
    Payment.objects.filter(pk=refund.payment_id).update(refunded_cents=F("refunded_cents") - refund.cents)
    log(payment, "payments.undo-move", by=by, at=at, cents=refund.cents)
    count_payment(orders[payment.order_id], -refund.cents, by=by, at=at)
    count_payment(orders[refund.payment.order_id], refund.cents, by=by, at=at)
    payment.refresh_from_db()
    return payment


def _take(source: Order, cents: int, target: Order, *, by: Actor, at: datetime) -> list[Refund]:
    """The last money first, as much of each payment as is not given back yet."""
    refunds = []
    for payment in _giving(source):
        part = min(cents, payment.captured_cents - payment.refunded_cents - payment.lost_cents)
        if part <= 0:
            continue
        Payment.objects.filter(pk=payment.pk).update(refunded_cents=F("refunded_cents") + part)
        refunds.append(_refund(payment, part, target, by=by, at=at))
        cents -= part
        if not cents:
            return refunds
    raise NothingToMove


def _giving(source: Order) -> QuerySet[Payment]:
    live = Payment.objects.filter(order=source, state=PaymentState.CAPTURED, refund_due_cents=0)
    return live.order_by("-pk")


def _refund(payment: Payment, cents: int, target: Order, *, by: Actor, at: datetime) -> Refund:
    refund = Refund.objects.create(
        uuid=uuid7(),
        payment=payment,
        cents=cents,
        method=PaymentMethod.CREDIT,
        state=RefundState.CONFIRMED,
        reason=f"→ {target.code}",
        reference=target.code,
        given_on=localdate(at),
        asked_by=by.person,
        not_before=at,
        asked_at=at,
        sent_at=at,
        ended_at=at,
    )
    log(payment, "payments.move-credit", by=by, at=at, cents=cents, to=target.code)
    return refund


def _give(target: Order, refund: Refund, *, by: Actor, at: datetime) -> Payment:
    payment = Payment.objects.create(
        order=target,
        method=PaymentMethod.CREDIT,
        state=PaymentState.CAPTURED,
        reference=str(refund.uuid),
        captured_cents=refund.cents,
        captured_at=at,
        received_on=localdate(at),
        created_at=at,
    )
    log(payment, "payments.receive-credit", by=by, at=at, cents=refund.cents)
    return payment


def _other_side(payment: Payment) -> Refund:
    if payment.method != PaymentMethod.CREDIT:
        raise NotReversible
    return Refund.objects.select_related("payment").get(uuid=UUID(payment.reference))
