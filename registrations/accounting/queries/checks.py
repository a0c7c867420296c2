"""Our rows compared with each other: each check says what does not add up, in a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from registrations.accounting.queries.closings import live_closings
from registrations.accounting.queries.journal import digest, entries, unbalanced, until
from registrations.accounting.registry import Finding, Scope
from registrations.accounting.rules.posting import RECEIVABLE, balances
from registrations.numbering.models import NumberSeries
from registrations.orders.models import CreditNote, Invoice, InvoiceBalance, Order, OrderState
from registrations.orders.rules import Ending, ending
from registrations.payments.models import (
    Dispute,
    DisputeState,
    EventState,
    Payment,
    PaymentState,
    Receipt,
    Refund,
    RefundState,
    StripeEvent,
)
from registrations.promotions.queries import miscounted_promotions
from registrations.seats.queries import miscounted_pools

ORDER, PAYMENT, RECEIPT, EVENT = (
    "registrations.order",
    "registrations.payment",
    "registrations.receipt",
    "registrations.stripeevent",
)
GONE = (RefundState.FAILED, RefundState.DISCARDED)
PATIENCE = timedelta(hours=1)
"""How long an event, or a page that was paid, may take to reach our books."""


def sums(rows: "QuerySet[Any]", by: str, cents: str) -> dict[Any, int]:
    """The sum of a column for each value of another, in one statement."""
    return dict(rows.order_by().values_list(by).annotate(sum=Sum(cents)))


def paid_amounts(scope: Scope) -> Iterator[Finding]:
    """What an invoice counts as paid is its payments, less what went back of them."""
    captured = Payment.objects.filter(scope.orders("order_id"), state=PaymentState.CAPTURED, refund_reason="")
    came = sums(captured.annotate(kept=F("captured_cents") - F("lost_cents")), "order_id", "kept")
    back = Refund.objects.filter(scope.orders("payment__order_id"), from_due=False, payment__refund_reason="")
    went = sums(back.exclude(state__in=GONE), "payment__order_id", "cents")
    rows = InvoiceBalance.objects.filter(scope.orders("invoice__order_id")).select_related("invoice")
    for row in rows.iterator(2_000):
        order = row.invoice.order_id
        expected = came.get(order, 0) - went.get(order, 0)
        if expected != row.paid_cents:
            yield _of_invoice(row.invoice, expected, row.paid_cents)


def credited_amounts(scope: Scope) -> Iterator[Finding]:
    """What an invoice counts as credited is its credit notes; its total never changes."""
    notes = sums(CreditNote.objects.filter(scope.orders("invoice__order_id")), "invoice_id", "total_cents")
    rows = InvoiceBalance.objects.filter(scope.orders("invoice__order_id")).select_related("invoice")
    for row in rows.iterator(2_000):
        expected = notes.get(row.invoice_id, 0)
        if expected != row.credited_cents:
            yield _of_invoice(row.invoice, expected, row.credited_cents)
        elif row.total_cents != row.invoice.total_cents:
            yield _of_invoice(row.invoice, row.invoice.total_cents, row.total_cents)


def order_states(scope: Scope) -> Iterator[Finding]:
    """An order is settled when its invoice is paid, and owed when it is not."""
    rows = InvoiceBalance.objects.filter(scope.orders("invoice__order_id")).select_related("invoice__order")
    for row in rows.iterator(2_000):
        order = row.invoice.order
        said = ending(
            state=order.state,
            total_cents=row.total_cents,
            paid_cents=row.paid_cents,
            credited_cents=row.credited_cents,
        )
        if said != Ending.AS_IT_IS:
            yield _of_invoice(row.invoice, 0, row.due_cents)


def settled_without_invoice(scope: Scope) -> Iterator[Finding]:
    """What is paid has an invoice, but for what was brought from the past."""
    settled = Order.objects.filter(scope.orders("pk"), state=OrderState.SETTLED, historical=False)
    for order in settled.filter(invoices=None, total_cents__gt=0).order_by("pk"):
        yield Finding(f"order:{order.pk}", order.code, ORDER, order.pk, order.total_cents, 0)


def refunded_amounts(scope: Scope) -> Iterator[Finding]:
    """What a payment counts as refunded is its refunds, and as lost what disputes took of the rest."""
    rows = Payment.objects.filter(scope.orders("order_id")).select_related("order")
    went = sums(Refund.objects.exclude(state__in=GONE), "payment_id", "cents")
    lost = sums(Dispute.objects.filter(state=DisputeState.LOST), "payment_id", "cents")
    some = rows.filter(Q(pk__in=set(went) | set(lost)) | Q(refunded_cents__gt=0) | Q(lost_cents__gt=0))
    for row in some.order_by("pk"):
        gone = min(lost.get(row.pk, 0), row.captured_cents - row.refunded_cents)
        expected, found = went.get(row.pk, 0) + gone, row.refunded_cents + row.lost_cents
        if expected != found:
            yield Finding(f"payment:{row.pk}", row.order.code, ORDER, row.order_id, expected, found)


def receipt_parts(_scope: Scope) -> Iterator[Finding]:
    """What a receipt counts as allotted is the payments made of it."""
    parts = Sum("payments__captured_cents", filter=Q(payments__state=PaymentState.CAPTURED))
    wrong = Receipt.objects.annotate(parts=Coalesce(parts, 0)).exclude(parts=F("allotted_cents"))
    for row in wrong.order_by("pk"):
        yield Finding(f"receipt:{row.pk}", row.reference, RECEIPT, row.pk, row.parts, row.allotted_cents)


def number_gaps(_scope: Scope) -> Iterator[Finding]:
    """Numbers follow each other from one to the last given."""
    for prefix, rows in (("F-", Invoice.objects.all()), ("NC-", CreditNote.objects.all())):
        given = dict(NumberSeries.objects.filter(name__startswith=prefix).values_list("name", "last"))
        counted = rows.order_by().values("series").annotate(n=Count("pk"), first=Min("number"), top=Max("number"))
        there = {row["series"]: (row["n"], row["first"], row["top"]) for row in counted}
        for series in sorted(given.keys() | there.keys()):
            last, known = given.get(series, 0), there.get(series, (0, 1, 0))
            if known != (last, 1, last):
                said = {"series": series, "n": known[0], "last": last}
                yield Finding(f"series:{series}", _("%(series)s: %(n)s papers, last number %(last)s") % said)


def events(scope: Scope) -> Iterator[Finding]:
    """What the provider tells is applied within the hour."""
    late = Q(state=EventState.WAITING, received_at__lt=scope.at - PATIENCE)
    for row in StripeEvent.objects.filter(Q(state=EventState.FAILED) | late).order_by("pk"):
        yield Finding(f"event:{row.pk}", f"{row.kind} {row.event_id}", EVENT, row.pk)


def seats(_scope: Scope) -> Iterator[Finding]:
    for pk in miscounted_pools():
        yield Finding(f"pool:{pk}", _("Pool of seats %(number)s") % {"number": pk})


def promotions(_scope: Scope) -> Iterator[Finding]:
    for pk in miscounted_promotions():
        yield Finding(f"promotion:{pk}", _("Promotion code %(number)s") % {"number": pk})


def journal_balance(scope: Scope) -> Iterator[Finding]:
    """Every entry balances, and the receivable account is the sum of what is owed."""
    found = entries(until(scope.at.date() + timedelta(days=1)))
    for entry in unbalanced(found):
        yield Finding(f"entry:{entry.piece}", entry.piece, expected_cents=0, found_cents=entry.off_by)
    due = InvoiceBalance.objects.aggregate(sum=Sum(F("total_cents") - F("paid_cents") - F("credited_cents")))
    expected, booked = due["sum"] or 0, balances(found).get(RECEIVABLE, 0)
    if expected != booked:
        yield Finding("receivable", _("Accounts receivable"), expected_cents=expected, found_cents=booked)


def closed_periods(_scope: Scope) -> Iterator[Finding]:
    """A closed period says what it said when it was closed."""
    for closing in live_closings():
        if digest(entries(until(closing.until))) != closing.digest:
            name = _("Closed until %(day)s") % {"day": closing.until.isoformat()}
            yield Finding(f"closing:{closing.pk}", name, "registrations.closing", closing.pk)


def _of_invoice(invoice: Invoice, expected: int, found: int) -> Finding:
    return Finding(f"invoice:{invoice.pk}", invoice.label, ORDER, invoice.order_id, expected, found)


def touched_orders(*, since: Any, open_orders: Iterable[int]) -> frozenset[int]:
    """Orders whose money moved since then, and those of which something does not add up."""
    found = set(open_orders)
    moved = Q(created_at__gte=since) | Q(captured_at__gte=since) | Q(reversed_at__gte=since)
    found |= set(Payment.objects.filter(moved).values_list("order_id", flat=True))
    back = Refund.objects.filter(Q(asked_at__gte=since) | Q(ended_at__gte=since))
    found |= set(back.values_list("payment__order_id", flat=True))
    for papers, path in ((Invoice.objects.all(), "order_id"), (CreditNote.objects.all(), "invoice__order_id")):
        found |= set(papers.filter(issued_at__gte=since).values_list(path, flat=True))
    found |= set(Order.objects.filter(Q(settled_at__gte=since) | Q(placed_at__gte=since)).values_list("pk", flat=True))
    return frozenset(found)


def by_kind(found: Iterable[tuple[str, Finding]]) -> dict[str, dict[str, Finding]]:
    kinds: dict[str, dict[str, Finding]] = defaultdict(dict)
    for kind, finding in found:
        kinds[kind][finding.key] = finding
    return kinds
