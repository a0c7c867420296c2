"""The amounts beside a payment and its invoice, moved together. The caller holds the order's locks."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from registrations.actors import Actor, Role
from registrations.errors import constraint_means
from registrations.messages.actions import tell
from registrations.money import spelled
from registrations.orders.actions import follow_balance
from registrations.orders.models import InvoiceBalance, Order
from registrations.payments.errors import AboveRest
from registrations.payments.models import Payment, Refund
from registrations.people.models import User


def count_payment(order: Order, cents: int, *, by: Actor, at: datetime) -> None:
    """Add money to what was paid on the order's invoice (less than zero: take it back), and see what follows."""
    InvoiceBalance.objects.filter(invoice__order=order).update(paid_cents=F("paid_cents") + cents)
    follow_balance(order, by=by, at=at)


def count_out(order: Order, refund: Refund, *, by: Actor, at: datetime) -> None:
    """From now on the amount has gone: out of what came for nothing, or of what was paid on the invoice.

    Raises `AboveRest` when the payment does not hold it any more: the database has the last word.
    """
    payment = refund.payment
    due = refund.cents if refund.from_due else 0
    above = AboveRest(left=spelled(payment.left_cents, order.language))
    fitting = Payment.objects.filter(pk=payment.pk, refund_due_cents__gte=due)
    with constraint_means(Payment, "payment_refunds_within_captured", above):
        counted = fitting.update(
            refunded_cents=F("refunded_cents") + refund.cents, refund_due_cents=F("refund_due_cents") - due
        )
    if not counted:
        raise above
    if not refund.from_due:
        count_payment(order, -refund.cents, by=by, at=at)


def count_in(order: Order, refund: Refund, *, by: Actor, at: datetime) -> None:
    """It did not go: the amount is due, or paid on the invoice, again."""
    due = refund.cents if refund.from_due else 0
    Payment.objects.filter(pk=refund.payment_id).update(
        refunded_cents=F("refunded_cents") - refund.cents, refund_due_cents=F("refund_due_cents") + due
    )
    if not refund.from_due:
        count_payment(order, refund.cents, by=by, at=at)


def warn_accounting(kind: str, *, about: Any, at: datetime) -> None:
    """One message to each person of accounting; to the administrators when nobody is."""
    active = User.objects.filter(is_active=True).order_by("pk")
    people = active.filter(groups__name=Role.ACCOUNTING) or active.filter(
        Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)
    )
    for person in people.distinct():
        tell(kind, about=about, to=person, at=at)
