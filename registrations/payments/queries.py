"""Reading payments, what waits, and what needs the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.orders.models import (
    CancellationRequest,
    CreditNote,
    InvoiceBalance,
    LineKind,
    Order,
    OrderLine,
    OrderState,
)
from registrations.orders.queries import TaxShown, amount_due, balance_of, is_payer, taxes_shown
from registrations.orders.rules import asks_to_cancel, cancellable, payable
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
from registrations.people.models import User

SHOWN_TO_BUYERS = (RefundState.ASKED, RefundState.SENT, RefundState.CONFIRMED)
"""One that awaits a second person is not promised yet; one that failed is made otherwise."""
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


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to an order; `paper` is the address of its PDF, `cents` what it moved."""

    at: datetime
    what: str
    cents: int | None = None
    number: str = ""
    paper: str = ""


def story(order: Order, *, payments: Sequence[Payment], notes: Sequence[CreditNote]) -> list[Moment]:
    """What happened to an order, the oldest first: placed, invoiced, paid, credited, given back, ended."""
    told = [Moment(order.placed_at, _("Order placed"), order.total_cents)] if order.placed_at else []
    for invoice in order.invoices.all():
        paper = reverse("orders:invoice", args=[order.code])
        told.append(Moment(invoice.issued_at, _("Invoice issued"), invoice.total_cents, invoice.label, paper))
    for payment in payments:
        told.extend(_of_payment(payment, order))
    for note in notes:
        paper = reverse("orders:credit_note", args=[note.label])
        told.append(Moment(note.issued_at, _("Credit note"), note.total_cents, note.label, paper))
    if order.state == OrderState.EXPIRED and order.expires_at:
        told.append(Moment(order.expires_at, _("Time to pay ended: the seats are free again")))
    return sorted(told, key=lambda moment: moment.at)


def _of_payment(payment: Payment, order: Order) -> list[Moment]:
    told, how = [], str(payment.get_method_display()).lower()
    if payment.captured_at:
        said = _("Payment received (%(how)s)") % {"how": how}
        paper = reverse("orders:receipt", args=[order.code, payment.uuid]) if payment.has_paper else ""
        told.append(Moment(payment.captured_at, said, payment.captured_cents, paper and _("Receipt of payment"), paper))
    if payment.reversed_at:
        told.append(Moment(payment.reversed_at, _("Payment taken back (%(how)s)") % {"how": how}))
    back = [(refund, REFUND_WORDS.get(refund.state)) for refund in payment.refunds.all()]
    told += [Moment(refund.ended_at or refund.asked_at, str(said), refund.cents) for refund, said in back if said]
    return told


REFUND_WORDS: dict[str, str | Promise] = {
    RefundState.ASKED: gettext_lazy("Refund on its way"),
    RefundState.SENT: gettext_lazy("Refund on its way"),
    RefundState.CONFIRMED: gettext_lazy("Refunded"),
}
"""What the buyer is told of; a refund that is only proposed, or failed, is the team's business."""


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
    refunds: list[Refund]
    credits: list[CreditNote]
    story: list[Moment]
    minutes_left: int | None
    may_ask: bool
    asked: list[CancellationRequest]
    is_invoiced: bool

    @property
    def has_places(self) -> bool:
        """Places of a colloquium, that have names."""
        return any(line.kind == LineKind.TICKET for line, _who in self.lines)

    @property
    def has_seats(self) -> bool:
        """Something that is held and confirmed for people."""
        return any(line.kind in {LineKind.TICKET, LineKind.SESSION} for line, _who in self.lines)

    @property
    def unnamed(self) -> int:
        """Places still to be named, as the lines say."""
        tickets = [line for line, _who in self.lines if line.kind == LineKind.TICKET]
        return sum(max(line.quantity - len(line.attendees), 0) for line in tickets)

    @property
    def is_dues(self) -> bool:
        """Dues alone: there is no seat to speak of."""
        return all(line.kind == LineKind.DUES for line, _who in self.lines)


def situation(order: Order, *, by: Actor, at: datetime) -> Situation:
    """What can be done about an order now, and who is named on it."""
    overdue = order.state == OrderState.PLACED and order.expires_at is not None and order.expires_at <= at
    answers = is_payer(order, by, on=localdate(at))
    due = amount_due(order)
    rows = order.payments.exclude(state=PaymentState.CREATED).prefetch_related("refunds")
    payments = list(rows.order_by("pk"))
    notes = list(CreditNote.objects.filter(invoice__order=order).order_by("pk"))
    asked = list(CancellationRequest.objects.filter(order=order, line=None).order_by("pk"))
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
        refunds=list(Refund.objects.filter(payment__order=order, state__in=SHOWN_TO_BUYERS).order_by("pk")),
        credits=notes,
        story=story(order, payments=payments, notes=notes),
        minutes_left=_minutes_left(order, at=at),
        may_ask=answers and _may_ask(order, asked),
        asked=asked,
        is_invoiced=bool(order.invoices.all()),
    )


def _minutes_left(order: Order, *, at: datetime) -> int | None:
    """Whole minutes to pay, at least one; None when no clock runs."""
    if order.state != OrderState.PLACED or order.expires_at is None or order.expires_at <= at:
        return None
    return max(int((order.expires_at - at).total_seconds()) // 60, 1)


def _may_ask(order: Order, asked: Sequence[CancellationRequest]) -> bool:
    """A paid or invoiced order that nobody asked to cancel yet; dues are not an order to cancel."""
    if any(request.answered_at is None for request in asked) or all(
        line.kind == LineKind.DUES for line in order.lines.all()
    ):
        return False
    return asks_to_cancel(state=order.state, on_account=order.on_account, total_cents=order.total_cents)
