"""Credit notes: what an invoice said too much, negated line by line and tax by tax, numbered without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.numbering.actions import next_number
from registrations.orders.actions.ending import follow_balance
from registrations.orders.actions.locking import lock_order
from registrations.orders.errors import CreditAboveInvoice, MayNotCredit, NothingToCredit
from registrations.orders.models import CreditNote, Invoice, InvoiceBalance, LineCredit, Order, OrderLine
from registrations.orders.queries import components_of
from registrations.orders.rules import TAXED, Tax, credit_series_of, credited_taxes, may_credit
from registrations.orders.tasks import draw_credit_note


@dataclass(frozen=True, slots=True)
class Credited:
    """So many cents, before taxes, of one line of the invoice's order."""

    line: OrderLine
    cents: int


@transaction.atomic
def credit_invoice(
    *, invoice: Invoice, lines: Sequence[Credited] | None = None, reason: str, by: Actor, at: datetime
) -> CreditNote:
    """Credit these lines, or all that is left of the invoice (`lines` None); taxes follow to the cent.

    Raises `CreditAboveInvoice`. An order that is thereby paid is settled; one credited whole and unpaid is cancelled.
    """
    if not may_credit(by):
        raise MayNotCredit
    order = lock_order(invoice.order_id)
    wanted = [each for each in (_rest(order) if lines is None else lines) if each.cents]
    if not wanted or not reason.strip() or any(each.cents < 0 for each in wanted):
        raise NothingToCredit
    taxes = _taxes(order, wanted)
    _count(order, wanted)
    note = _note(invoice, wanted, taxes, reason=reason.strip(), at=at)
    above = constraint_means(InvoiceBalance, "invoicebalance_credits_within_total", CreditAboveInvoice())
    with above:
        InvoiceBalance.objects.filter(invoice=invoice).update(credited_cents=F("credited_cents") + note.total_cents)
    log(note, "orders.credit", by=by, at=at, total_cents=note.total_cents)
    if order.placed_by:
        tell("credit-note", about=note, to=order.placed_by, at=at)
    follow_balance(order, by=by, at=at)
    note.number = next_number(note.series)
    note.save(force_insert=True)
    draw_credit_note.enqueue(note.pk)
    return note


def _rest(order: Order) -> list[Credited]:
    """What is left of each line."""
    done = dict(LineCredit.objects.filter(line__order=order).values_list("line_id", "credited_cents"))
    return [Credited(line, line.total_cents - done.get(line.pk, 0)) for line in order.lines.all()]


def _taxes(order: Order, wanted: Sequence[Credited]) -> tuple[Tax, ...]:
    """Computed on the taxable part, after the credits that came before."""
    before = LineCredit.objects.filter(line__order=order, line__tax_category=TAXED).aggregate(sum=Sum("credited_cents"))
    credited_before = before["sum"] or 0
    now = sum(each.cents for each in wanted if each.line.tax_category == TAXED)
    if credited_before + now > order.taxable_cents:
        raise CreditAboveInvoice
    return credited_taxes(
        taxable_cents=order.taxable_cents,
        components=components_of(order.taxes),
        credited_before=credited_before,
        credited_now=now,
    )


def _count(order: Order, wanted: Sequence[Credited]) -> None:
    """Add to each line's credits; the database refuses more than the line."""
    for each in wanted:
        if each.line.order_id != order.pk:
            raise NothingToCredit
        fresh = LineCredit(line=each.line, total_cents=each.line.total_cents)
        LineCredit.objects.bulk_create([fresh], ignore_conflicts=True)
        with constraint_means(LineCredit, "linecredit_credits_within_line", CreditAboveInvoice()):
            LineCredit.objects.filter(line=each.line).update(credited_cents=F("credited_cents") + each.cents)


def _note(
    invoice: Invoice, wanted: Sequence[Credited], taxes: Sequence[Tax], *, reason: str, at: datetime
) -> CreditNote:
    base, tax = sum(each.cents for each in wanted), sum(each.amount_cents for each in taxes)
    return CreditNote(
        invoice=invoice,
        series=credit_series_of(localdate(at)),
        issued_at=at,
        language=invoice.language,
        reason=reason,
        seller=invoice.seller,
        buyer=invoice.buyer,
        lines=[_line(each) for each in wanted],
        taxes=[each.as_data() for each in taxes if each.base_cents],
        base_cents=base,
        tax_cents=tax,
        total_cents=base + tax,
    )


def _line(each: Credited) -> dict[str, Any]:
    return {
        "line": str(each.line.uuid),
        "description": each.line.description,
        "cents": each.cents,
        "tax_category": each.line.tax_category,
        "accounting_code": each.line.accounting_code,
    }
