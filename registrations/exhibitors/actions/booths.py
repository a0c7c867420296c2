"""Packages of booths, and the exhibitors who hold them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.colloquium.models import Colloquium
from registrations.errors import Forbidden, constraint_means
from registrations.exhibitors.errors import AlreadyExhibits, BoothTaken, PackageTaken
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.exhibitors.rules import HOLDS_A_BOOTH, may_manage
from registrations.journal.actions import log
from registrations.organisations.models import Organisation
from registrations.seats.actions import Holder, add_seats, open_pool, resize_pool, take_seats

AREA = "colloquium"


@transaction.atomic
def add_package(
    *, colloquium: Colloquium, slug: str, name: str, capacity: int | None, by: Actor, at: datetime, **fields: Any
) -> ExhibitorPackage:
    """A package with as many booths as `capacity` (None: unlimited). Raises `PackageTaken`."""
    _check(by)
    package = ExhibitorPackage(colloquium=colloquium, slug=slug, name=name, pool=open_pool(capacity=capacity), **fields)
    with constraint_means(ExhibitorPackage, "exhibitorpackage_one_per_slug", PackageTaken()):
        package.save(force_insert=True)
    log(package, "exhibitors.add-package", by=by, at=at)
    bump(AREA)
    return package


@transaction.atomic
def change_package(*, package: ExhibitorPackage, by: Actor, at: datetime, **fields: Any) -> ExhibitorPackage:
    """Correct a package, and its number of booths (`capacity`). Raises `SeatsTaken`."""
    _check(by)
    if "capacity" in fields:
        resize_pool(package.pool_id, capacity=fields.pop("capacity"))
    _change(package, fields)
    log(package, "exhibitors.change-package", by=by, at=at, fields=sorted(fields))
    bump(AREA)
    return package


@transaction.atomic
def record_exhibitor(
    *,
    package: ExhibitorPackage,
    organisation: Organisation,
    state: str,
    booth: str = "",
    description: str = "",
    historical: bool = False,
    by: Actor,
    at: datetime,
) -> Exhibitor:
    """An exhibitor in the state it is in; an approved one takes a booth of its package, a past one whatever is left.

    Raises `AlreadyExhibits`, `BoothTaken`, `SoldOut`.
    """
    _check(by)
    exhibitor = Exhibitor(
        colloquium_id=package.colloquium_id,
        package=package,
        organisation=organisation,
        state=state,
        booth=booth,
        description=description,
        historical=historical,
    )
    with (
        constraint_means(Exhibitor, "exhibitor_one_per_organisation", AlreadyExhibits()),
        constraint_means(Exhibitor, "exhibitor_one_per_booth", BoothTaken()),
    ):
        exhibitor.save(force_insert=True)
    if state in HOLDS_A_BOOTH and historical:
        add_seats(package.pool_id, holder=Holder.of(exhibitor))
    elif state in HOLDS_A_BOOTH:
        take_seats(package.pool_id, holder=Holder.of(exhibitor), at=at)
    log(exhibitor, "exhibitors.record", by=by, at=at, state=state)
    bump(AREA)
    return exhibitor


@transaction.atomic
def change_exhibitor(*, exhibitor: Exhibitor, by: Actor, at: datetime, **fields: Any) -> Exhibitor:
    """Correct the booth or the text of an exhibitor. Raises `BoothTaken`."""
    _check(by)
    with constraint_means(Exhibitor, "exhibitor_one_per_booth", BoothTaken()):
        _change(exhibitor, fields)
    log(exhibitor, "exhibitors.change", by=by, at=at, fields=sorted(fields))
    bump(AREA)
    return exhibitor


def _check(by: Actor) -> None:
    if not may_manage(by):
        raise Forbidden()


def _change(row: ExhibitorPackage | Exhibitor, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
