"""The colloquium's addresses under `/colloquia`, and one's own tickets under `/me`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.caching.answers import public
from registrations.colloquium.actions import name_newcomer, name_place
from registrations.colloquium.asking import questions_by_type
from registrations.colloquium.models import Colloquium
from registrations.colloquium.places import live_places, place_of
from registrations.colloquium.queries import (
    edition,
    editions,
    is_member_buyer,
    programme,
    speakers,
    ticket_types,
    tickets_of,
)
from registrations.colloquium.schemas import (
    ColloquiumOut,
    PlaceIn,
    PlaceOut,
    ProgrammeOut,
    SlotOut,
    SpeakerDetailOut,
    TicketOut,
    TicketTypeOut,
)
from registrations.idempotency.actions import idempotent
from registrations.orders.models import Order
from registrations.orders.queries import people_named, visible_order
from registrations.orders.sales import Buyer
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.schemas import Items, Paging, page

router = Router()
me_router = Router()
orders_router = Router()
AREA = "colloquium"


@router.get("", response=Items[ColloquiumOut], operation_id="colloquia_list")
@public(AREA)
def list_editions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Editions, the latest first."""
    found = page(editions(at=timezone.now()), paging)
    return found | {"items": [ColloquiumOut.of(each) for each in found["items"]]}


@router.get("/{slug:slug}", response=ColloquiumOut, operation_id="colloquia_edition")
@public(AREA)
def get_edition(request: HttpRequest, slug: str) -> ColloquiumOut:
    """One edition."""
    return ColloquiumOut.of(_edition(slug))


@router.get("/{slug:slug}/ticket-types", response=Items[TicketTypeOut], operation_id="colloquia_ticket_types")
def list_ticket_types(request: HttpRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """What is sold, at the caller's price, with the seats left now."""
    now, person = timezone.now(), actor(request).person
    found = page(ticket_types(_edition(slug)), paging)
    is_member = is_member_buyer(Buyer(person=person), on=timezone.localdate(now))
    asked = questions_by_type(found["items"])
    said = [TicketTypeOut.of(kind, is_member=is_member, questions=asked[kind.uuid], at=now) for kind in found["items"]]
    return found | {"items": said}


@router.get("/{slug:slug}/programme", response=ProgrammeOut, operation_id="colloquia_programme")
@public(AREA)
def get_programme(request: HttpRequest, slug: str) -> ProgrammeOut:
    """What is on, slot by slot."""
    return ProgrammeOut(colloquium=slug, slots=[SlotOut.of(slot) for slot in programme(_edition(slug))])


@router.get("/{slug:slug}/speakers", response=Items[SpeakerDetailOut], operation_id="colloquia_speakers")
@public(AREA)
def list_speakers(request: HttpRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Those who speak, by name."""
    found = page(speakers(_edition(slug)), paging)
    return found | {"items": [SpeakerDetailOut.of(speaker) for speaker in found["items"]]}


@me_router.get("/tickets", response=Items[TicketOut], auth=signed_in, operation_id="me_tickets")
def list_my_tickets(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """One's own tickets, the latest edition first."""
    found = page(tickets_of(actor(request).person), paging)
    return found | {"items": [TicketOut.of(ticket) for ticket in found["items"]]}


def _edition(slug: str) -> Colloquium:
    return edition(slug, at=timezone.now())


@orders_router.get("/{str:code}/places", response=Items[PlaceOut], auth=signed_in, operation_id="orders_places")
def list_places(request: HttpRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """The places of an order in a colloquium, in the order of its lines; `person` is null until one is named."""
    found = page(live_places(_order(request, code)), paging)
    return found | {"items": [PlaceOut.of(place) for place in found["items"]]}


@orders_router.put(
    "/{str:code}/places/{uuid:place}", response=PlaceOut, auth=signed_in, operation_id="orders_name_place"
)
def put_place(request: HttpRequest, code: str, place: UUID, body: PlaceIn) -> Any:
    """Name the person who takes a place: a colleague, oneself, or somebody who joins the staff list by it."""
    me, now = actor(request), timezone.now()

    def act() -> PlaceOut:
        order = _order(request, code)
        ticket = place_of(order, place)
        if body.person:
            name_place(ticket=ticket, person=people_named([body.person])[0], by=me, at=now)
        elif body.newcomer:
            name_newcomer(ticket=ticket, **body.newcomer.model_dump(), by=me, at=now)
        return PlaceOut.of(place_of(order, place))

    return idempotent(request, act)


def _order(request: HttpRequest, code: str) -> Order:
    return visible_order(code, to=actor(request), on=timezone.localdate())
