"""Reading payments, what waits, and what needs the team."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from registrations.orders.models import Order
from registrations.payments.models import Checkout, EventState, Payment, PaymentState, StripeEvent

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


def payments_of(order: Order) -> list[Payment]:
    return list(order.payments.order_by("id"))


@dataclass(frozen=True, slots=True)
class Attention:
    """What accounting should look at: how many of each."""

    failed_events: int
    payments_to_refund: int
    stale_events: int


def attention(*, at: datetime) -> Attention:
    """Failed events, money to give back, and events that have waited for more than ten minutes."""
    stale = Q(state=EventState.WAITING, received_at__lte=at - timedelta(minutes=10))
    return Attention(
        failed_events=StripeEvent.objects.filter(state=EventState.FAILED).count(),
        payments_to_refund=Payment.objects.filter(
            state=PaymentState.CAPTURED, refund_due_cents__gt=0, refunded_cents__lt=F("captured_cents")
        ).count(),
        stale_events=StripeEvent.objects.filter(stale).count(),
    )
