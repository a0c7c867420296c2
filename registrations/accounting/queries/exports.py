"""The files for the accountant: their columns and their rows, read a batch at a time.

Amounts are whole cents until they are written. Names are those of the documents; a person's is there only where a
document or a debt has no other name, and the file then counts as a disclosure.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.accounting.queries.aged import open_invoices
from registrations.accounting.queries.facts import on_days, within
from registrations.accounting.queries.journal import entries, lines, named
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import Journal
from registrations.accounting.rules.taxes import sum_taxes
from registrations.orders.models import CreditNote, Invoice, TaxCode
from registrations.payments.models import Payment, PaymentState, Receipt, Refund


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount, written with two decimals."""

    cents: int


Cell = str | int | date | Cents | None
Row = Sequence[Any]
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Kind:
    """`people(period)`: the keys of the people whom the file names, for the log of disclosures."""

    label: str | Promise
    columns: tuple[str | Promise, ...]
    rows: Callable[[Period], Iterator[Row]]
    people: Callable[[Period], set[int]]


def nobody(_period: Period) -> set[int]:
    return set()


def buyers(field: str, rows: "QuerySet[Any]") -> set[int]:
    return set(rows.order_by().values_list(field, flat=True).distinct()) - {None}


def invoices(period: Period) -> Iterator[Row]:
    rows = Invoice.objects.filter(within("issued_at", period)).select_related("order", "balance").order_by("pk")
    for invoice in rows.iterator(BATCH):
        sums = (invoice.base_cents, *_taxes(invoice.taxes), invoice.total_cents)
        left = (invoice.balance.paid_cents, invoice.balance.credited_cents, invoice.balance.due_cents)
        yield (
            *(invoice.label, localdate(invoice.issued_at), invoice.due_on, invoice.buyer["name"]),
            *(invoice.order.code, invoice.purchase_order, *map(Cents, sums), *map(Cents, left)),
        )


def _taxes(taxes: list[dict[str, Any]]) -> tuple[int, int, int]:
    """TPS, TVQ, TVH."""
    amounts = {tax["component"]: tax["amount_cents"] for tax in taxes}
    return amounts.get("gst", 0), amounts.get("qst", 0), amounts.get("hst", 0)


def invoice_lines(period: Period) -> Iterator[Row]:
    rows = Invoice.objects.filter(within("issued_at", period)).order_by("pk")
    for invoice in rows.iterator(BATCH):
        for line in invoice.lines:
            money = (line["unit_price_cents"], line["discount_cents"], line["total_cents"])
            yield (
                *(invoice.label, localdate(invoice.issued_at), line["description"], line["quantity"]),
                *(*map(Cents, money), line["tax_category"], line["accounting_code"]),
            )


def credit_notes(period: Period) -> Iterator[Row]:
    rows = CreditNote.objects.filter(within("issued_at", period)).select_related("invoice").order_by("pk")
    for note in rows.iterator(BATCH):
        sums = (note.base_cents, *_taxes(note.taxes), note.total_cents)
        yield (
            *(note.label, localdate(note.issued_at), note.invoice.label, note.buyer["name"], note.reason),
            *map(Cents, sums),
        )


def payments(period: Period) -> Iterator[Row]:
    came = Payment.objects.filter(within("captured_at", period)).exclude(state=PaymentState.CREATED)
    for payment in came.select_related("order").order_by("pk").iterator(BATCH):
        money = (payment.captured_cents, payment.refunded_cents, payment.lost_cents)
        yield (
            *(_day(payment.captured_at), payment.received_on, payment.order.code, str(payment.get_method_display())),
            *(payment.reference, str(payment.get_state_display()), *map(Cents, money), _day(payment.reversed_at)),
        )


def receipts(period: Period) -> Iterator[Row]:
    rows = Receipt.objects.filter(on_days("received_on", period)).select_related("organisation").order_by("pk")
    for row in rows.iterator(BATCH):
        payer = row.organisation.name if row.organisation else ""
        money = (row.received_cents, row.allotted_cents, row.returned_cents, row.left_cents)
        yield (
            *(row.received_on, payer, str(row.get_method_display()), row.reference),
            *(*map(Cents, money), _day(row.reversed_at), row.reversal_reason),
        )


def refunds(period: Period) -> Iterator[Row]:
    rows = Refund.objects.filter(within("asked_at", period)).select_related("payment__order", "credit_note")
    for row in rows.order_by("pk").iterator(BATCH):
        note = row.credit_note.label if row.credit_note else ""
        ended_on = row.given_on or _day(row.ended_at)
        yield (
            *(_day(row.asked_at), row.payment.order.code, row.payment.reference, str(row.get_method_display())),
            *(row.reference, str(row.get_state_display()), Cents(row.cents), note, row.reason, ended_on),
        )


def taxes(period: Period) -> Iterator[Row]:
    invoiced = Invoice.objects.filter(within("issued_at", period)).order_by("pk")
    credited = CreditNote.objects.filter(within("issued_at", period)).order_by("pk")
    kept = (rows.values_list("taxes", flat=True).iterator(BATCH) for rows in (invoiced, credited))
    for key, found in sum_taxes(*kept).items():
        money = (found.base_invoiced, found.tax_invoiced, found.base_credited, found.tax_credited)
        yield (
            *(str(TaxCode(key.component).label), key.number, f"{key.rate} %", *map(Cents, money)),
            *(Cents(found.base), Cents(found.tax)),
        )


def aged(period: Period) -> Iterator[Row]:
    """What was owed at the end of the period's last day, by its age that day; what was overpaid is below zero."""
    for invoice, cents in open_invoices(period.last):
        ages = by_age(cents, late=(period.last - invoice.due_on).days)
        yield (
            *(invoice.buyer["name"], invoice.label, localdate(invoice.issued_at), invoice.due_on),
            *(Cents(cents), *map(Cents, ages)),
        )


def by_age(cents: int, *, late: int) -> tuple[int, ...]:
    """Not due, 1 to 30 days late, 31 to 60, 61 to 90, more than 90."""
    place = sum(late >= first for first in (1, 31, 61, 91))
    return tuple(cents if place == each else 0 for each in range(5))


def journal(period: Period) -> Iterator[Row]:
    for line in lines(entries(period)):
        entry = line.entry
        money = (Cents(line.debit) if line.debit else None, Cents(line.credit) if line.credit else None)
        yield (
            *(entry.day, str(Journal(entry.journal).label), entry.piece, line.number),
            *(named(line.account), entry.text, *money),
        )


def _day(at: Any) -> date | None:
    return localdate(at) if at else None


def of_invoices(period: Period) -> set[int]:
    return buyers("order__person", Invoice.objects.filter(within("issued_at", period)))


def of_credit_notes(period: Period) -> set[int]:
    return buyers("invoice__order__person", CreditNote.objects.filter(within("issued_at", period)))


def of_aged(period: Period) -> set[int]:
    return {invoice.order.person_id for invoice, _cents in open_invoices(period.last) if invoice.order.person_id}


def period_from(starts_on: date, ends_on: date) -> Period:
    """Both days included."""
    return Period(starts_on, ends_on + timedelta(days=1))


SUMS = (_("Before taxes"), _("GST"), _("QST"), _("HST"), _("Total"))
EXPORTS: dict[str, Kind] = {
    "journal": Kind(
        _("Journal entries"),
        (_("Date"), _("Journal"), _("Piece"), _("Account no."), _("Account"), _("Description"), _("Debit"),
         _("Credit")),
        journal,
        nobody,
    ),
    "invoices": Kind(
        _("Invoices"),
        (_("Invoice"), _("Date"), _("Due date"), _("Payer"), _("Order"), _("Purchase order"), *SUMS, _("Paid"),
         _("Credited"), _("Amount due")),
        invoices,
        of_invoices,
    ),
    "invoice_lines": Kind(
        _("Invoice lines"),
        (_("Invoice"), _("Date"), _("Description"), _("Quantity"), _("Unit price"), _("Discount"), _("Before taxes"),
         _("Tax category"), _("Accounting code")),
        invoice_lines,
        nobody,
    ),
    "credit_notes": Kind(
        _("Credit notes"),
        (_("Credit note"), _("Date"), _("Invoice"), _("Payer"), _("Reason"), *SUMS),
        credit_notes,
        of_credit_notes,
    ),
    "payments": Kind(
        _("Payments"),
        (_("Recorded on"), _("Received on"), _("Order"), _("Method"), _("Reference"), _("State"), _("Amount"),
         _("Given back"), _("Lost in a dispute"), _("Taken back on")),
        payments,
        nobody,
    ),
    "receipts": Kind(
        _("Receipts"),
        (_("Received on"), _("Organisation"), _("Method"), _("Reference"), _("Received"), _("Allotted"),
         _("Given back"), _("On account"), _("Taken back on"), _("Reason")),
        receipts,
        nobody,
    ),
    "refunds": Kind(
        _("Refunds"),
        (_("Asked on"), _("Order"), _("Payment"), _("Method"), _("Reference"), _("State"), _("Amount"),
         _("Credit note"), _("Reason"), _("Ended on")),
        refunds,
        nobody,
    ),
    "taxes": Kind(
        _("Taxes of the period"),
        (_("Tax"), _("Registration number"), _("Rate"), _("Base invoiced"), _("Tax invoiced"), _("Base credited"),
         _("Tax credited"), _("Net base"), _("Net tax")),
        taxes,
        nobody,
    ),
    "aged": Kind(
        _("Aged receivables"),
        (_("Payer"), _("Invoice"), _("Date"), _("Due date"), _("Amount due"), _("Not due yet"), _("1 to 30 days late"),
         _("31 to 60 days late"), _("61 to 90 days late"), _("More than 90 days late")),
        aged,
        of_aged,
    ),
}  # fmt: skip
