"""Payments that a cardholder contests at the bank, as the provider tells."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.orders.actions import lock_order
from registrations.orders.models import Order
from registrations.payments.actions.counting import count_payment, warn_accounting
from registrations.payments.actions.returning import fail
from registrations.payments.errors import UnknownPayment
from registrations.payments.models import Dispute, DisputeState, Payment, PaymentMethod, Refund, RefundState
from registrations.payments.rules import OPEN, DisputeFact, dispute_state_of


@transaction.atomic
def record_dispute(fact: DisputeFact, *, by: Actor, at: datetime) -> Dispute:
    """Record a dispute as it stands. Any order, any number of times, the same result.

    Open, accounting is told. Lost, the money is gone: the order is owed again, unless it had been given back.
    Raises `UnknownPayment`.
    """
    payment = Payment.objects.filter(method=PaymentMethod.CARD, reference=fact.payment_reference).first()
    if payment is None:
        raise UnknownPayment
    order = lock_order(payment.order_id)
    dispute = Dispute.objects.filter(reference=fact.reference).first() or _opened(payment, fact, by=by, at=at)
    said = DisputeState(dispute_state_of(fact.status))
    if said not in {dispute.state, OPEN}:
        dispute.state, dispute.closed_at = said, at
        log(dispute, "payments.lose-dispute" if said == DisputeState.LOST else "payments.win-dispute", by=by, at=at)
    if change := fact.cents - dispute.cents:
        log(dispute, "payments.change-dispute", by=by, at=at, cents=change)
    dispute.cents, dispute.respond_by = fact.cents, fact.respond_by
    dispute.save()
    _count_lost(order, payment.pk, by=by, at=at)
    return dispute


def _opened(payment: Payment, fact: DisputeFact, *, by: Actor, at: datetime) -> Dispute:
    dispute = Dispute.objects.create(
        payment=payment,
        reference=fact.reference,
        cents=fact.cents,
        reason=fact.reason[:60],
        respond_by=fact.respond_by,
        opened_at=fact.opened_at,
    )
    log(dispute, "payments.open-dispute", by=by, at=at, cents=fact.cents)
    if dispute_state_of(fact.status) == OPEN:
        warn_accounting("dispute-opened", about=dispute, at=at)
    return dispute


def _count_lost(order: Order, payment_pk: int, *, by: Actor, at: datetime) -> None:
    """Bring the payment's loss to what its lost disputes took of what was not given back already."""
    lost = Dispute.objects.filter(payment=payment_pk, state=DisputeState.LOST).aggregate(sum=Sum("cents"))["sum"] or 0
    payment = _freed(order, payment_pk, lost, by=by, at=at)
    counted = min(lost, payment.captured_cents - payment.refunded_cents)
    change = counted - payment.lost_cents
    if not change:
        return
    due = payment.captured_cents - payment.refunded_cents - counted if payment.came_for_nothing else 0
    Payment.objects.filter(pk=payment.pk).update(lost_cents=counted, refund_due_cents=due)
    log(payment, "payments.count-lost", by=by, at=at, cents=change)
    if not payment.came_for_nothing:
        count_payment(order, -change, by=by, at=at)


def _freed(order: Order, payment_pk: int, lost: int, *, by: Actor, at: datetime) -> Payment:
    """The payment, once the refunds that did not leave yet have made room: the bank has taken their money."""
    for refund in Refund.objects.filter(payment=payment_pk, state=RefundState.ASKED).order_by("-pk"):
        payment = Payment.objects.get(pk=payment_pk)
        if payment.captured_cents - payment.refunded_cents >= lost:
            return payment
        fail(order, refund, "charge_disputed", by=by, at=at)
    return Payment.objects.get(pk=payment_pk)
