"""The programme of an edition: rooms, slots, speakers, workshops."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.colloquium.errors import DatesOutOfOrder, ProgrammeItemTaken
from registrations.colloquium.models import Colloquium, Room, Slot, Speaker, Workshop
from registrations.colloquium.rules import may_manage
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.seats.actions import open_pool, resize_pool

AREA = "colloquium"
M = TypeVar("M", bound=Model)


@transaction.atomic
def add_room(
    *, colloquium: Colloquium, name: str, join_url: str = "", capacity: int | None = None, by: Actor, at: datetime
) -> Room:
    """A physical room, or a virtual one with its join address. Raises `ProgrammeItemTaken`."""
    room = Room(colloquium=colloquium, name=name, join_url=join_url, capacity=capacity)
    return _added(room, "room_one_per_name", by=by, at=at)


@transaction.atomic
def add_slot(*, colloquium: Colloquium, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime) -> Slot:
    """When something is held. Raises `ProgrammeItemTaken` when the edition has those hours."""
    if ends_at <= starts_at:
        raise DatesOutOfOrder()
    slot = Slot(colloquium=colloquium, starts_at=starts_at, ends_at=ends_at)
    return _added(slot, "slot_one_per_hours", by=by, at=at)


@transaction.atomic
def add_speaker(
    *,
    colloquium: Colloquium,
    name: str,
    function: str = "",
    organisation: str = "",
    biography: str = "",
    by: Actor,
    at: datetime,
) -> Speaker:
    """Somebody who speaks, as the programme names them. Raises `ProgrammeItemTaken`."""
    speaker = Speaker(
        colloquium=colloquium, name=name, function=function, organisation=organisation, biography=biography
    )
    return _added(speaker, "speaker_one_per_name", by=by, at=at)


@transaction.atomic
def add_workshop(
    *,
    colloquium: Colloquium,
    code: str,
    title: str,
    speakers: Iterable[Speaker] = (),
    capacity: int | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Workshop:
    """A talk or workshop with its own seats; `capacity` None is unlimited. Raises `ProgrammeItemTaken`."""
    pool = open_pool(capacity=capacity)
    workshop = Workshop(colloquium=colloquium, code=code, title=title, pool=pool, **fields)
    _added(workshop, "workshop_one_per_code", by=by, at=at)
    workshop.speakers.set(speakers)
    return workshop


@transaction.atomic
def change_programme_item(*, item: M, by: Actor, at: datetime, **fields: Any) -> M:
    """Correct a room, a slot or a speaker."""
    _check(by)
    changed = {name: value for name, value in fields.items() if getattr(item, name) != value}
    for name, value in changed.items():
        setattr(item, name, value)
    if changed:
        item.save(update_fields=list(changed))
        log(item, f"colloquium.change-{item._meta.model_name}", by=by, at=at, fields=sorted(changed))
        bump(AREA)
    return item


@transaction.atomic
def change_workshop(
    *,
    workshop: Workshop,
    speakers: Iterable[Speaker] | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Workshop:
    """Correct a workshop, its speakers (None: as they were) and its seats. Raises `SeatsTaken`."""
    if "capacity" in fields:
        resize_pool(workshop.pool_id, capacity=fields.pop("capacity"))
    if speakers is not None:
        workshop.speakers.set(speakers)
    change_programme_item(item=workshop, by=by, at=at, **fields)
    bump(AREA)
    return workshop


def _check(by: Actor) -> None:
    if not may_manage(by):
        raise Forbidden()


def _added(item: M, constraint: str, *, by: Actor, at: datetime) -> M:
    _check(by)
    with constraint_means(type(item), constraint, ProgrammeItemTaken()):
        item.save(force_insert=True)
    log(item, f"colloquium.add-{item._meta.model_name}", by=by, at=at)
    bump(AREA)
    return item
