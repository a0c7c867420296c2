"""The account of one payer: what was invoiced, credited, received, given back, and what is left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.orders.models import CreditNote, Invoice, InvoiceBalance, Order, OrderState
from registrations.orders.queries import answers_for
from registrations.organisations.models import Affiliation, AffiliationRole, Organisation
from registrations.payments.models import Payment, PaymentState, Receipt, ReceiptReturn, Refund, RefundState
from registrations.payments.queries import order_named
from registrations.people.models import User
from registrations.receivables.rules import Entry, Open, by_age, running

Payer = User | Organisation
LIVE = (RefundState.PROPOSED, RefundState.ASKED, RefundState.SENT, RefundState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Account:
    """A payer's account over a period: `lines` come with the balance after each; below zero it is in their favour."""

    payer: Payer
    first: date
    last: date
    opening_cents: int
    lines: list[tuple[Entry, int]]
    closing_cents: int
    owed: list[InvoiceBalance]
    ages: dict[int, int]
    on_account_cents: int

    @property
    def owed_cents(self) -> int:
        return sum(self.ages.values())


def account_of(payer: Payer, *, first: date, last: date) -> Account:
    """What happened between these days, both included, on what stood before."""
    entries = sorted(_entries(payer), key=lambda entry: (entry.on, entry.cents < 0))
    opening = sum(entry.cents for entry in entries if entry.on < first)
    lines = running(opening, [entry for entry in entries if first <= entry.on <= last])
    owed = _owed_by(payer)
    return Account(
        payer=payer,
        first=first,
        last=last,
        opening_cents=opening,
        lines=lines,
        closing_cents=lines[-1][1] if lines else opening,
        owed=owed,
        ages=by_age(((each.invoice.due_on, each.due_cents) for each in owed), on=last),
        on_account_cents=sum(receipt.left_cents for receipt in receipts_with_rest(payer)),
    )


def _owed_by(payer: Payer) -> list[InvoiceBalance]:
    rows = InvoiceBalance.objects.filter(**_of(payer, "invoice__order__")).select_related("invoice__order")
    owing = rows.filter(total_cents__gt=F("paid_cents") + F("credited_cents"))
    return list(owing.order_by("invoice__due_on", "pk"))


def _of(payer: Payer, path: str = "") -> dict[str, Payer]:
    return {f"{path}{'organisation' if isinstance(payer, Organisation) else 'person'}": payer}


def _entries(payer: Payer) -> Iterator[Entry]:
    """All of it. What stays inside the account (a part allotted, a credit moved) is not a line of it."""
    yield from _papers(payer)
    yield from _by_hand(payer)
    yield from _by_card(payer)


def _papers(payer: Payer) -> Iterator[Entry]:
    for invoice in Invoice.objects.filter(**_of(payer, "order__")).select_related("order"):
        text = _("Invoice %(number)s") % {"number": invoice.label}
        yield Entry(localdate(invoice.issued_at), "invoice", text, invoice.total_cents, invoice.order.code)
    for note in CreditNote.objects.filter(**_of(payer, "invoice__order__")).select_related("invoice__order"):
        text = _("Credit note %(number)s on invoice %(invoice)s") % {
            "number": note.label,
            "invoice": note.invoice.label,
        }
        yield Entry(localdate(note.issued_at), "credit", text, -note.total_cents, note.invoice.order.code)


def _by_hand(payer: Payer) -> Iterator[Entry]:
    for receipt in Receipt.objects.filter(**_of(payer)):
        named = {"method": receipt.get_method_display(), "reference": receipt.reference}
        text = _("%(method)s no. %(reference)s received") % named
        yield Entry(receipt.received_on, "payment", text, -receipt.received_cents)
        if receipt.reversed_at:
            text = _("%(method)s no. %(reference)s taken back") % named
            yield Entry(localdate(receipt.reversed_at), "reversal", text, receipt.received_cents)
    for given in ReceiptReturn.objects.filter(**_of(payer, "receipt__")):
        text = _("Given back by %(method)s no. %(reference)s") % {
            "method": given.get_method_display().lower(),
            "reference": given.reference,
        }
        yield Entry(given.returned_on, "return", text, given.cents)


def _by_card(payer: Payer) -> Iterator[Entry]:
    """Cards, what disputes took of them, and refunds of any payment."""
    cards = Payment.objects.filter(method="card", state=PaymentState.CAPTURED, **_of(payer, "order__"))
    for payment in cards.select_related("order").prefetch_related("disputes"):
        day = localdate(payment.captured_at or payment.created_at)
        yield Entry(day, "payment", _("Paid by card"), -payment.captured_cents, payment.order.code)
        if payment.lost_cents:
            closed = [dispute.closed_at for dispute in payment.disputes.all() if dispute.closed_at]
            day = localdate(max(closed)) if closed else day
            yield Entry(day, "reversal", _("Card payment contested"), payment.lost_cents, payment.order.code)
    refunds = Refund.objects.filter(state__in=LIVE, **_of(payer, "payment__order__")).exclude(method="credit")
    for refund in refunds.select_related("payment__order"):
        text = _("Refund by %(method)s") % {"method": refund.get_method_display().lower()}
        yield Entry(localdate(refund.asked_at), "refund", text, refund.cents, refund.payment.order.code)


def receipts_with_rest(payer: Payer) -> QuerySet[Receipt]:
    """Money of this payer that was not used or given back in full, the oldest first."""
    left = Receipt.objects.filter(reversed_at=None, received_cents__gt=F("allotted_cents") + F("returned_cents"))
    return left.filter(**_of(payer)).order_by("received_on", "pk")


def open_orders(payer: Payer, *, on: date) -> list[tuple[Order, Open, date]]:
    """What this payer can pay by hand, the oldest due date first: order, amount, due date."""
    orders = Order.objects.filter(state=OrderState.PLACED, total_cents__gt=0, **_of(payer))
    found = []
    for order in orders.prefetch_related("invoices__balance", "lines"):
        invoice = next(iter(order.invoices.all()), None)
        due = invoice.balance.due_cents if invoice else order.total_cents
        if due > 0:
            day = invoice.due_on if invoice else localdate(order.placed_at) if order.placed_at else on
            found.append((order, Open(order.pk, due, whole=not order.on_account), day))
    return sorted(found, key=lambda each: (each[2], each[0].pk))


def payers_matching(text: str, *, at_most: int = 12) -> list[Payer]:
    """Who pays, from what one reads on a cheque: a number of invoice or order, else part of a name or of an address."""
    if (order := order_named(text)) is not None:
        return [payer for payer in (order.organisation, order.person) if payer]
    wanted = text.strip()
    if len(wanted) < 2:
        return []
    named = Q(name__icontains=wanted) | Q(legal_name__icontains=wanted) | Q(billing_email__iexact=wanted)
    organisations = Organisation.objects.filter(named, archived_at=None).order_by("name")[:at_most]
    people = User.objects.filter(orders__isnull=False).distinct()
    for word in wanted.split():
        people = people.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__iexact=word))
    return [*organisations, *people.order_by("family_name", "given_name")[:at_most]]


def payer_by_uuid(uuid: UUID) -> Payer | None:
    found = Organisation.objects.filter(uuid=uuid).first()
    return found or User.objects.filter(uuid=uuid).first()


def answering_for(organisations: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """Who answers for each organisation's account that day: its verified registrars and directors."""
    posts = Affiliation.objects.live(on=on).filter(organisation__in=list(organisations), verified_at__isnull=False)
    posts = posts.filter(Q(is_registrar=True) | Q(role=AffiliationRole.DIRECTOR), person__is_active=True)
    found: dict[int, list[User]] = {}
    for post in posts.select_related("person").order_by("person_id"):
        found.setdefault(post.organisation_id, []).append(post.person)
    return found


def kept_account(slug: str, *, by: Actor, on: date) -> Organisation | None:
    """The organisation of this address, for whoever answers for its orders."""
    return Organisation.objects.filter(slug=slug, archived_at=None, pk__in=answers_for(by, on=on)).first()


def orders_of_organisation(organisation: Organisation) -> QuerySet[Order]:
    """What it ordered, drafts apart."""
    return Order.objects.filter(organisation=organisation).exclude(state=OrderState.DRAFT)
