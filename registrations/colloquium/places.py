"""Reading the places of an order, and judging a list of names for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from registrations.colloquium.models import Ticket, TicketState
from registrations.colloquium.rules import NamedLine
from registrations.errors import NotFound
from registrations.orders.models import Order
from registrations.people.models import User
from registrations.people.queries import PeopleBook


def live_places(order: Order) -> list[Ticket]:
    """The places of an order that are not cancelled, as they were ordered."""
    rows = Ticket.objects.filter(line__order=order).exclude(state=TicketState.CANCELLED)
    return list(rows.select_related("colloquium", "ticket_type", "person", "line__order").order_by("line", "pk"))


def place_of(order: Order, uuid: UUID) -> Ticket:
    """One of them. Raises `NotFound`."""
    found = next((place for place in live_places(order) if place.uuid == uuid), None)
    if found is None:
        raise NotFound()
    return found


def orders_to_name(*, on: date, days: int, at_most: int = 200) -> list[Order]:
    """Orders with confirmed places without a name in an edition that begins within so many days."""
    soon = {"colloquium__starts_on__gt": on, "colloquium__starts_on__lte": on + timedelta(days=days)}
    rows = Ticket.objects.filter(state=TicketState.CONFIRMED, person=None, line__isnull=False, historical=False, **soon)
    orders = Order.objects.filter(pk__in=rows.values("line__order"), placed_by__isnull=False)
    return list(orders.select_related("placed_by").order_by("pk")[:at_most])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a pasted line: a colleague (`person`), somebody who joins the staff list, or a refusal."""

    line: NamedLine
    person: User | None = None
    why: str = ""

    @property
    def is_refused(self) -> bool:
        return bool(self.why)

    @property
    def is_new(self) -> bool:
        return self.person is None and not self.why

    def refused(self, why: str) -> "Verdict":
        return replace(self, why=why)


def judge_names(order: Order, lines: Sequence[NamedLine], *, colleagues: Sequence[User]) -> list[Verdict]:
    """A verdict for each line, before anything is written; places are given in the order of the lines."""
    book = PeopleBook.load(line.email for line in lines)
    places = live_places(order)
    editions = {place.colloquium_id for place in places}
    seated = set(_seated(editions))
    known, free, seen = {person.pk for person in colleagues}, sum(place.person_id is None for place in places), set()
    verdicts = []
    for line in lines:
        person = book.owner(line.email) if line.email else None
        why = _why_refused(order, line, person, known=known, seated=seated, repeated=line.email in seen)
        if not why and not free:
            why = _("No place is left to name in this order.")
        free -= not why
        seen.add(line.email)
        verdicts.append(Verdict(line, person if person and person.pk in known else None, why))
    return verdicts


def _seated(editions: Iterable[int]) -> Iterable[int]:
    live = Ticket.objects.filter(colloquium__in=list(editions), person__isnull=False)
    return live.exclude(state=TicketState.CANCELLED).values_list("person_id", flat=True)


def _why_refused(
    order: Order, line: NamedLine, person: User | None, *, known: set[int], seated: set[int], repeated: bool
) -> str:
    if not line.email:
        return _("Write the name, then the address: Camille Tremblay; camille@exemple.ca")
    if repeated:
        return _("This address is on another line already.")
    if person and person.pk in seated and person.pk in known:
        return _("This person already has a ticket for this colloquium.")
    if order.organisation_id is None and (person is None or person.pk not in known):
        return _("Only colleagues can be named: this order is in a person's own name.")
    return ""
