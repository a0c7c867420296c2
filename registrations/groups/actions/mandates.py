"""Who sits in groups."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.groups.actions.groups import expect_keeper, expect_open
from registrations.groups.errors import AlreadyInGroup, PersonOrOrganisation
from registrations.groups.models import Group, Mandate
from registrations.journal.actions import log
from registrations.organisations.errors import DatesReversed
from registrations.organisations.models import Organisation
from registrations.people.actions import lock_people
from registrations.people.models import User


class MandateFields(TypedDict, total=False):
    """What may be corrected in a mandate."""

    office: str
    starts_on: date
    ends_on: date | None


@transaction.atomic
def appoint(
    *,
    group: Group,
    person: User | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
    **fields: Unpack[MandateFields],
) -> Mandate:
    """Give a person, or an organisation, a seat. Raises `AlreadyInGroup` when they have one at those dates."""
    expect_keeper(by)
    mandate = Mandate(group=group, person=person, organisation=organisation, **fields)
    if (person is None) == (organisation is None):
        raise PersonOrOrganisation()
    _lock(mandate)
    expect_open(group)
    _expect_free(mandate)
    with (
        constraint_means(Mandate, "mandate_one_live_per_group", AlreadyInGroup()),
        constraint_means(Mandate, "mandate_one_live_per_organisation", AlreadyInGroup()),
    ):
        mandate.save(force_insert=True)
    _note(mandate, "groups.appoint", by=by, at=at)
    return mandate


@transaction.atomic
def change_mandate(*, mandate: Mandate, by: Actor, at: datetime, **fields: Unpack[MandateFields]) -> Mandate:
    """Correct or end a mandate; `ends_on` is the first day without it."""
    expect_keeper(by)
    _lock(mandate)
    changed = {name: value for name, value in fields.items() if getattr(mandate, name) != value}
    for name, value in changed.items():
        setattr(mandate, name, value)
    if changed:
        _expect_free(mandate)
        mandate.save(update_fields=list(changed))
        _note(mandate, "groups.change_mandate", by=by, at=at, fields=sorted(changed))
    return mandate


def end_mandate(*, mandate: Mandate, on: date, by: Actor, at: datetime) -> Mandate:
    """`on` is the first day without the seat."""
    return change_mandate(mandate=mandate, ends_on=on, by=by, at=at)


def _lock(mandate: Mandate) -> None:
    """The person, else the group: whoever appoints the same one at the same moment waits."""
    if mandate.person:
        lock_people(mandate.person)
    else:
        list(Group.objects.select_for_update(no_key=True).filter(pk=mandate.group_id).values_list("pk"))


def _note(mandate: Mandate, action: str, *, by: Actor, at: datetime, **details: object) -> None:
    """The mandate's history and its group's."""
    log(mandate, action, by=by, at=at, **details)
    log(mandate.group, action, by=by, at=at, mandate=str(mandate.uuid), **details)


def _expect_free(mandate: Mandate) -> None:
    if mandate.ends_on is not None and mandate.ends_on < mandate.starts_on:
        raise DatesReversed()
    same = Mandate.objects.filter(person=mandate.person, organisation=mandate.organisation, group=mandate.group)
    meets = same.exclude(pk=mandate.pk).filter(Q(ends_on=None) | Q(ends_on__gt=mandate.starts_on))
    if mandate.ends_on is not None:
        meets = meets.filter(starts_on__lt=mandate.ends_on)
    if meets.exists():
        raise AlreadyInGroup()
