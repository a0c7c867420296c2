"""Money recorded by hand that was an error, had no funds, or paid the wrong invoice."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import WrongState, constraint_means
from registrations.journal.actions import log
from registrations.orders.actions import lock_orders
from registrations.orders.models import Order
from registrations.orders.registry import refuse_closed
from registrations.payments.actions.by_hand import lock_receipt
from registrations.payments.actions.counting import count_payment
from registrations.payments.errors import (
    MayNotRecord,
    MoreThanLeft,
    NothingToReturn,
    NotReversible,
    PartsRemain,
    ReceiptEnded,
    ReceivedTomorrow,
)
from registrations.payments.models import Payment, PaymentState, Receipt, ReceiptReturn
from registrations.payments.rules import METHODS_BY_HAND, MOST_CENTS, NEXT, may_record
from registrations.states import move


@transaction.atomic
def reverse_receipt(*, receipt: Receipt, reason: str, by: Actor, at: datetime) -> Receipt:
    """Take the whole of it back: a cheque without funds, an error. All that it had paid is owed again at once.

    Raises `PartsRemain` when something of it was given back or moved on, `ReceiptEnded` when it was taken back before.
    """
    if not may_record(by):
        raise MayNotRecord
    paid = _live(receipt).values_list("order", flat=True)
    orders = lock_orders(set(paid), between=lambda: lock_receipt(receipt.pk))
    receipt = Receipt.objects.get(pk=receipt.pk)
    if receipt.reversed_at:
        raise ReceiptEnded
    parts = list(_live(receipt).order_by("order"))
    if receipt.returned_cents or any(part.refunded_cents for part in parts):
        raise PartsRemain
    by_pk = {order.pk: order for order in orders}
    if any(part.order_id not in by_pk for part in parts):  # allotted while we waited for the lock
        raise WrongState
    Receipt.objects.filter(pk=receipt.pk).update(reversed_at=at, reversal_reason=reason.strip(), allotted_cents=0)
    log(receipt, "payments.reverse-receipt", by=by, at=at, cents=receipt.received_cents)
    for part in parts:
        _reverse(part, by_pk[part.order_id], reason, by=by, at=at)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: Actor, at: datetime) -> Payment:
    """Take back money that paid one order and nothing else. Raises `NotReversible` when it paid more than that."""
    if not may_record(by):
        raise MayNotRecord
    if payment.receipt_id is None:
        raise NotReversible
    (order,) = lock_orders([payment.order_id], between=lambda: lock_receipt(payment.receipt_id or 0))
    receipt, payment = Receipt.objects.get(pk=payment.receipt_id), Payment.objects.get(pk=payment.pk)
    if payment.state == PaymentState.REVERSED:
        raise WrongState
    alone = receipt.received_cents == payment.captured_cents
    if not alone or payment.refunded_cents or not order.invoices.exists():
        raise NotReversible
    reverse_receipt(receipt=receipt, reason=reason, by=by, at=at)
    payment.refresh_from_db()
    return payment


@transaction.atomic
def release_part(*, payment: Payment, reason: str, by: Actor, at: datetime) -> Receipt:
    """Put one part back on the payer's account: the order owes it again, and it can be allotted to another."""
    if not may_record(by):
        raise MayNotRecord
    if payment.receipt_id is None:
        raise NotReversible
    (order,) = lock_orders([payment.order_id], between=lambda: lock_receipt(payment.receipt_id or 0))
    receipt, payment = Receipt.objects.get(pk=payment.receipt_id), Payment.objects.get(pk=payment.pk)
    if payment.refunded_cents:
        raise PartsRemain
    _reverse(payment, order, reason, by=by, at=at)
    log(receipt, "payments.release-part", by=by, at=at, cents=payment.captured_cents)
    Receipt.objects.filter(pk=receipt.pk).update(allotted_cents=F("allotted_cents") - payment.captured_cents)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def return_receipt_rest(
    *,
    receipt: Receipt,
    cents: int,
    method: str,
    reference: str,
    returned_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> ReceiptReturn:
    """Record that something of what is left went back to the payer. Raises `MoreThanLeft`."""
    if not may_record(by):
        raise MayNotRecord
    if not 0 < cents <= MOST_CENTS or method not in METHODS_BY_HAND or not reference.strip() or not reason.strip():
        raise NothingToReturn
    if returned_on > localdate(at):
        raise ReceivedTomorrow
    refuse_closed(returned_on)
    with constraint_means(Receipt, "receipt_parts_within_received", MoreThanLeft()):
        live = Receipt.objects.filter(pk=receipt.pk, reversed_at=None)
        if not live.update(returned_cents=F("returned_cents") + cents):
            raise ReceiptEnded
    given = ReceiptReturn.objects.create(
        receipt=receipt,
        cents=cents,
        method=method,
        reference=reference.strip(),
        returned_on=returned_on,
        reason=reason.strip(),
        recorded_at=at,
    )
    log(receipt, "payments.return-rest", by=by, at=at, cents=cents)
    return given


def _live(receipt: Receipt) -> "QuerySet[Payment]":
    return Payment.objects.filter(receipt=receipt, state=PaymentState.CAPTURED)


def _reverse(payment: Payment, order: Order, reason: str, *, by: Actor, at: datetime) -> None:
    """One part: what came for nothing was never counted as paid."""
    counted = 0 if payment.refund_due_cents else payment.captured_cents
    ended = {"reversed_at": at, "reversal_reason": reason.strip(), "refund_due_cents": 0}
    move(Payment.objects.all(), payment.pk, table=NEXT, from_=payment.state, to=PaymentState.REVERSED, **ended)
    log(payment, "payments.reverse", by=by, at=at, cents=payment.captured_cents)
    if counted:
        count_payment(order, -counted, by=by, at=at)
