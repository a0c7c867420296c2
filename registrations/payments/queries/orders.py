"""What the page and the API say of one order: what was paid and given back, what happened, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.orders.models import CancellationRequest, CreditNote, Invoice, LineKind, Order, OrderLine, OrderState
from registrations.orders.queries import TaxShown, amount_due, is_payer, taxes_shown
from registrations.orders.rules import asks_to_cancel, cancellable, payable
from registrations.payments.models import Dispute, DisputeState, Payment, PaymentState, Refund, RefundState
from registrations.people.models import User

SHOWN_TO_BUYERS = (RefundState.ASKED, RefundState.SENT, RefundState.CONFIRMED)
"""One that awaits a second person is not promised yet; one that failed is made otherwise."""


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
    invoice: Invoice | None
    late_since: date | None
    disputes: list[Dispute]

    @property
    def is_invoiced(self) -> bool:
        return self.invoice is not None

    @property
    def is_credited(self) -> bool:
        """Whether credit notes took back the whole invoice: nothing of the order is owed nor bought any more."""
        return self.invoice is not None and self.invoice.balance.is_credited

    @property
    def paid_in_part_cents(self) -> int:
        """What came already of an invoice that still owes; 0 when nothing did, or nothing is owed."""
        return self.invoice.balance.paid_cents if self.invoice and self.invoice.balance.due_cents > 0 else 0

    @property
    def overpaid_cents(self) -> int:
        """What accounting still has to give back, or to use otherwise."""
        return self.invoice.balance.overpaid_cents if self.invoice else 0

    @property
    def session(self) -> UUID | None:
        """The session of which seats were ordered, to order them again."""
        return next((line.item_uuid for line, _who in self.lines if line.kind == LineKind.SESSION), None)

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


def money_of(order: Order) -> list[Payment]:
    """What came for an order, with what went back and what is contested of it: three statements."""
    refunds = Prefetch("refunds", queryset=Refund.objects.select_related("credit_note").order_by("pk"))
    rows = order.payments.exclude(state=PaymentState.CREATED).prefetch_related(refunds, "disputes")
    return list(rows.order_by("pk"))


def refunds_shown(payments: Sequence[Payment]) -> list[Refund]:
    """What went back of them, or is on its way, as the buyer is told."""
    return [refund for payment in payments for refund in payment.refunds.all() if refund.state in SHOWN_TO_BUYERS]


def credits_of(order: Order) -> list[CreditNote]:
    return list(CreditNote.objects.filter(invoice__order=order).select_related("invoice").order_by("pk"))


def situation(order: Order, *, by: Actor, at: datetime) -> Situation:
    """What can be done about an order now, and who is named on it."""
    overdue = order.state == OrderState.PLACED and order.expires_at is not None and order.expires_at <= at
    answers, due = is_payer(order, by, on=localdate(at)), amount_due(order)
    payments, notes = money_of(order), credits_of(order)
    asked = list(CancellationRequest.objects.filter(order=order, line=None).order_by("pk"))
    invoice = next(iter(order.invoices.all()), None)
    lines = list(order.lines.all())
    named = {uuid for line in lines for uuid in line.attendees}
    names = {str(person.uuid): person.get_full_name() for person in User.objects.filter(uuid__in=named)}
    disputes = [dispute for payment in payments for dispute in payment.disputes.all()]
    return Situation(
        is_overdue=overdue,
        may_pay=answers and not overdue and payable(state=order.state, total_cents=due),
        may_cancel=answers and cancellable(state=order.state, on_account=order.on_account),
        lines=[(line, [names[uuid] for uuid in line.attendees if uuid in names]) for line in lines],
        taxes=taxes_shown(order.taxes),
        to_refund=[payment for payment in payments if payment.refund_due_cents],
        due_cents=due,
        payments=[payment for payment in payments if payment.state == PaymentState.CAPTURED],
        refunds=refunds_shown(payments),
        credits=notes,
        story=story(order, payments=payments, notes=notes),
        minutes_left=_minutes_left(order, at=at),
        may_ask=answers and _may_ask(order, asked, invoice),
        asked=asked,
        invoice=invoice,
        late_since=invoice.late_since(on=localdate(at)) if invoice else None,
        disputes=[dispute for dispute in disputes if dispute.state == DisputeState.OPEN],
    )


def _minutes_left(order: Order, *, at: datetime) -> int | None:
    """Whole minutes to pay, at least one; None when no clock runs."""
    if order.state != OrderState.PLACED or order.expires_at is None or order.expires_at <= at:
        return None
    return max(int((order.expires_at - at).total_seconds()) // 60, 1)


def _may_ask(order: Order, asked: Sequence[CancellationRequest], invoice: Invoice | None) -> bool:
    """A paid or invoiced order that nobody asked to cancel yet; dues, and what is credited whole, have nothing to."""
    if any(request.answered_at is None for request in asked) or (invoice and invoice.balance.is_credited):
        return False
    if all(line.kind == LineKind.DUES for line in order.lines.all()):
        return False
    return asks_to_cancel(state=order.state, on_account=order.on_account, total_cents=order.total_cents)
