"""People's posts in organisations."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.organisations.errors import AlreadyAffiliated, DatesReversed
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.registry import POSTS
from registrations.organisations.rules import Verification
from registrations.people.actions import (
    PersonFields,
    ask_own_address,
    change_person,
    close_addresses,
    lock_people,
    record_person,
)
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
    how = Verification.TEAM if verified else ""
    return give_post(person=person, organisation=organisation, how=how, historical=historical, by=by, at=at, **fields)


@transaction.atomic
def give_post(
    *, person: User, organisation: Organisation, how: str, by: Actor, at: datetime, **fields: Any
) -> Affiliation:
    """Write a post that the caller has asked whether `by` may give; `how` it is verified, or "" when it is not."""
    lock_people(person)
    post = Affiliation(person=person, organisation=organisation, **fields)
    _expect_free(post)
    return _written(post, how=how, by=by, at=at)


def _written(post: Affiliation, *, how: str, by: Actor, at: datetime) -> Affiliation:
    if how:
        post.verified_at, post.verified_by, post.verified_how = at, by.person, how
    with constraint_means(Affiliation, "affiliation_one_live_per_organisation", AlreadyAffiliated()):
        post.save(force_insert=True)
    log(post, "organisations.affiliate", by=by, at=at, role=post.role, registrar=post.is_registrar, verified=how)
    return post


@transaction.atomic
def record_colleague(
    *,
    person: User | None,
    post: Affiliation | None,
    organisation: Organisation,
    email: str = "",
    of_person: PersonFields,
    of_post: AffiliationFields,
    verified: bool | None,
    historical: bool = False,
    by: Actor,
    at: datetime,
) -> Affiliation:
    """Bring one line of a list up to date: a person (None: a new one) and their post (None: a new one).

    Raises what `register_person`, `change_person`, `affiliate` and `change_affiliation` do.
    """
    if not may_keep_register(by):
        raise RegisterNotYours()
    if person is not None:
        change_person(person=person, by=by, at=at, **of_person)
        if post is not None:
            return change_affiliation(affiliation=post, verified=verified, by=by, at=at, **of_post)
        sure = verified is not False
        return affiliate(
            person=person, organisation=organisation, verified=sure, historical=historical, by=by, at=at, **of_post
        )
    person = record_person(email=email, historical=historical, by=by, at=at, **of_person)
    first = Affiliation(person=person, organisation=organisation, historical=historical, **of_post)
    expect_in_order(first)  # nobody else can give a post to a person who is not in the register yet: no lock
    return _written(first, how="" if verified is False else Verification.TEAM, by=by, at=at)


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
    said: dict[str, Any] = {}
    if verified is not None and verified != (affiliation.verified_at is not None):
        said["how"] = Verification.TEAM if verified else ""
    return change_post(affiliation, by=by, at=at, **fields, **said)


@transaction.atomic
def change_post(
    post: Affiliation, *, action: str = "organisations.change_affiliation", by: Actor, at: datetime, **fields: Any
) -> Affiliation:
    """Write what differs in a post that the caller has asked whether `by` may change, then tell who depends on it.

    `how` among the fields verifies the post ("" takes its verification back).
    """
    lock_people(post.person)
    if "how" in fields:
        fields |= _verification(fields.pop("how"), by=by, at=at)
    changed = sorted(name for name, value in fields.items() if getattr(post, name) != value)
    for name in changed:
        setattr(post, name, fields[name])
    if changed:
        _expect_free(post)
        with constraint_means(Affiliation, "affiliation_one_live_per_organisation", AlreadyAffiliated()):
            post.save(update_fields=changed)
        log(post, action, by=by, at=at, fields=changed)
        for tell in POSTS:
            tell(post, by, at)
        if "ends_on" in changed:
            _see_off(post, by=by, at=at)
    return post


def end_affiliation(*, affiliation: Affiliation, on: date, by: Actor, at: datetime) -> Affiliation:
    """`on` is the first day without the post."""
    return change_affiliation(affiliation=affiliation, ends_on=on, by=by, at=at)


def _verification(how: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {"verified_at": at if how else None, "verified_by": by.person if how else None, "verified_how": how}


def _see_off(post: Affiliation, *, by: Actor, at: datetime) -> None:
    """The employer keeps its mailboxes: who left loses them, who will leave is asked for a personal one."""
    if post.ends_on is None:
        return
    if post.ends_on <= localdate(at):
        close_addresses(post.person, by=by, at=at)
    else:
        ask_own_address(post.person, fact=f"people-own-address:{post.uuid}", at=at)


def _expect_free(post: Affiliation) -> None:
    """Half-open intervals: a post may start the day another ends."""
    expect_in_order(post)
    others = Affiliation.objects.filter(person=post.person, organisation=post.organisation).exclude(pk=post.pk)
    meets = others.filter(Q(ends_on=None) | Q(ends_on__gt=post.starts_on))
    if post.ends_on is not None:
        meets = meets.filter(starts_on__lt=post.ends_on)
    if meets.exists():
        raise AlreadyAffiliated()


def expect_in_order(post: Affiliation) -> None:
    """Raises `DatesReversed`."""
    if post.ends_on is not None and post.ends_on < post.starts_on:
        raise DatesReversed()
