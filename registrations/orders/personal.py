"""What orders hold of a person: accounting documents, which tax law asks to keep."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.orders.models import Invoice, Order, OrderState
from registrations.orders.rules import kept_until
from registrations.people.models import User
from registrations.privacy.registry import Blocks, Erasure, Export, Fate, Kept

LAW = _("Tax law asks that accounting documents be kept for six years after the year that they concern.")


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = Order.objects.filter(person=person)
    if unpaid := theirs.filter(state__in=[OrderState.DRAFT, OrderState.PLACED]).count():
        yield Blocks(_("Orders that are not settled"), unpaid, _("Cancel them, or record their payment, first."))
    if number := theirs.count():
        yield Kept(_("Orders, invoices and payments, with the name and address on them"), number, LAW, _term(theirs))
    if number := Order.objects.filter(placed_by=person).exclude(person=person).count():
        yield Kept(_("Orders placed for an organisation, without the name of who placed them"), number, LAW)


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """Accounting documents stay; the order itself names a row without identity."""


def _term(orders: "QuerySet[Order]") -> date | None:
    last = Invoice.objects.filter(order__in=orders).aggregate(last=Max("issued_at"))["last"]
    month = association().fiscal_year_start_month or 1
    return kept_until(last.date(), first_month=month) if last else None


def orders(person: User) -> Iterator[Mapping[str, Any]]:
    mine = Order.objects.filter(Q(person=person) | Q(placed_by=person)).order_by("pk")
    for order in mine.prefetch_related("lines", "invoices").select_related("organisation"):
        yield {
            "code": order.code,
            "payer": order.organisation.name if order.organisation else person.get_full_name(),
            "state": str(order.get_state_display()),
            "placed_at": order.placed_at,
            "lines": "; ".join(line.description for line in order.lines.all()),
            "total_cents": order.total_cents,
            "invoices": ", ".join(invoice.label for invoice in order.invoices.all()),
        }


ERASURES = [
    Erasure(preview, erase, speaks_for=("registrations.order.person", "registrations.order.placed_by")),
]
EXPORTS = [
    Export(
        "orders",
        _("Your orders"),
        orders,
        columns={
            "code": _("Order no."),
            "lines": _("Description"),
            "placed_at": _("Placed on"),
            "total_cents": _("Total"),
            "invoices": _("Invoice"),
        },
    )
]
