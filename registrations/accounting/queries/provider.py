"""Our books compared with the account at the card provider, from the lines that we keep of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from registrations.accounting.models import ProviderLine, ProviderState, Reconciliation
from registrations.accounting.queries.checks import ORDER
from registrations.accounting.registry import Finding, Scope
from registrations.dates import day_after, day_begins
from registrations.money import CURRENCY
from registrations.payments.models import Dispute, Payment, PaymentMethod, PaymentState, Refund, RefundState
from registrations.payments.rules import Movement

LATE = timedelta(hours=1)
"""How long a movement at the provider may take to reach our books."""


def compared(scope: Scope) -> tuple[datetime, datetime]:
    """From when until when the provider's account is known: the days that were compared, and the present one."""
    days = Reconciliation.objects.filter(provider=ProviderState.COMPARED).aggregate(first=Min("day"), last=Max("day"))
    first, last = min(days["first"] or scope.day, scope.day), max(days["last"] or scope.day, scope.day)
    return day_begins(first), min(day_after(last), scope.at - LATE)


def _lines(kind: Movement, scope: Scope) -> "QuerySet[ProviderLine]":
    return ProviderLine.objects.filter(kind=kind, occurred_at__lt=scope.at - LATE).order_by("pk")


def charges_not_ours(scope: Scope) -> Iterator[Finding]:
    """Money that the provider took and that pays nothing here."""
    ours = Payment.objects.filter(method=PaymentMethod.CARD, reference=OuterRef("payment_reference"))
    for line in _lines(Movement.CHARGE, scope).filter(~Exists(ours)):
        yield Finding(f"line:{line.pk}", line.payment_reference or line.source, "", None, 0, line.cents)


def charges_that_differ(scope: Scope) -> Iterator[Finding]:
    """The same payment, of another amount or in another currency."""
    lines = {line.payment_reference: line for line in _lines(Movement.CHARGE, scope) if line.cents > 0}
    payments = Payment.objects.filter(method=PaymentMethod.CARD, reference__in=lines).select_related("order")
    for payment in payments.order_by("pk"):
        line = lines[payment.reference]
        if (line.cents, line.currency.upper()) != (payment.captured_cents, CURRENCY):
            name = f"{payment.order.code} ({line.currency.upper()})"
            yield Finding(f"payment:{payment.pk}", name, ORDER, payment.order_id, payment.captured_cents, line.cents)


def charges_not_theirs(scope: Scope) -> Iterator[Finding]:
    """A payment by card of which the provider's account says nothing."""
    window = compared(scope)
    theirs = ProviderLine.objects.filter(kind=Movement.CHARGE, payment_reference=OuterRef("reference"))
    cards = Payment.objects.filter(method=PaymentMethod.CARD, state=PaymentState.CAPTURED)
    within = cards.filter(captured_at__gte=window[0], captured_at__lt=window[1])
    for payment in within.filter(~Exists(theirs)).select_related("order").order_by("pk"):
        yield Finding(f"payment:{payment.pk}", payment.order.code, ORDER, payment.order_id, payment.captured_cents, 0)


def refunds_that_differ(scope: Scope) -> Iterator[Finding]:
    """A refund at the provider that is not ours, or of another amount, or that we hold for failed."""
    lines = list(_lines(Movement.REFUND, scope).filter(cents__lt=0))
    known = Refund.objects.filter(method=PaymentMethod.CARD, reference__in={line.source for line in lines})
    ours = {refund.reference: refund for refund in known.select_related("payment__order")}
    back = set(_lines(Movement.REFUND, scope).filter(cents__gt=0).values_list("source", flat=True))
    for line in lines:
        refund = ours.get(line.source)
        if refund is None:
            yield Finding(f"line:{line.pk}", line.source, "", None, 0, -line.cents)
            continue
        gone = refund.state in {RefundState.FAILED, RefundState.DISCARDED} and line.source not in back
        if gone or refund.cents != -line.cents:
            expected, order = 0 if gone else refund.cents, refund.payment.order
            yield Finding(f"refund:{refund.pk}", order.code, ORDER, order.pk, expected, -line.cents)


def refunds_not_theirs(scope: Scope) -> Iterator[Finding]:
    """A refund by card that is done for us, and of which the provider's account says nothing."""
    window = compared(scope)
    theirs = ProviderLine.objects.filter(kind=Movement.REFUND, source=OuterRef("reference"))
    done = Refund.objects.filter(method=PaymentMethod.CARD, state=RefundState.CONFIRMED)
    within = done.filter(asked_at__gte=window[0], ended_at__lt=window[1]).select_related("payment__order")
    for refund in within.filter(~Exists(theirs)).order_by("pk"):
        order = refund.payment.order
        yield Finding(f"refund:{refund.pk}", order.code, ORDER, order.pk, refund.cents, 0)


def unknown_movements(scope: Scope) -> Iterator[Finding]:
    """Disputes that are not ours, and movements that we have no word for."""
    ours = Dispute.objects.filter(reference=OuterRef("source"))
    for line in _lines(Movement.ADJUSTMENT, scope).filter(~Exists(ours)):
        yield Finding(f"line:{line.pk}", f"{line.type} {line.source}", "", None, 0, line.cents)
    for line in _lines(Movement.OTHER, scope):
        yield Finding(f"line:{line.pk}", f"{line.type} {line.source}", "", None, 0, line.cents)
