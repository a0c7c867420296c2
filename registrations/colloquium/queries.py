"""Reading editions, what is sold and to whom at what price, and people's tickets."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from registrations.colloquium.models import Colloquium, Slot, Speaker, Ticket, TicketState, TicketType, Workshop
from registrations.colloquium.rules import Price, Window, price, window
from registrations.errors import NotFound
from registrations.memberships.queries import is_member_organisation, member_staff
from registrations.orders.models import LineKind
from registrations.orders.sales import Buyer
from registrations.people.models import User
from registrations.prepared import prepared
from registrations.promotions.registry import Item
from registrations.promotions.rules import Step, steps


def editions(*, at: datetime) -> QuerySet[Colloquium]:
    """Published editions, the latest first."""
    return Colloquium.objects.published(at=at).order_by("-starts_on")


def edition(slug: str, *, at: datetime) -> Colloquium:
    """A published edition. Raises `NotFound`."""
    found = editions(at=at).filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def current_edition(*, at: datetime, on: date) -> Colloquium | None:
    """The one that is on or comes next, else the last one."""
    coming = editions(at=at).filter(ends_on__gt=on).order_by("starts_on").first()
    return coming or editions(at=at).first()


def ticket_types(colloquium: Colloquium) -> list[TicketType]:
    """What an edition sells, with the seats that are left."""
    return list(colloquium.ticket_types.select_related("pool").order_by("order", "id"))


def items_on_sale(at: datetime) -> list[Item]:
    """The ticket types whose sale has not ended, for codes and for the team's orders."""
    found = TicketType.objects.filter(closes_at__gt=at, colloquium__historical=False).select_related("colloquium")
    return [
        Item(LineKind.TICKET, kind.uuid, f"{kind.colloquium.title} – {kind.name}")
        for kind in found.order_by("-colloquium__starts_on", "order", "id")
    ]


def ticket_type_on_sale(uuid: UUID, *, at: datetime) -> TicketType:
    """A ticket type of a published edition, whatever its window. Raises `NotFound`."""
    for ticket_type in _published(uuid, at):
        return ticket_type
    raise NotFound()


@prepared
def _published(uuid: UUID, at: datetime) -> QuerySet[TicketType]:
    found = TicketType.objects.select_related("colloquium").defer("description", "colloquium__summary")
    return found.filter(uuid=uuid, colloquium__published_at__lte=at)


def is_member_buyer(buyer: Buyer, *, on: date) -> bool:
    """Whether the member price applies: a member organisation pays, or every person who will attend is member staff."""
    if buyer.organisation:
        return is_member_organisation(buyer.organisation, on=on)
    people = {person.pk for person in buyer.attendees or [buyer.person] if person}
    return bool(people) and people == member_staff(people, on=on)


def price_for(ticket_type: TicketType, *, buyer: Buyer, at: datetime) -> Price:
    """What this buyer pays at that instant, and why."""
    return price_of(ticket_type, is_member=is_member_buyer(buyer, on=localdate(at)), at=at)


def price_of(ticket_type: TicketType, *, is_member: bool, at: datetime) -> Price:
    """What a member, or somebody else, pays at that instant."""
    return price(
        public_cents=ticket_type.public_price_cents,
        member_cents=ticket_type.member_price_cents,
        is_member=is_member,
        windows=ticket_type.windows,
        at=at,
    )


def price_steps(ticket_type: TicketType, *, is_member: bool, at: datetime) -> list[Step]:
    """What it costs now, then from each date at which the price changes."""
    regular = ticket_type.member_price_cents if is_member else ticket_type.public_price_cents
    return steps(ticket_type.windows, regular_cents=regular, is_member=is_member, at=at)


def may_be_invoiced(buyer: Buyer, *, on: date) -> bool:
    """*Facturer mon organisme*: a member organisation, or one that the team allows."""
    organisation = buyer.organisation
    return bool(organisation and (organisation.may_pay_later or is_member_organisation(organisation, on=on)))


def programme(colloquium: Colloquium) -> list[Slot]:
    """The slots of an edition in order, each with its workshops, their rooms, speakers and seats (`on` is a list)."""
    speakers = Prefetch("speakers", queryset=Speaker.objects.order_by("name"))
    workshops = Workshop.objects.select_related("room", "pool").prefetch_related(speakers).order_by("code")
    return list(colloquium.slots.prefetch_related(Prefetch("workshops", queryset=workshops, to_attr="on")))


def speakers(colloquium: Colloquium) -> QuerySet[Speaker]:
    """Those who speak, with what they give."""
    return colloquium.speakers.prefetch_related("workshops").order_by("name", "id")


def tickets_of(person: User) -> QuerySet[Ticket]:
    """A person's live tickets, the latest edition first."""
    live = Ticket.objects.exclude(state=TicketState.CANCELLED).filter(person=person)
    return live.select_related("colloquium", "ticket_type", "line__order").order_by("-colloquium__starts_on", "-id")


def ticket_of(person: User, colloquium: Colloquium) -> Ticket | None:
    """The person's live ticket for an edition."""
    return tickets_of(person).filter(colloquium=colloquium).first()


def ticket_type_of(slug: str, kind: str, *, at: datetime) -> TicketType:
    """A ticket type of a published edition by its two slugs. Raises `NotFound`."""
    found = TicketType.objects.select_related("colloquium", "pool")
    ticket_type = found.filter(slug=kind, colloquium__slug=slug, colloquium__published_at__lte=at).first()
    if ticket_type is None:
        raise NotFound
    return ticket_type


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket type as one person sees it."""

    ticket_type: TicketType
    price: Price
    other: Price
    steps: list[Step]
    window: Window

    @property
    def is_member(self) -> bool:
        return self.price.basis.is_member

    @property
    def later(self) -> list[tuple[Step, datetime]]:
        """The prices to come, each with the instant from which it is asked."""
        return [(after, before.until) for before, after in pairwise(self.steps) if before.until]

    @property
    def is_open(self) -> bool:
        return self.window is Window.OPEN and self.ticket_type.pool.available != 0


def offers(colloquium: Colloquium, *, person: User | None, at: datetime) -> list[Offer]:
    """What an edition sells, at this person's price."""
    is_member = is_member_buyer(Buyer(person=person), on=localdate(at))
    return [
        Offer(
            kind,
            price_of(kind, is_member=is_member, at=at),
            price_of(kind, is_member=not is_member, at=at),
            price_steps(kind, is_member=is_member, at=at),
            window(opens_at=kind.opens_at, closes_at=kind.closes_at, at=at),
        )
        for kind in ticket_types(colloquium)
    ]


def programme_by_day(colloquium: Colloquium) -> list[tuple[date, list[Slot]]]:
    """The programme, one entry per day that has something on."""
    held = [slot for slot in programme(colloquium) if slot.on]  # type: ignore[attr-defined]  # the prefetch's name
    return [(day, list(slots)) for day, slots in groupby(held, key=lambda slot: localdate(slot.starts_at))]
