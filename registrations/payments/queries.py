"""Reading payments, what waits, and what needs the team."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.orders.models import CreditNote, LineKind, Order, OrderLine, OrderState
from registrations.orders.queries import TaxShown, amount_due, is_payer, taxes_shown
from registrations.orders.rules import cancellable, payable
from registrations.payments.models import Checkout, EventState, Payment, PaymentState, StripeEvent
from registrations.people.models import User

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


def stale_events(*, at: datetime) -> QuerySet[StripeEvent]:
    """Events that have waited for more than ten minutes: the worker is stopped, or the provider does not answer."""
    return StripeEvent.objects.filter(state=EventState.WAITING, received_at__lte=at - timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Situation:
    """What an order's page says beside the order itself; each line comes with the names of those who attend."""

    is_overdue: bool
    may_pay: bool
    may_cancel: bool
    lines: list[tuple[OrderLine, list[str]]]
    taxes: list[TaxShown]
    to_refund: list[Payment]
    due_cents: int
    payments: list[Payment]
    credits: list[CreditNote]

    @property
    def is_dues(self) -> bool:
        """Dues alone: there is no seat to speak of."""
        return all(line.kind == LineKind.DUES for line, _names in self.lines)


def situation(order: Order, *, by: Actor, at: datetime) -> Situation:
    """What can be done about an order now, and who is named on it."""
    overdue = order.state == OrderState.PLACED and order.expires_at is not None and order.expires_at <= at
    answers = is_payer(order, by, on=localdate(at))
    due = amount_due(order)
    payments = list(order.payments.exclude(state=PaymentState.CREATED).order_by("pk"))
    lines = list(order.lines.all())
    named = {uuid for line in lines for uuid in line.attendees}
    names = {str(person.uuid): person.get_full_name() for person in User.objects.filter(uuid__in=named)}
    return Situation(
        is_overdue=overdue,
        may_pay=answers and not overdue and payable(state=order.state, total_cents=due),
        may_cancel=answers and cancellable(state=order.state, on_account=order.on_account),
        lines=[(line, [names[uuid] for uuid in line.attendees if uuid in names]) for line in lines],
        taxes=taxes_shown(order.taxes),
        to_refund=[payment for payment in payments if payment.refund_due_cents],
        due_cents=due,
        payments=[payment for payment in payments if payment.state == PaymentState.CAPTURED],
        credits=list(CreditNote.objects.filter(invoice__order=order).order_by("pk")),
    )
