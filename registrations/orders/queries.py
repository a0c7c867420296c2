"""Reading orders, their taxes and their invoices."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import get_language

from registrations.actors import Actor, Role
from registrations.errors import NotFound
from registrations.orders.errors import MayNotOrderFor, NoInvoice
from registrations.orders.models import (
    CreditNote,
    Invoice,
    InvoiceBalance,
    Order,
    OrderLine,
    OrderState,
    TaxCode,
)
from registrations.orders.rules import Component
from registrations.organisations.models import Affiliation, AffiliationRole, Organisation
from registrations.people.models import User
from registrations.promotions.registry import OrderShown


def registrar_of(by: Actor, *, on: date) -> frozenset[int]:
    """Organisations whose registrar the actor is that day."""
    if by.person is None:
        return frozenset()
    live = Affiliation.objects.live(on=on).filter(person=by.person, is_registrar=True, verified_at__isnull=False)
    return frozenset(live.order_by().values_list("organisation_id", flat=True))


def answers_for(by: Actor, *, on: date) -> frozenset[int]:
    """Organisations whose orders the actor sees and pays that day: registrars do, and so does the direction."""
    if by.person is None:
        return frozenset()
    live = Affiliation.objects.live(on=on).filter(person=by.person, verified_at__isnull=False)
    live = live.filter(Q(is_registrar=True) | Q(role=AffiliationRole.DIRECTOR))
    return frozenset(live.values_list("organisation_id", flat=True))


def colleagues_of(organisations: Iterable[int], *, on: date) -> frozenset[int]:
    """People who work in these organisations that day."""
    live = Affiliation.objects.live(on=on).filter(organisation__in=organisations)
    return frozenset(live.order_by().values_list("person_id", flat=True))


def orders_of(by: Actor, *, on: date) -> QuerySet[Order]:
    """What the actor pays, and what the organisations that they answer for that day owe."""
    if by.person is None:
        return Order.objects.none()
    mine = Q(person=by.person)
    return Order.objects.filter(mine | Q(organisation__in=answers_for(by, on=on))).exclude(state="draft")


def components_of(taxes: Iterable[dict[str, Any]]) -> list[Component]:
    """The taxes that an order was placed with, as they were that day."""
    return [Component(tax["component"], int(Decimal(tax["rate"]) * 1000), tax["number"]) for tax in taxes]


@dataclass(frozen=True, slots=True)
class TaxShown:
    """A tax as a page says it."""

    label: str
    number: str
    cents: int


def taxes_shown(taxes: Iterable[dict[str, Any]]) -> list[TaxShown]:
    """The taxes that an order or an invoice keeps, with their names and rates in words."""
    language = get_language() or "fr"
    return [
        TaxShown(
            f"{TaxCode(tax['component']).label} ({spelled_rate(tax['rate'], language)})",
            tax["number"],
            tax["amount_cents"],
        )
        for tax in taxes
    ]


def spelled_rate(rate: str, language: str) -> str:
    """9,975 % in French, 9.975% in English."""
    return f"{rate.replace('.', ',')}\u00a0%" if language.startswith("fr") else f"{rate}%"


def whole(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with what a screen shows of them: payer, lines, invoices and their balances (three statements)."""
    invoices = Prefetch("invoices", queryset=Invoice.objects.select_related("balance").order_by("pk"))
    return orders.select_related("person", "organisation").prefetch_related("lines", invoices)


def keep_in_hand(order: Order, lines: list[OrderLine]) -> None:
    """Lines that have just been written are not read again: `order.lines.all()` finds them, as after a prefetch."""
    found = order.lines.all()
    found._result_cache = sorted(lines, key=lambda line: (line.kind, line.pk))
    found._prefetch_done = True  # type: ignore[attr-defined]  # what `prefetch_related` leaves behind
    vars(order).setdefault("_prefetched_objects_cache", {})["lines"] = found


def payer_named(slug: str | None, *, by: Actor, on: date) -> User | Organisation:
    """The person themselves, or an organisation that they may order for. Raises `MayNotOrderFor`."""
    if slug is None:
        if by.person is None:
            raise MayNotOrderFor
        return by.person
    owner = Organisation.objects.filter(slug=slug, archived_at=None).first()
    if owner is None or not (by.has(Role.ACCOUNTING, Role.EVENT_LEAD) or owner.pk in registrar_of(by, on=on)):
        raise MayNotOrderFor
    return owner


def payers_of(by: Actor, *, on: date) -> list[Organisation]:
    """The organisations in whose name the actor may order."""
    return list(Organisation.objects.filter(pk__in=registrar_of(by, on=on), archived_at=None).order_by("name"))


def people_named(uuids: Sequence[UUID]) -> list[User]:
    """These people, in the same order. Raises `MayNotOrderFor` when one is unknown: nobody may tell who exists."""
    known = {person.uuid: person for person in User.objects.filter(uuid__in=uuids, is_active=True)}
    if any(uuid not in known for uuid in uuids):
        raise MayNotOrderFor
    return [known[uuid] for uuid in uuids]


def person_named(uuid: UUID, *, by: Actor) -> User:
    """The person for whom the team orders. Raises `MayNotOrderFor` to anybody else."""
    if not by.has(Role.ACCOUNTING, Role.EVENT_LEAD):
        raise MayNotOrderFor
    return people_named([uuid])[0]


def nameable(by: Actor, *, on: date) -> list[User]:
    """Oneself, then the colleagues whose registrar one is, by name."""
    if by.person is None:
        return []
    colleagues = colleagues_of(registrar_of(by, on=on), on=on) - {by.person.pk}
    others = User.objects.filter(pk__in=colleagues, is_active=True) if colleagues else []
    return [by.person, *others]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of orders is narrowed to; "" means anything. `payer` is `me` or an organisation's slug."""

    text: str = ""
    state: str = ""
    payer: str = ""


STATES_SOUGHT = {
    "due": Q(state=OrderState.PLACED),
    "paid": Q(state=OrderState.SETTLED),
    "ended": Q(state__in=(OrderState.CANCELLED, OrderState.EXPIRED)),
}


def orders_sought(by: Actor, sought: Sought, *, on: date) -> QuerySet[Order]:
    """The actor's orders for a page: what is owed first, then the latest."""
    rows = orders_of(by, on=on).filter(STATES_SOUGHT.get(sought.state, Q()))
    if sought.payer:
        rows = rows.filter(person=by.person) if sought.payer == "me" else rows.filter(organisation__slug=sought.payer)
    if text := sought.text.strip().upper():
        rows = rows.filter(Q(code__startswith=text) | _numbered(text) | Q(purchase_order__iexact=text))
    owed = Case(When(state=OrderState.PLACED, then=0), default=1, output_field=IntegerField())
    return whole(rows).order_by(owed, "-pk")


def _numbered(text: str) -> Q:
    """The order that the invoice with this number (F-2026-12) is for."""
    series, _dash, number = text.rpartition("-")
    if not series or not (number.isascii() and number.isdigit() and len(number) < 10):
        return Q(pk=None)
    invoices = Invoice.objects.filter(series=series, number=int(number))
    return Q(pk__in=invoices.values("order"))


def latest_orders(by: Actor, *, on: date, at_most: int = 100) -> list[Order]:
    """The actor's orders for a page, the latest first."""
    return list(whole(orders_of(by, on=on)).order_by("-pk")[:at_most])


def is_payer(order: Order, by: Actor, *, on: date) -> bool:
    """Whether the actor answers for the order: their own, or that of an organisation that they keep or direct."""
    if by.person is None:
        return False
    if order.organisation_id is None:
        return by.person.pk in (order.person_id, order.placed_by_id)
    return order.organisation_id in answers_for(by, on=on)


def visible_order(code: str, *, to: Actor, on: date) -> Order:
    """The order with this code. Raises `NotFound` to whoever may not know that it exists."""
    order = whole(Order.objects.filter(code=code)).first()
    if order is None or not (to.has(Role.ACCOUNTING, Role.EVENT_LEAD) or is_payer(order, to, on=on)):
        raise NotFound()
    return order


def shown_by_uuid(uuids: Collection[UUID]) -> dict[UUID, OrderShown]:
    """These orders, as the page of a promotion code lists them."""
    orders = Order.objects.filter(uuid__in=uuids).select_related("person", "organisation")
    return {
        order.uuid: OrderShown(
            code=order.code,
            state=order.get_state_display(),
            total_cents=order.total_cents,
            payer=str(order.payer),
            placed_at=order.placed_at,
            address=reverse("commandes:inspect", args=[order.pk]),
        )
        for order in orders
    }


def lines_of(order: Order) -> list[OrderLine]:
    return list(order.lines.all())


def credited_of(order: Order) -> list[tuple[OrderLine, int]]:
    """Each line that costs something, with what is left of it to credit, before taxes."""
    lines = order.lines.filter(total_cents__gt=0).select_related("credit")
    return [(line, line.total_cents - (line.credit.credited_cents if hasattr(line, "credit") else 0)) for line in lines]


def invoice_of(order: Order) -> Invoice:
    """The order's invoice. Raises `NoInvoice` before it is issued."""
    invoice = order.invoices.select_related("balance").order_by("pk").first()
    if invoice is None:
        raise NoInvoice()
    return invoice


def credit_note_of(number: str, *, to: Actor, on: date) -> CreditNote:
    """The credit note with this number, for whoever may see its order. Raises `NotFound`."""
    series, _dash, rest = number.rpartition("-")
    digits = rest if rest.isascii() and rest.isdigit() and len(rest) < 10 else "0"
    found = CreditNote.objects.filter(series=series, number=int(digits)).select_related("invoice__order").first()
    if found is None:
        raise NotFound()
    visible_order(found.invoice.order.code, to=to, on=on)
    return found


def balance_of(order: Order) -> InvoiceBalance | None:
    """What is paid, credited and owed on the order's invoice, once it is issued."""
    return InvoiceBalance.objects.filter(invoice__order=order).order_by("pk").first()


def amount_due(order: Order) -> int:
    """What is left to pay: the whole order before it is invoiced; never negative."""
    balance = balance_of(order)
    return order.total_cents if balance is None else max(balance.due_cents, 0)


def owed() -> QuerySet[InvoiceBalance]:
    """Invoices on which something is still owed, the oldest due date first; `due` in cents."""
    due = F("total_cents") - F("paid_cents") - F("credited_cents")
    rows = InvoiceBalance.objects.annotate(due=due).filter(due__gt=0)
    return rows.select_related("invoice__order__organisation", "invoice__order__person").order_by("invoice__due_on")


def overdue_orders(*, at: datetime, at_most: int = 500) -> list[int]:
    """Orders whose payment did not come in time and that still hold their seats."""
    waiting = Order.objects.filter(state=OrderState.PLACED, expires_at__lte=at)
    return list(waiting.order_by("expires_at").values_list("pk", flat=True)[:at_most])
