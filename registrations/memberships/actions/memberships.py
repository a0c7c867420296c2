"""Memberships: requested, admitted, active; refused or cancelled. Lapsing is a date, never an act."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.memberships.errors import (
    AlreadyMember,
    CategoryTaken,
    MembershipsNotYours,
    OutsideItsYear,
    OverlappingMembership,
    YearOverlaps,
    YearReversed,
    YearTaken,
)
from registrations.memberships.models import Membership, MembershipCategory, MembershipState, MembershipYear
from registrations.memberships.rules import ENDED, NEXT, may_keep_memberships
from registrations.organisations.models import Organisation
from registrations.states import move


@transaction.atomic
def open_year(
    *, label: str, starts_on: date, ends_on: date, grace_days: int = 90, by: Actor, at: datetime
) -> MembershipYear:
    """A membership year; `ends_on` is the first day after. Raises `YearTaken`, `YearOverlaps`."""
    _allow(by)
    if ends_on <= starts_on:
        raise YearReversed()
    _lock_years()
    year = MembershipYear(label=label, starts_on=starts_on, ends_on=ends_on, grace_days=grace_days)
    with (
        constraint_means(MembershipYear, "membershipyear_one_per_label", YearTaken()),
        constraint_means(MembershipYear, "membershipyear_one_per_first_day", YearTaken()),
        constraint_means(MembershipYear, "membershipyear_no_overlap", YearOverlaps()),
    ):
        year.save(force_insert=True)
    log(year, "memberships.open_year", by=by, at=at, label=label)
    return year


@transaction.atomic
def add_category(*, name_fr: str, name_en: str = "", by: Actor, at: datetime) -> MembershipCategory:
    """A category of members. Raises `CategoryTaken`."""
    _allow(by)
    with constraint_means(MembershipCategory, "membershipcategory_one_per_slug", CategoryTaken()):
        category = MembershipCategory.objects.create(slug=slugify(name_fr)[:40], name_fr=name_fr, name_en=name_en)
    log(category, "memberships.add_category", by=by, at=at)
    return category


@transaction.atomic
def request_membership(
    *,
    organisation: Organisation,
    year: MembershipYear,
    category: MembershipCategory,
    starts_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Ask for a year's membership, from its first day or from `starts_on`.

    Raises `AlreadyMember`, `OutsideItsYear`, `OverlappingMembership`.
    """
    _allow(by)
    since = max(starts_on or year.starts_on, year.starts_on)
    membership = insert_membership(
        organisation=organisation, year=year, category=category, **dates_in(year, starts_on=since), requested_at=at
    )
    log(membership, "memberships.request", by=by, at=at)
    return membership


@transaction.atomic
def activate(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Make an admitted membership active: its people are members from its first day on."""
    _allow(by)
    return moved(membership, MembershipState.ACTIVE, "memberships.activate", by=by, at=at)


@transaction.atomic
def cancel_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """End a membership before its term, or a request before it is decided."""
    _allow(by)
    return moved(membership, MembershipState.CANCELLED, "memberships.cancel", by=by, at=at)


@transaction.atomic
def record_membership(
    *,
    organisation: Organisation,
    year: MembershipYear,
    category: MembershipCategory,
    state: str,
    starts_on: date | None = None,
    resolution: str = "",
    resolved_on: date | None = None,
    historical: bool = False,
    by: Actor,
    at: datetime,
) -> Membership:
    """Record a membership that was decided elsewhere, in the state it is in (imports). Raises `AlreadyMember`."""
    _allow(by)
    membership = insert_membership(
        organisation=organisation,
        year=year,
        category=category,
        state=state,
        **dates_in(year, starts_on=starts_on or year.starts_on),
        resolution=resolution,
        resolved_on=resolved_on,
        requested_at=at,
        historical=historical,
    )
    log(membership, "memberships.record", by=by, at=at, state=state, historical=historical)
    return membership


@transaction.atomic
def correct_membership(*, membership: Membership, by: Actor, at: datetime, **fields: Any) -> Membership:
    """Correct category, first day or resolution; the state has its own acts."""
    _allow(by)
    changed = {name: value for name, value in fields.items() if getattr(membership, name) != value}
    for name, value in changed.items():
        setattr(membership, name, value)
    if changed:
        _expect_days(membership.starts_on, membership.ends_on)
        lock_organisation(membership.organisation)
        with constraint_means(Membership, "membership_no_overlap", OverlappingMembership()):
            membership.save(update_fields=list(changed))
        log(membership, "memberships.correct", by=by, at=at, fields=sorted(changed))
        bump("organisations")
    return membership


def _allow(by: Actor) -> None:
    if not may_keep_memberships(by):
        raise MembershipsNotYours()


def _lock_years() -> None:
    """Take turns: of two years opened at once, neither sees the other. The row of the model itself is always there."""
    kind = ContentType.objects.get_for_model(MembershipYear)
    list(ContentType.objects.select_for_update(no_key=True).filter(pk=kind.pk).values_list("pk"))


def lock_organisation(organisation: Organisation) -> None:
    """Take turns with whoever gives the same organisation a membership: after the people (docs/decisions/0013)."""
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).values_list("pk"))


def dates_in(year: MembershipYear, *, starts_on: date) -> dict[str, date]:
    """Rights last until the year's grace is over."""
    lapses_on = year.ends_on + timedelta(days=year.grace_days)
    return {"starts_on": starts_on, "ends_on": year.ends_on, "lapses_on": lapses_on}


def insert_membership(**fields: Any) -> Membership:
    """Under the organisation's lock: the trigger that refuses overlaps cannot see what is not committed yet."""
    _expect_days(fields["starts_on"], fields["ends_on"])
    lock_organisation(fields["organisation"])
    live = Membership.objects.live().filter(organisation=fields["organisation"], year=fields["year"])
    if fields.get("state") not in ENDED and live.exists():
        raise AlreadyMember()
    with constraint_means(Membership, "membership_no_overlap", OverlappingMembership()):
        membership = Membership.objects.create(**fields)
    bump("organisations")
    return membership


def _expect_days(starts_on: date, ends_on: date) -> None:
    """Raises `OutsideItsYear` when not one day would be left."""
    if starts_on >= ends_on:
        raise OutsideItsYear(ends_on=ends_on)


def moved(membership: Membership, to: str, action: str, *, by: Actor, at: datetime, **fields: Any) -> Membership:
    """From the state that `membership` is in to another, logged; the fields that it implies go with it."""
    with constraint_means(Membership, "membership_no_overlap", OverlappingMembership()):
        move(Membership.objects.all(), membership.pk, table=NEXT, from_=membership.state, to=to, **fields)
    log(membership, action, by=by, at=at, before=membership.state)
    bump("organisations")
    membership.refresh_from_db()
    return membership
