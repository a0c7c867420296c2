"""The study of an application: criteria, questions, recommendation; then what the board decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.memberships.actions.applying import REGISTER, lock_application
from registrations.memberships.actions.memberships import dates_in, lock_organisation, moved
from registrations.memberships.errors import (
    ApplicationClosed,
    CriteriaUnmet,
    MembershipsNotYours,
    ReasonMissing,
    ResolutionMissing,
    ResolutionNotYet,
)
from registrations.memberships.models import (
    ApplicationCriterion,
    ApplicationRequest,
    Membership,
    MembershipApplication,
)
from registrations.memberships.queries import application_of, registrars_of, year_for
from registrations.memberships.registry import ADMITTED
from registrations.memberships.rules import MembershipState, may_study
from registrations.messages.actions import tell
from registrations.organisations.actions import change_affiliation, change_organisation
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import OrganisationKind
from registrations.people.actions import lock_people
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a criterion is met (None: not looked at yet), with a note that only the team reads."""

    met: bool | None
    note: str = ""


@transaction.atomic
def study(
    *, application: MembershipApplication, findings: Mapping[UUID, Finding], by: Actor, at: datetime
) -> MembershipApplication:
    """Say of criteria of the application, by their uuid, whether they are met; those left out stay as they were."""
    _allow(by)
    _expect_requested(application)
    changed = [
        row
        for row in ApplicationCriterion.objects.filter(application=application, uuid__in=findings)
        if (row.met, row.note) != (findings[row.uuid].met, findings[row.uuid].note)
    ]
    for row in changed:
        row.met, row.note = findings[row.uuid].met, findings[row.uuid].note
    ApplicationCriterion.objects.bulk_update(changed, ["met", "note"])
    if changed:
        met = [row.position for row in changed if row.met]
        log(application, "memberships.study", by=by, at=at, changed=len(changed), met=met)
    return application


@transaction.atomic
def ask_applicant(*, application: MembershipApplication, text: str, by: Actor, at: datetime) -> ApplicationRequest:
    """Ask for what is missing; the applicant is told, and answers from the page of the application."""
    _allow(by)
    _expect_requested(application)
    request = ApplicationRequest.objects.create(application=application, text=text, asked_at=at)
    log(application, "memberships.ask_applicant", by=by, at=at)
    tell("membership-missing", about=request, to=application.applicant, at=at)
    return request


@transaction.atomic
def recommend(
    *, application: MembershipApplication, standpoint: str, recommendation: str, by: Actor, at: datetime
) -> MembershipApplication:
    """What the study says to the board."""
    _allow(by)
    _expect_requested(application)
    said = {"standpoint": standpoint, "recommendation": recommendation}
    MembershipApplication.objects.filter(pk=application.pk).update(**said)
    log(application, "memberships.recommend", by=by, at=at, standpoint=standpoint)
    application.refresh_from_db()
    return application


@transaction.atomic
def admit(
    *,
    membership: Membership,
    resolution: str,
    resolved_on: date | None,
    kind: str = OrganisationKind.CENTRE,
    by: Actor,
    at: datetime,
) -> Membership:
    """Record the board's resolution that admits the organisation, from its date on. A candidate becomes a `kind`.

    Its applicant becomes its verified registrar when it has none. Raises `ResolutionMissing`, `ResolutionNotYet`,
    `CriteriaUnmet`.
    """
    _allow(by)
    if not resolution.strip() or resolved_on is None:
        raise ResolutionMissing()
    if resolved_on > localdate(at):
        raise ResolutionNotYet()
    decided = {"resolution": resolution.strip(), "resolved_on": resolved_on}
    application = application_of(membership)
    if application is not None:
        lock_people(application.applicant)
        lock_organisation(membership.organisation)
        lock_application(application)
        if unmet := application.criteria.exclude(met=True).count():
            raise CriteriaUnmet(n=unmet)
        decided |= _from(membership, resolved_on)
    membership = moved(membership, MembershipState.ADMITTED, "memberships.admit", by=by, at=at, **decided)
    if membership.organisation.kind == OrganisationKind.CANDIDATE:
        change_organisation(organisation=membership.organisation, kind=kind, by=REGISTER, at=at)
    if application is not None:
        MembershipApplication.objects.filter(pk=application.pk).update(decided_at=at)
        _welcome(application, membership.organisation, at=at)
    for follow in ADMITTED:
        follow(membership, by, at)
    return membership


@transaction.atomic
def refuse_membership(*, membership: Membership, reason: str, by: Actor, at: datetime) -> Membership:
    """The board did not admit the organisation: who applied is told why, and what they may do."""
    _allow(by)
    application = application_of(membership)
    if application is not None and not reason.strip():
        raise ReasonMissing()
    membership = moved(membership, MembershipState.REFUSED, "memberships.refuse", by=by, at=at)
    if application is not None:
        told = {"refusal": reason.strip(), "decided_at": at}
        MembershipApplication.objects.filter(pk=application.pk).update(**told)
        tell("membership-refused", about=application, to=application.applicant, at=at)
    return membership


def _allow(by: Actor) -> None:
    if not may_study(by):
        raise MembershipsNotYours()


def _expect_requested(application: MembershipApplication) -> None:
    if lock_application(application).state != MembershipState.REQUESTED:
        raise ApplicationClosed()


def _from(membership: Membership, day: date) -> dict[str, object]:
    """A member from the day of the resolution on; the year may have turned since the application."""
    if day < membership.ends_on:
        return {"starts_on": max(day, membership.year.starts_on)}
    year = year_for(day)
    return {"year": year, **dates_in(year, starts_on=max(day, year.starts_on))}


def _welcome(application: MembershipApplication, organisation: Organisation, *, at: datetime) -> None:
    if not registrars_of(organisation, on=localdate(at)):
        _make_registrar(application.applicant, organisation, at=at)
    for person in {application.applicant, *registrars_of(organisation, on=localdate(at))}:
        tell("membership-welcome", about=application, to=person, at=at)


def _make_registrar(person: User, organisation: Organisation, *, at: datetime) -> None:
    """Who applied answers for the organisation, if they still work there."""
    post = Affiliation.objects.live(on=localdate(at)).filter(person=person, organisation=organisation).first()
    if post is not None:
        change_affiliation(affiliation=post, verified=True, is_registrar=True, by=REGISTER, at=at)
