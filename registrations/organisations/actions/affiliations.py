"""People's posts in organisations."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.organisations.errors import AlreadyAffiliated, DatesReversed
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.actions import lock_people
from registrations.people.errors import RegisterNotYours
from registrations.people.models import User
from registrations.people.rules import may_keep_register


class AffiliationFields(TypedDict, total=False):
    """What may be corrected in a post."""

    role: str
    is_registrar: bool
    starts_on: date
    ends_on: date | None


@transaction.atomic
def affiliate(
    *,
    person: User,
    organisation: Organisation,
    verified: bool,
    historical: bool = False,
    by: Actor,
    at: datetime,
    **fields: Unpack[AffiliationFields],
) -> Affiliation:
    """Give a person a post. Raises `AlreadyAffiliated` when they have one there at those dates."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    lock_people(person)
    post = Affiliation(person=person, organisation=organisation, historical=historical, **fields)
    _expect_free(post)
    if verified:
        post.verified_at, post.verified_by = at, by.person
    with constraint_means(Affiliation, "affiliation_one_live_per_organisation", AlreadyAffiliated()):
        post.save(force_insert=True)
    log(post, "organisations.affiliate", by=by, at=at, role=post.role, registrar=post.is_registrar)
    return post


@transaction.atomic
def change_affiliation(
    *,
    affiliation: Affiliation,
    verified: bool | None = None,
    by: Actor,
    at: datetime,
    **fields: Unpack[AffiliationFields],
) -> Affiliation:
    """Correct a post (`verified` None: as it was). Raises `AlreadyAffiliated` when its new dates meet another's."""
    if not may_keep_register(by):
        raise RegisterNotYours()
    lock_people(affiliation.person)
    changed = {name: value for name, value in fields.items() if getattr(affiliation, name) != value}
    for name, value in changed.items():
        setattr(affiliation, name, value)
    if verified is not None and verified != (affiliation.verified_at is not None):
        affiliation.verified_at, affiliation.verified_by = (at, by.person) if verified else (None, None)
        changed |= {"verified_at": None, "verified_by": None}
    if changed:
        _expect_free(affiliation)
        affiliation.save(update_fields=list(changed))
        log(affiliation, "organisations.change_affiliation", by=by, at=at, fields=sorted(changed))
    return affiliation


def end_affiliation(*, affiliation: Affiliation, on: date, by: Actor, at: datetime) -> Affiliation:
    """`on` is the first day without the post."""
    return change_affiliation(affiliation=affiliation, ends_on=on, by=by, at=at)


def _expect_free(post: Affiliation) -> None:
    """Half-open intervals: a post may start the day another ends."""
    if post.ends_on is not None and post.ends_on < post.starts_on:
        raise DatesReversed()
    others = Affiliation.objects.filter(person=post.person, organisation=post.organisation).exclude(pk=post.pk)
    meets = others.filter(Q(ends_on=None) | Q(ends_on__gt=post.starts_on))
    if post.ends_on is not None:
        meets = meets.filter(starts_on__lt=post.ends_on)
    if meets.exists():
        raise AlreadyAffiliated()
