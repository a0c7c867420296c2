"""Opening, changing and publishing an edition and its ticket types."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.colloquium.errors import (
    CapacityBelowTaken,
    DatesOutOfOrder,
    EarlyPricesOutOfSale,
    NothingForSale,
    SlugTaken,
)
from registrations.colloquium.models import Colloquium, ColloquiumMode, TicketType
from registrations.colloquium.rules import may_manage
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.promotions.rules import PriceWindow, windows_fit
from registrations.seats.actions import open_pool
from registrations.seats.models import SeatPool

AREA = "colloquium"


@transaction.atomic
def open_colloquium(
    *,
    slug: str,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    summary: str = "",
    mode: str = ColloquiumMode.ONLINE,
    venue: str = "",
    province: str = "",
    language: str = "fr",
    names_until: date | None = None,
    historical: bool = False,
) -> Colloquium:
    """A new edition, not published yet. `ends_on` is the first day after."""
    _check(by)
    edition = Colloquium(
        slug=slug,
        title=title,
        summary=summary,
        mode=mode,
        venue=venue,
        province=province,
        language=language,
        starts_on=starts_on,
        ends_on=ends_on,
        names_until=names_until,
        historical=historical,
    )
    _save_colloquium(edition)
    log(edition, "colloquium.open", by=by, at=at)
    return edition


@transaction.atomic
def change_colloquium(*, colloquium: Colloquium, by: Actor, at: datetime, **fields: Any) -> Colloquium:
    """Change the texts, the dates, the mode; the slug is frozen once the edition is published."""
    _check(by)
    if colloquium.published_at and fields.get("slug", colloquium.slug) != colloquium.slug:
        raise SlugTaken()
    changed = sorted(name for name, value in fields.items() if getattr(colloquium, name) != value)
    for name in changed:
        setattr(colloquium, name, fields[name])
    _save_colloquium(colloquium)
    bump(AREA)
    log(colloquium, "colloquium.change", by=by, at=at, fields=changed)
    return colloquium


@transaction.atomic
def publish_colloquium(*, colloquium: Colloquium, by: Actor, at: datetime) -> Colloquium:
    """Show the edition to everybody; publishing twice changes nothing."""
    _check(by)
    if not colloquium.ticket_types.exists() and not colloquium.historical:
        raise NothingForSale()
    if Colloquium.objects.filter(pk=colloquium.pk, published_at=None).update(published_at=at):
        bump(AREA)
        log(colloquium, "colloquium.publish", by=by, at=at)
    colloquium.refresh_from_db()
    return colloquium


@transaction.atomic
def add_ticket_type(
    *,
    colloquium: Colloquium,
    slug: str,
    name: str,
    public_price_cents: int,
    member_price_cents: int,
    opens_at: datetime,
    closes_at: datetime,
    by: Actor,
    at: datetime,
    capacity: int | None = None,
    description: str = "",
    order: int = 0,
    accounting_code: str = "",
    early_prices: Sequence[PriceWindow] = (),
) -> TicketType:
    """A new ticket type with its own seats; `capacity` None is unlimited. Raises `EarlyPricesOutOfSale`."""
    _check(by)
    ticket_type = TicketType(
        colloquium=colloquium,
        slug=slug,
        name=name,
        description=description,
        public_price_cents=public_price_cents,
        member_price_cents=member_price_cents,
        opens_at=opens_at,
        closes_at=closes_at,
        order=order,
        accounting_code=accounting_code,
        early_prices=kept(early_prices),
    )
    _save_ticket_type(ticket_type, pool=open_pool(capacity=capacity))
    bump(AREA)
    log(ticket_type, "colloquium.add-ticket-type", by=by, at=at)
    return ticket_type


@transaction.atomic
def change_ticket_type(
    *, ticket_type: TicketType, by: Actor, at: datetime, capacity: int | None, **fields: Any
) -> TicketType:
    """Change prices, window, texts and the number of seats, never below those that are taken."""
    _check(by)
    if "early_prices" in fields:
        fields["early_prices"] = kept(fields["early_prices"])
    changed = sorted(name for name, value in fields.items() if getattr(ticket_type, name) != value)
    for name in changed:
        setattr(ticket_type, name, fields[name])
    _save_ticket_type(ticket_type, pool=ticket_type.pool)
    room = Q() if capacity is None else Q(taken__lte=capacity)
    if not SeatPool.objects.filter(room, pk=ticket_type.pool_id).update(capacity=capacity):
        raise CapacityBelowTaken()
    bump(AREA)
    log(ticket_type, "colloquium.change-ticket-type", by=by, at=at, fields=changed, capacity=capacity)
    return ticket_type


def kept(windows: Iterable[PriceWindow]) -> list[dict[str, Any]]:
    """Earlier prices as a row keeps them, the first to end first."""
    return [window.as_data() for window in sorted(windows, key=lambda window: window.until)]


def _check(by: Actor) -> None:
    if not may_manage(by):
        raise Forbidden()


def _save_colloquium(edition: Colloquium) -> None:
    if edition.ends_on <= edition.starts_on:
        raise DatesOutOfOrder()
    with constraint_means(Colloquium, "colloquium_one_per_slug", SlugTaken()):
        edition.save()


def _save_ticket_type(ticket_type: TicketType, *, pool: SeatPool) -> None:
    if ticket_type.closes_at <= ticket_type.opens_at:
        raise DatesOutOfOrder()
    if not windows_fit(ticket_type.windows, opens_at=ticket_type.opens_at, closes_at=ticket_type.closes_at):
        raise EarlyPricesOutOfSale()
    ticket_type.pool = pool
    with constraint_means(TicketType, "tickettype_one_per_slug", SlugTaken()):
        ticket_type.save()
