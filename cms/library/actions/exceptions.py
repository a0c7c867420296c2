"""Justified, dated exceptions to the policy: grants open, narrowings close."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cms.library.actions.gate import AREA, allow
from cms.library.errors import OneHolder, ReasonMissing, WindowUpsideDown
from cms.library.models import Grant, Narrowing, Resource
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.journal.actions import log
from registrations.organisations.models import Organisation
from registrations.people.models import User


@transaction.atomic
def grant_access(
    resource: Resource,
    *,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    at: datetime,
    person: User | None = None,
    organisation: Organisation | None = None,
    verbs: Sequence[str] = (),
) -> Grant:
    """Open a work to one person, or to the verified staff of one organisation, for a while."""
    allow(by)
    _check(reason, starts_at, ends_at)
    if (person is None) == (organisation is None):
        raise OneHolder()
    grant = Grant.objects.create(
        resource=resource,
        person=person,
        organisation=organisation,
        verbs=list(verbs),
        reason=reason.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        by=by.person,
    )
    _done(grant, "library.grant", resource, by=by, at=at)
    return grant


@transaction.atomic
def withdraw_grant(grant: Grant, *, by: Actor, at: datetime) -> None:
    """End a grant now; one that has not begun is deleted."""
    allow(by)
    _end(grant, at=at)
    _done(grant, "library.withdraw", grant.resource, by=by, at=at)


@transaction.atomic
def narrow_access(
    resource: Resource,
    *,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    at: datetime,
    verbs: Sequence[str] = (),
) -> Narrowing:
    """Close a work to everybody, urgently, until the board ratifies or the window ends."""
    allow(by)
    _check(reason, starts_at, ends_at)
    narrowing = Narrowing.objects.create(
        resource=resource,
        verbs=list(verbs),
        reason=reason.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        by=by.person,
    )
    _done(narrowing, "library.narrow", resource, by=by, at=at)
    return narrowing


@transaction.atomic
def lift_narrowing(narrowing: Narrowing, *, by: Actor, at: datetime) -> None:
    """End a narrowing now; one that has not begun is deleted."""
    allow(by)
    _end(narrowing, at=at)
    _done(narrowing, "library.lift", narrowing.resource, by=by, at=at)


def _check(reason: str, starts_at: datetime, ends_at: datetime) -> None:
    if not reason.strip():
        raise ReasonMissing()
    if ends_at <= starts_at:
        raise WindowUpsideDown()


def _end(exception: Grant | Narrowing, *, at: datetime) -> None:
    rows = type(exception)._default_manager.filter(pk=exception.pk)
    if not rows.filter(starts_at__lt=at, ends_at__gt=at).update(ends_at=at):
        rows.filter(starts_at__gte=at).delete()


def _done(exception: Grant | Narrowing, action: str, resource: Resource, *, by: Actor, at: datetime) -> None:
    log(exception, action, by=by, at=at, resource=str(resource.uuid))
    bump(AREA)
