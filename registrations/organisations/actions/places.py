"""Service points: where an organisation receives people besides its own address."""

from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.organisations.actions.keeping import expect_keeper
from registrations.organisations.actions.organisations import checked_phone, expect_place, renew_search_text
from registrations.organisations.errors import ServicePointTaken
from registrations.organisations.models import Organisation, ServicePoint
from registrations.people.rules import spelled_name

NAMES = ("name", "street", "municipality", "hours")


class ServicePointFields(TypedDict, total=False):
    """What one says of a service point."""

    name: str
    street: str
    municipality: str
    postal_code: str
    latitude: Decimal | None
    longitude: Decimal | None
    phone: str
    hours: str


@transaction.atomic
def add_service_point(
    *, organisation: Organisation, by: Actor, at: datetime, **fields: Unpack[ServicePointFields]
) -> ServicePoint:
    """Open a service point. Raises `ServicePointTaken`, `CoordinatesIncomplete`, `BadPhone`."""
    expect_keeper(organisation, by=by, at=at)
    point = ServicePoint(organisation=organisation, **_cleaned(fields))
    expect_place(point)
    with constraint_means(ServicePoint, "servicepoint_one_per_name", ServicePointTaken()):
        point.save(force_insert=True)
    _note(point, "organisations.add_service_point", by=by, at=at)
    return point


@transaction.atomic
def change_service_point(
    *, point: ServicePoint, by: Actor, at: datetime, **fields: Unpack[ServicePointFields]
) -> ServicePoint:
    """Correct a service point. Raises what `add_service_point` does."""
    expect_keeper(point.organisation, by=by, at=at)
    changed = {name: value for name, value in _cleaned(fields).items() if getattr(point, name) != value}
    for name, value in changed.items():
        setattr(point, name, value)
    expect_place(point)
    if changed:
        with constraint_means(ServicePoint, "servicepoint_one_per_name", ServicePointTaken()):
            point.save(update_fields=list(changed))
        _note(point, "organisations.change_service_point", by=by, at=at, fields=sorted(changed))
    return point


@transaction.atomic
def remove_service_point(*, point: ServicePoint, by: Actor, at: datetime) -> None:
    """Close a service point: nothing refers to it, so nothing of it stays."""
    expect_keeper(point.organisation, by=by, at=at)
    ServicePoint.objects.filter(pk=point.pk).delete()
    _note(point, "organisations.remove_service_point", by=by, at=at)


def _cleaned(fields: ServicePointFields) -> dict[str, Any]:
    kept: dict[str, Any] = {**fields}
    for name in kept.keys() & set(NAMES):
        kept[name] = spelled_name(kept[name])
    if "phone" in kept:
        kept["phone"] = checked_phone(kept["phone"])
    return kept


def _note(point: ServicePoint, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """The organisation's history tells it; the directory and its search follow."""
    log(point.organisation, action, by=by, at=at, service_point=str(point.uuid), **details)
    renew_search_text([point.organisation])
    bump("organisations")
