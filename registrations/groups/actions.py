"""Groups, and who sits in them."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.groups.errors import AlreadyInGroup, GroupNameTaken
from registrations.groups.models import Group, Mandate
from registrations.groups.rules import may_keep_groups
from registrations.journal.actions import log
from registrations.organisations.errors import DatesReversed
from registrations.people.actions import lock_people
from registrations.people.errors import RegisterNotYours
from registrations.people.models import User


class MandateFields(TypedDict, total=False):
    """What may be corrected in a mandate."""

    office: str
    starts_on: date
    ends_on: date | None


@transaction.atomic
def register_group(*, name: str, kind: str, by: Actor, at: datetime) -> Group:
    """Open a group; its slug names its audience (`group:<slug>`). Raises `GroupNameTaken`."""
    if not may_keep_groups(by):
        raise RegisterNotYours()
    with constraint_means(Group, "group_one_per_slug", GroupNameTaken()):
        group = Group.objects.create(slug=slugify(name)[:60], name=name, kind=kind)
    log(group, "groups.register", by=by, at=at, kind=kind)
    return group


@transaction.atomic
def appoint(*, group: Group, person: User, by: Actor, at: datetime, **fields: Unpack[MandateFields]) -> Mandate:
    """Give a person a seat in a group. Raises `AlreadyInGroup` when they have one at those dates."""
    if not may_keep_groups(by):
        raise RegisterNotYours()
    lock_people(person)
    mandate = Mandate(group=group, person=person, **fields)
    _expect_free(mandate)
    with constraint_means(Mandate, "mandate_one_live_per_group", AlreadyInGroup()):
        mandate.save(force_insert=True)
    log(mandate, "groups.appoint", by=by, at=at)
    return mandate


@transaction.atomic
def change_mandate(*, mandate: Mandate, by: Actor, at: datetime, **fields: Unpack[MandateFields]) -> Mandate:
    """Correct or end a mandate; `ends_on` is the first day without it."""
    if not may_keep_groups(by):
        raise RegisterNotYours()
    lock_people(mandate.person)
    changed = {name: value for name, value in fields.items() if getattr(mandate, name) != value}
    for name, value in changed.items():
        setattr(mandate, name, value)
    if changed:
        _expect_free(mandate)
        mandate.save(update_fields=list(changed))
        log(mandate, "groups.change_mandate", by=by, at=at, fields=sorted(changed))
    return mandate


def _expect_free(mandate: Mandate) -> None:
    if mandate.ends_on is not None and mandate.ends_on < mandate.starts_on:
        raise DatesReversed()
    others = Mandate.objects.filter(person=mandate.person, group=mandate.group).exclude(pk=mandate.pk)
    meets = others.filter(Q(ends_on=None) | Q(ends_on__gt=mandate.starts_on))
    if mandate.ends_on is not None:
        meets = meets.filter(starts_on__lt=mandate.ends_on)
    if meets.exists():
        raise AlreadyInGroup()
