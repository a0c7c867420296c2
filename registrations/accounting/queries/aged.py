"""What was owed at the end of a day, order by order, whatever happened since."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from registrations.accounting.queries.facts import credit_notes, invoices, movements
from registrations.accounting.queries.journal import until
from registrations.accounting.rules.posting import RECEIVABLE
from registrations.orders.models import Invoice


def owed_on(last: date) -> dict[str, int]:
    """The receivable account at the end of this day, by the code of the order: their sum is the journal's."""
    period = until(last)
    owed: dict[str, int] = defaultdict(int)
    for document in invoices(period):
        owed[document.order] += document.total_cents
    for document in credit_notes(period):
        owed[document.order] -= document.total_cents
    for moved in movements(period):
        owed[moved.order] += moved.cents * ((moved.debit == RECEIVABLE) - (moved.credit == RECEIVABLE))
    return {order: cents for order, cents in owed.items() if cents}


def open_invoices(last: date) -> Iterator[tuple[Invoice, int]]:
    """Invoices owed at the end of this day, or overpaid (below zero), the oldest due date first."""
    owed = owed_on(last)
    rows = Invoice.objects.filter(issued_at__lt=until(last).ends).select_related("order")
    for invoice in rows.order_by("due_on", "pk").iterator(2_000):
        if cents := owed.pop(invoice.order.code, 0):
            yield invoice, cents
