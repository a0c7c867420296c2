"""What orders hold of a person: accounting documents, which tax law asks to keep."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.money import spelled
from registrations.orders.models import CancellationRequest, Invoice, Order, OrderLine, OrderState
from registrations.orders.rules import kept_until
from registrations.people.models import User
from registrations.privacy.registry import Blocks, Erasure, Export, Fate, Kept
from registrations.privacy.rules import Basis, Ground, tacit_until

LAW = _("Tax law asks that accounting documents be kept for six years after the year that they concern.")


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = Order.objects.filter(person=person)
    if unpaid := theirs.filter(state__in=[OrderState.DRAFT, OrderState.PLACED]).count():
        yield Blocks(_("Orders that are not settled"), unpaid, _("Cancel them, or record their payment, first."))
    if number := theirs.count():
        yield Kept(_("Orders, invoices and payments, with the name and address on them"), number, LAW, _term(theirs))
    if number := Order.objects.filter(placed_by=person).exclude(person=person).count():
        yield Kept(_("Orders placed for an organisation, without the name of who placed them"), number, LAW)
    if number := _attended(person).count():
        yield Kept(_("Lines of others' invoices that print their name"), number, LAW)


def _attended(person: User) -> "QuerySet[OrderLine]":
    """Lines of somebody else's orders that name this person, whose name their invoice prints."""
    lines = OrderLine.objects.annotate(written=Cast("attendees", TextField()))
    invoiced = lines.filter(written__contains=str(person.uuid), order__invoices__isnull=False)
    return invoiced.exclude(order__person=person)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    """Accounting documents stay, and name a row without identity; what the person wrote to accounting goes."""
    CancellationRequest.objects.filter(asked_by=person).exclude(reason="").update(reason="…")
    CancellationRequest.objects.filter(answered_by=person).exclude(answer="").update(answer="…")


def _term(orders: "QuerySet[Order]") -> date | None:
    last = Invoice.objects.filter(order__in=orders).aggregate(last=Max("issued_at"))["last"]
    month = association().fiscal_year_start_month or 1
    return kept_until(localdate(last), first_month=month) if last else None


def orders(person: User) -> Iterator[Mapping[str, Any]]:
    mine = Order.objects.filter(Q(person=person) | Q(placed_by=person)).order_by("pk")
    for order in mine.prefetch_related("lines", "invoices").select_related("organisation"):
        yield {
            "code": order.code,
            "payer": order.organisation.name if order.organisation else person.get_full_name(),
            "state": str(order.get_state_display()),
            "placed_at": order.placed_at,
            "lines": "; ".join(line.description for line in order.lines.all()),
            "total": spelled(order.total_cents, get_language() or "fr"),
            "total_cents": order.total_cents,
            "invoices": ", ".join(invoice.label for invoice in order.invoices.all()),
        }


def purchases(people: Collection[int], _on: date) -> Iterator[tuple[int, Ground]]:
    """What one paid opens the lists for two years."""
    settled = Order.objects.filter(person__in=people, settled_at__isnull=False)
    for person, code, settled_at in settled.values_list("person", "code", "settled_at"):
        day = localdate(settled_at)
        if person is not None:
            yield person, Ground(Basis.PURCHASE, day, tacit_until(Basis.PURCHASE, day), code)


def placed(since: date) -> "QuerySet[Any]":
    return Order.objects.filter(placed_at__date__gte=since, person__isnull=False).values("person")


TACIT = [purchases]
ACTIVITIES = [placed]
ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.order.person",
            "registrations.order.placed_by",
            "registrations.cancellationrequest.asked_by",
            "registrations.cancellationrequest.answered_by",
        ),
    ),
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
            "total": _("Total"),
            "invoices": _("Invoice"),
        },
    )
]
