"""Shapes of the colloquium."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, model_validator

from registrations.colloquium.models import (
    Colloquium,
    ColloquiumMode,
    Slot,
    Speaker,
    Ticket,
    TicketState,
    TicketType,
    Workshop,
    WorkshopKind,
)
from registrations.colloquium.queries import price_of, price_steps
from registrations.colloquium.rules import Basis, Window, window
from registrations.promotions.rules import Step
from registrations.questions.models import Question
from registrations.questions.schemas import QuestionOut
from registrations.schemas import In, Money


class ColloquiumOut(Schema):
    """An edition. `ends_on` is the first day after it."""

    slug: str
    title: str
    summary: str
    mode: ColloquiumMode
    venue: str
    language: str
    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, edition: Colloquium) -> "ColloquiumOut":
        return cls(**{name: getattr(edition, name) for name in cls.model_fields})


class SaleOut(Schema):
    """`closes_at` is the first instant without sale."""

    state: Window
    opens_at: datetime
    closes_at: datetime


class PlacesOut(Schema):
    """`capacity` and `available` are null when seats are not limited."""

    capacity: int | None
    available: int | None


class StepOut(Schema):
    """The caller's price until an instant, the first one without it; null: until the sale ends."""

    until: datetime | None
    price: Money

    @classmethod
    def of(cls, step: Step) -> "StepOut":
        return cls(until=step.until, price=Money.of(step.cents))


class TicketTypeOut(Schema):
    """`price` is what the caller pays now, before taxes, and `basis` says why; `prices` says when it changes.

    `public_price` and `member_price` are those of now too.
    """

    id: UUID
    slug: str
    name: str
    description: str
    price: Money
    basis: Basis
    public_price: Money
    member_price: Money
    prices: list[StepOut]
    sale: SaleOut
    seats: PlacesOut
    questions: list[QuestionOut]

    @classmethod
    def of(
        cls, kind: TicketType, *, is_member: bool, questions: Sequence[Question] = (), at: datetime
    ) -> "TicketTypeOut":
        """A ticket type with its pool in hand, for a member or not; its questions are for whoever attends."""
        public, member = (price_of(kind, is_member=each, at=at) for each in (False, True))
        mine = member if is_member else public
        state = window(opens_at=kind.opens_at, closes_at=kind.closes_at, at=at)
        return cls(
            id=kind.uuid,
            slug=kind.slug,
            name=kind.name,
            description=kind.description,
            price=Money.of(mine.cents),
            basis=mine.basis,
            public_price=Money.of(public.cents),
            member_price=Money.of(member.cents),
            prices=[StepOut.of(step) for step in price_steps(kind, is_member=is_member, at=at)],
            sale=SaleOut(state=state, opens_at=kind.opens_at, closes_at=kind.closes_at),
            seats=PlacesOut(capacity=kind.pool.capacity, available=kind.pool.available),
            questions=[QuestionOut.of(one) for one in questions],
        )


class SpeakerOut(Schema):
    id: UUID
    name: str
    function: str
    organisation: str

    @classmethod
    def of(cls, speaker: Speaker) -> "SpeakerOut":
        return cls(id=speaker.uuid, name=speaker.name, function=speaker.function, organisation=speaker.organisation)


class SpeakerDetailOut(SpeakerOut):
    """With what they give, by the codes of the programme."""

    biography: str
    workshops: list[str]

    @classmethod
    def of(cls, speaker: Speaker) -> "SpeakerDetailOut":
        return cls(
            **SpeakerOut.of(speaker).model_dump(),
            biography=speaker.biography,
            workshops=[workshop.code for workshop in speaker.workshops.all()],
        )


class WorkshopOut(Schema):
    id: UUID
    code: str
    title: str
    abstract: str
    kind: WorkshopKind
    language: str
    room: str | None
    speakers: list[SpeakerOut]

    @classmethod
    def of(cls, workshop: Workshop) -> "WorkshopOut":
        return cls(
            id=workshop.uuid,
            code=workshop.code,
            title=workshop.title,
            abstract=workshop.abstract,
            kind=workshop.kind,
            language=workshop.language,
            room=workshop.room.name if workshop.room else None,
            speakers=[SpeakerOut.of(speaker) for speaker in workshop.speakers.all()],
        )


class SlotOut(Schema):
    starts_at: datetime
    ends_at: datetime
    workshops: list[WorkshopOut]

    @classmethod
    def of(cls, slot: Slot) -> "SlotOut":
        """A slot as `programme()` gives it."""
        on: list[Workshop] = slot.on  # type: ignore[attr-defined]  # the name of the prefetch
        return cls(starts_at=slot.starts_at, ends_at=slot.ends_at, workshops=[WorkshopOut.of(w) for w in on])


class ProgrammeOut(Schema):
    colloquium: str
    slots: list[SlotOut]


class TicketOut(Schema):
    """One right to attend."""

    id: UUID
    colloquium: str
    ticket_type: str
    state: TicketState
    order: str | None

    @classmethod
    def of(cls, ticket: Ticket) -> "TicketOut":
        return cls(
            id=ticket.uuid,
            colloquium=ticket.colloquium.slug,
            ticket_type=ticket.ticket_type.slug,
            state=ticket.state,
            order=ticket.line.order.code if ticket.line else None,
        )


class NewcomerIn(In):
    """A colleague who is not on the staff list yet of the organisation that pays."""

    given_name: Annotated[str, Field(min_length=1, max_length=100)]
    family_name: Annotated[str, Field(min_length=1, max_length=100)]
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$")]


class PlaceIn(In):
    """Who takes the place: a person who is known, or a newcomer; exactly one of the two."""

    person: UUID | None = None
    newcomer: NewcomerIn | None = None

    @model_validator(mode="after")
    def one(self) -> "PlaceIn":
        if (self.person is None) == (self.newcomer is None):
            raise ValueError("person or newcomer")
        return self


class PlacePersonOut(Schema):
    id: UUID
    name: str


class PlaceOut(Schema):
    """A place of an order. `rename_until` is the last day on which its name can change."""

    id: UUID
    colloquium: str
    ticket_type: str
    state: TicketState
    person: PlacePersonOut | None
    rename_until: date

    @classmethod
    def of(cls, ticket: Ticket) -> "PlaceOut":
        person = ticket.person
        return cls(
            id=ticket.uuid,
            colloquium=ticket.colloquium.slug,
            ticket_type=ticket.ticket_type.slug,
            state=ticket.state,
            person=PlacePersonOut(id=person.uuid, name=person.get_full_name()) if person else None,
            rename_until=ticket.colloquium.last_day_for_names,
        )
