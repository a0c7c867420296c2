"""Payments by what they are known by, what waits, and what needs the team."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from registrations.orders.models import (
    InvoiceBalance,
    Order,
    OrderState,
)
from registrations.orders.queries import balance_of
from registrations.payments.models import (
    Checkout,
    Dispute,
    DisputeState,
    EventState,
    Payment,
    PaymentMethod,
    PaymentState,
    Refund,
    RefundState,
    StripeEvent,
)

QUIET = timedelta(minutes=2)
"""A page opened less than this ago is left to its buyer and to the provider's own events."""


def due_events(*, at: datetime, at_most: int = 200) -> list[int]:
    """Events received and not applied yet, the oldest first."""
    waiting = StripeEvent.objects.filter(state=EventState.WAITING, not_before__lte=at)
    return list(waiting.order_by("id").values_list("pk", flat=True)[:at_most])


def open_checkouts(*, at: datetime, at_most: int = 100) -> list[Checkout]:
    """Attempts whose end is not known yet, the oldest first."""
    open_ = Checkout.objects.filter(closed_at=None, created_at__lte=at - QUIET)
    return list(open_.select_related("order").order_by("created_at")[:at_most])


def ended_checkouts(*, at: datetime, at_most: int = 100) -> list[Checkout]:
    """Pages that can still be paid on, of orders that have ended."""
    open_ = Checkout.objects.filter(closed_at=None, expires_at__gt=at).exclude(session_id="")
    ended = open_.filter(order__state__in=[OrderState.CANCELLED, OrderState.EXPIRED, OrderState.SETTLED])
    return list(ended.select_related("order").order_by("pk")[:at_most])


def other_pages(checkout: Checkout) -> list[Checkout]:
    """The pages of the same order that were opened before this one and can still be paid on."""
    older = Checkout.objects.filter(order=checkout.order_id, attempt__lt=checkout.attempt, closed_at=None)
    return list(older.exclude(session_id="").select_related("order").order_by("pk"))


def awaits_provider(order: Order) -> bool:
    """Whether a page of this order is open: its payment may be on its way."""
    return order.checkouts.filter(closed_at=None).exclude(session_id="").exists()


def knows_payment(reference: str) -> bool:
    """Whether this payment by card is in our books."""
    return Payment.objects.filter(method=PaymentMethod.CARD, reference=reference).exists()


def payments_of(order: Order) -> list[Payment]:
    return list(order.payments.order_by("id"))


def order_named(text: str) -> Order | None:
    """The order with this code, or the one that the invoice with this number is for."""
    wanted = text.strip().upper()
    series, _dash, number = wanted.rpartition("-")
    if series and number.isascii() and number.isdigit() and len(number) < 10:
        return Order.objects.filter(invoices__series=series, invoices__number=int(number)).first()
    return Order.objects.filter(code=wanted).exclude(state=OrderState.DRAFT).first()


def payments_to_refund() -> QuerySet[Payment]:
    """Money that came for nothing and was not given back yet."""
    return Payment.objects.filter(state=PaymentState.CAPTURED, refund_due_cents__gt=0)


def refundable(payment: Payment) -> int:
    """What can be given back of a payment now: what came for nothing, or what the invoice was paid in excess."""
    if payment.state != PaymentState.CAPTURED:
        return 0
    if payment.came_for_nothing:
        return payment.refund_due_cents
    balance = balance_of(payment.order)
    return min(payment.left_cents, balance.overpaid_cents) if balance else 0


def is_disputed(payment: Payment) -> bool:
    """Whether the cardholder contests it and nothing is decided: the bank may take the money by itself."""
    return payment.disputes.filter(state=DisputeState.OPEN).exists()


def due_refunds(*, at: datetime, at_most: int = 100) -> list[int]:
    """Refunds by card to send, or to ask the provider about, the oldest first."""
    waiting = Refund.objects.filter(
        method=PaymentMethod.CARD, state__in=[RefundState.ASKED, RefundState.SENT], not_before__lte=at
    )
    return list(waiting.order_by("not_before").values_list("pk", flat=True)[:at_most])


@dataclass(frozen=True, slots=True)
class RefundsWaiting:
    """What of refunds and disputes waits for accounting. A failed refund leaves its amount overpaid, or due."""

    proposed: int
    by_hand: int
    stuck: int
    external: int
    overpaid: int
    disputes: int


def refunds_waiting(*, at: datetime) -> RefundsWaiting:
    """In three statements."""
    by_card, asked = Q(method=PaymentMethod.CARD), Q(state=RefundState.ASKED)
    owed = Q(payment__order__state=OrderState.PLACED, payment__order__on_account=True)
    known = Q(external=True, credit_note=None, from_due=False) & ~Q(state=RefundState.FAILED) & owed
    numbers = Refund.objects.aggregate(
        proposed=Count("pk", filter=Q(state=RefundState.PROPOSED)),
        by_hand=Count("pk", filter=asked & ~by_card),
        stuck=Count("pk", filter=asked & by_card & Q(asked_at__lte=at - timedelta(hours=1))),
        external=Count("pk", filter=known),
    )
    overpaid = InvoiceBalance.objects.filter(paid_cents__gt=F("total_cents") - F("credited_cents")).count()
    disputes = Dispute.objects.filter(state=DisputeState.OPEN).count()
    return RefundsWaiting(**numbers, overpaid=overpaid, disputes=disputes)


def miscounted_payments() -> list[Payment]:
    """Payments whose refunds do not add up to what they count: there is never one."""
    live = Q(refunds__state__in=[RefundState.FAILED, RefundState.DISCARDED])
    counted = Coalesce(Sum("refunds__cents", filter=~live), 0)
    return list(Payment.objects.annotate(counted=counted).exclude(counted=F("refunded_cents")))


def stale_events(*, at: datetime) -> QuerySet[StripeEvent]:
    """Events that have waited for more than ten minutes: the worker is stopped, or the provider does not answer."""
    return StripeEvent.objects.filter(state=EventState.WAITING, received_at__lte=at - timedelta(minutes=10))
