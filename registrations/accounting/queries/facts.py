"""Rows as the facts that entries are made of, for one stretch of days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registrations.accounting.queries.outgoing import (
    disputes,
    moved_credits,
    owed_by,
    provider_lines,
    refunds,
    within,
)
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import (
    BANK,
    CARD,
    CREDITS,
    Account,
    Document,
    Journal,
    Movement,
)
from registrations.orders.models import CreditNote, Invoice
from registrations.payments.models import Payment, PaymentMethod, PaymentState, Receipt, ReceiptReturn

OUTGOING = (refunds, moved_credits, disputes, provider_lines)


def on_days(field: str, period: Period) -> Q:
    return Q(**{f"{field}__gte": period.first, f"{field}__lt": period.after})


def invoices(period: Period) -> Iterator[Document]:
    rows = Invoice.objects.filter(within("issued_at", period)).order_by("pk")
    fields = ("pk", "issued_at", "series", "number", "order__code", "total_cents", "lines", "taxes")
    for row in rows.values(*fields).iterator(2_000):
        yield _document(row, cents="total_cents")


def credit_notes(period: Period) -> Iterator[Document]:
    rows = CreditNote.objects.filter(within("issued_at", period)).order_by("pk")
    fields = ("pk", "issued_at", "series", "number", "total_cents", "lines", "taxes")
    for row in rows.annotate(order__code=F("invoice__order__code")).values(*fields, "order__code").iterator(2_000):
        yield _document(row, cents="cents")


def _document(row: Mapping[str, Any], *, cents: str) -> Document:
    """`cents` is the name that the amount of a line has in its document."""
    bases: dict[str, int] = defaultdict(int)
    for line in row["lines"]:
        bases[line["accounting_code"]] += line[cents]
    return Document(
        pk=row["pk"],
        day=localdate(row["issued_at"]),
        label=f"{row['series']}-{row['number']:05d}",
        order=row["order__code"],
        total_cents=row["total_cents"],
        lines=sorted(bases.items()),
        taxes=[(tax["component"], tax["amount_cents"]) for tax in row["taxes"] if tax["amount_cents"]],
    )


def movements(period: Period) -> Iterator[Movement]:
    """All the money that moved in these days."""
    for kind in (payments, payments_back, receipts, receipts_back, returns, *OUTGOING):
        yield from kind(period)


def payments(period: Period) -> Iterator[Movement]:
    """Money that came for an order: by card, by hand, or out of what we held for the payer."""
    came = within("captured_at", period) | (Q(receipt=None) & on_days("received_on", period))
    came |= Q(captured_at=F("receipt__recorded_at")) & on_days("received_on", period)
    for payment in _captured().filter(came):
        if (day := payment_day(payment)) in period:
            text = _("Payment, %(order)s") % {"order": payment.order.code}
            yield _money(payment, day, "payment", text, debit=_side_of(payment), credit=owed_by(payment))


def payments_back(period: Period) -> Iterator[Movement]:
    """Payments taken back: a cheque without funds, an error."""
    for payment in _captured().filter(within("reversed_at", period)):
        day, text = _day(payment.reversed_at), _("Payment taken back, %(order)s") % {"order": payment.order.code}
        yield _money(payment, day, "reversal", text, debit=owed_by(payment), credit=_side_of(payment))


def _captured() -> "QuerySet[Payment]":
    counted = Payment.objects.filter(state__in=[PaymentState.CAPTURED, PaymentState.REVERSED])
    return counted.select_related("order", "receipt").order_by("pk")


def payment_day(payment: Payment) -> date:
    """By card the day of the charge; by hand that on which the money came, or was taken out of what we held."""
    by_hand = payment.received_on is not None and payment.method != PaymentMethod.CREDIT
    if by_hand and (payment.receipt is None or payment.receipt.recorded_at == payment.captured_at):
        return payment.received_on or _day(payment.captured_at)
    return _day(payment.captured_at)


def _side_of(payment: Payment) -> Account:
    if payment.method == PaymentMethod.CARD:
        return CARD
    held = payment.receipt_id is not None or payment.method == PaymentMethod.CREDIT
    return CREDITS if held else BANK


def _money(payment: Payment, day: date, kind: str, text: str, *, debit: Account, credit: Account) -> Movement:
    piece, order, cents = payment.reference, payment.order.code, payment.captured_cents
    return Movement(
        payment.pk, day, Journal.MONEY_IN, kind, piece, text, debit=debit, credit=credit, cents=cents, order=order
    )


def receipts(period: Period) -> Iterator[Movement]:
    """Money that reached the bank by hand: held for the payer, until its parts pay invoices."""
    for row in Receipt.objects.filter(on_days("received_on", period)).order_by("pk"):
        text = _("Receipt, %(method)s") % {"method": row.get_method_display()}
        yield _receipt(row, row.received_on, "receipt", text, debit=BANK, credit=CREDITS)


def receipts_back(period: Period) -> Iterator[Movement]:
    for row in Receipt.objects.filter(within("reversed_at", period)).order_by("pk"):
        yield _receipt(
            row, _day(row.reversed_at), "receipt-reversal", _("Receipt taken back"), debit=CREDITS, credit=BANK
        )


def _receipt(row: Receipt, day: date, kind: str, text: str, *, debit: Account, credit: Account) -> Movement:
    cents = row.received_cents
    return Movement(row.pk, day, Journal.MONEY_IN, kind, row.reference, text, debit=debit, credit=credit, cents=cents)


def returns(period: Period) -> Iterator[Movement]:
    """What paid nothing and went back to whoever had paid it."""
    for row in ReceiptReturn.objects.filter(on_days("returned_on", period)).order_by("pk"):
        day, text = row.returned_on, _("Rest given back")
        yield Movement(
            row.pk, day, Journal.MONEY_OUT, "return", row.reference, text, debit=CREDITS, credit=BANK, cents=row.cents
        )


def _day(at: datetime | None) -> date:
    """The day of an instant that the query asked for."""
    if at is None:
        raise ValueError("The row has no such instant.")
    return localdate(at)
