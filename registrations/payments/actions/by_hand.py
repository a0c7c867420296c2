"""Money that did not come by card: recorded by accounting, and taken back when it was an error or had no funds."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.money import spelled
from registrations.orders.actions import lock_order
from registrations.orders.models import Order
from registrations.orders.queries import amount_due
from registrations.orders.registry import refuse_closed
from registrations.payments.actions.card import count_payment, mark_for_refund, use_payment
from registrations.payments.errors import (
    AlreadyRecorded,
    MayNotRecord,
    NotAReceipt,
    NotReversible,
    ReceivedTomorrow,
    WholeAmountOnly,
)
from registrations.payments.models import Payment, PaymentState
from registrations.payments.rules import METHODS_BY_HAND, NEXT, may_record, waits_for_whole
from registrations.states import move


@transaction.atomic
def record_received(
    *, order: Order, method: str, cents: int, received_on: date, reference: str, by: Actor, at: datetime
) -> Payment:
    """Record a cheque, transfer, Interac or deposit; the order is settled once its invoice is paid in full.

    Less than what is owed leaves the rest owed; more shows as overpaid. An order that waits for a card is paid whole or
    not at all, since nothing is confirmed in between. Money for an ended order is marked to be given back.
    Raises `AlreadyRecorded` when this order has this reference already.
    """
    if not may_record(by):
        raise MayNotRecord
    _check(method, cents, received_on, reference, on=localdate(at))
    order = lock_order(order.pk)
    if waits_for_whole(state=order.state, on_account=order.on_account) and cents < (due := amount_due(order)):
        raise WholeAmountOnly(due=spelled(due, get_language() or "fr"))
    payment = Payment(
        order=order,
        method=method,
        state=PaymentState.CAPTURED,
        reference=reference.strip(),
        captured_cents=cents,
        captured_at=at,
        received_on=received_on,
        created_at=at,
    )
    with constraint_means(Payment, "payment_one_per_order_and_reference", AlreadyRecorded()):
        payment.save(force_insert=True)
    log(payment, "payments.record-by-hand", by=by, at=at, cents=cents, method=method)
    if reason := use_payment(order, payment, by=by, at=at):
        mark_for_refund(order, payment, reason, by=by, at=at)
    return payment


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, by: Actor, at: datetime) -> Payment:
    """Take back money recorded by hand: an error, a cheque without funds. What it had settled is owed again."""
    if not may_record(by):
        raise MayNotRecord
    order = lock_order(payment.order_id)
    payment = Payment.objects.get(pk=payment.pk)
    if payment.method not in METHODS_BY_HAND or payment.refunded_cents or not order.invoices.exists():
        raise NotReversible
    counted = payment.captured_cents if not payment.refund_due_cents else 0
    move(
        Payment.objects.all(),
        payment.pk,
        table=NEXT,
        from_=payment.state,
        to=PaymentState.REVERSED,
        reversed_at=at,
        reversal_reason=reason.strip(),
        refund_due_cents=0,
    )
    log(payment, "payments.reverse", by=by, at=at, cents=payment.captured_cents)
    if counted:
        count_payment(order, -counted, by=by, at=at)
    payment.refresh_from_db()
    return payment


def _check(method: str, cents: int, received_on: date, reference: str, *, on: date) -> None:
    if method not in METHODS_BY_HAND or cents <= 0 or not reference.strip():
        raise NotAReceipt
    if received_on > on:
        raise ReceivedTomorrow
    refuse_closed(received_on)
