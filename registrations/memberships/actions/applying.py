"""An organisation that is not a member applies, adds to its application, or takes it back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.files.uploads import Received
from registrations.journal.actions import log
from registrations.memberships.actions.memberships import dates_in, insert_membership, moved
from registrations.memberships.errors import (
    ApplicationClosed,
    ApplicationNotYours,
    AskItsRegistrar,
    CriteriaChanged,
    NotAnApplicant,
    RequestAnswered,
    StillMember,
    TooManyDocuments,
)
from registrations.memberships.models import (
    AdmissionCriterion,
    ApplicationCriterion,
    ApplicationDocument,
    ApplicationRequest,
    Membership,
    MembershipApplication,
    MembershipCategory,
)
from registrations.memberships.queries import applications_of, criteria_of, registrars_of, year_for
from registrations.memberships.rules import MembershipState
from registrations.memory import forget
from registrations.messages.actions import tell
from registrations.organisations.actions import affiliate, register_organisation
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import OrganisationKind
from registrations.people.actions import lock_people
from registrations.people.errors import NotSignedIn
from registrations.people.models import User

MOST_DOCUMENTS = 20
MEGABYTES = 20
ACCEPTED = frozenset({"pdf", "docx", "xlsx", "png", "jpg", "jpeg"})
REGISTER = Actor.system("memberships.application")
"""The register is written by the application itself: the applicant keeps no register."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that the register does not know yet."""

    name: str
    legal_name: str = ""
    neq: str | None = None
    region: str = ""
    municipality: str = ""
    website: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """The criteria of the category as they were shown, and those that the applicant ticked."""

    shown: Collection[UUID]
    met: Collection[UUID]


@transaction.atomic
def apply_for_membership(
    *,
    subject: Organisation | Candidate,
    role: str,
    category: MembershipCategory,
    declared: Declared,
    message: str = "",
    documents: Iterable[Received] = (),
    by: Actor,
    at: datetime,
) -> MembershipApplication:
    """Ask to become a member from today: the organisation, its answers to the criteria, its documents.

    An unknown organisation enters the register as a candidate, which no public list shows; the applicant's post there
    is to be verified. Raises `StillMember`, `AskItsRegistrar`, `AlreadyMember`, `CriteriaChanged`, `NoYearOpen`.
    """
    if by.person is None:
        raise NotSignedIn()
    lock_people(by.person)
    on = localdate(at)
    organisation = subject if isinstance(subject, Organisation) else _enter(subject, at=at)
    _check_may_apply(organisation, by=by, on=on)
    _take_post(organisation, by.person, role=role, at=at)
    asked = _asked(category, declared)
    year = year_for(on)
    membership = insert_membership(
        organisation=organisation,
        year=year,
        category=category,
        **dates_in(year, starts_on=max(on, year.starts_on)),
        requested_at=at,
    )
    application = MembershipApplication.objects.create(
        membership=membership, applicant=by.person, message=message, submitted_at=at
    )
    ApplicationCriterion.objects.bulk_create(_answers(application, asked, declared))
    _keep(application, documents, at=at)
    log(application, "memberships.apply", by=by, at=at)
    tell("membership-applied", about=application, to=by.person, at=at)
    return application


@transaction.atomic
def add_documents(
    *, application: MembershipApplication, documents: Sequence[Received], by: Actor, at: datetime
) -> list[ApplicationDocument]:
    """Join files to an application that is not decided."""
    _check_open(application, by=by, on=localdate(at))
    kept = _keep(application, documents, at=at)
    log(application, "memberships.add_documents", by=by, at=at, count=len(kept))
    return kept


@transaction.atomic
def answer_request(
    *, request: ApplicationRequest, answer: str, documents: Sequence[Received] = (), by: Actor, at: datetime
) -> ApplicationRequest:
    """Give what the team asked for, in words, in files, or in both. Raises `RequestAnswered`."""
    _check_open(request.application, by=by, on=localdate(at))
    given = ApplicationRequest.objects.filter(pk=request.pk, answered_at=None)
    if not given.update(answer=answer, answered_at=at):
        raise RequestAnswered()
    _keep(request.application, documents, at=at)
    log(request.application, "memberships.answer_request", by=by, at=at)
    request.refresh_from_db()
    return request


@transaction.atomic
def withdraw_application(*, application: MembershipApplication, by: Actor, at: datetime) -> MembershipApplication:
    """Take it back before the board decides."""
    _check_open(application, by=by, on=localdate(at))
    moved(application.membership, MembershipState.CANCELLED, "memberships.withdraw", by=by, at=at)
    MembershipApplication.objects.filter(pk=application.pk).update(decided_at=at)
    application.refresh_from_db()
    return application


def lock_application(application: MembershipApplication) -> Membership:
    """Take turns with whoever studies or changes the same application; its membership as it is now."""
    list(MembershipApplication.objects.select_for_update(no_key=True).filter(pk=application.pk).values_list("pk"))
    # Read once the lock is held: a row joined to a locked one may be as it was before the wait.
    return Membership.objects.select_related("organisation", "year").get(pk=application.membership_id)


def _enter(candidate: Candidate, *, at: datetime) -> Organisation:
    return register_organisation(kind=OrganisationKind.CANDIDATE, **asdict(candidate), by=REGISTER, at=at)


def _check_may_apply(organisation: Organisation, *, by: Actor, on: date) -> None:
    if organisation.kind not in (OrganisationKind.CENTRE, OrganisationKind.PARTNER, OrganisationKind.CANDIDATE):
        raise NotAnApplicant()
    registrars = registrars_of(organisation, on=on)
    if registrars and by.person not in registrars:
        raise AskItsRegistrar(organisation=organisation.name)
    current = Membership.objects.active(on=on).filter(organisation=organisation).order_by("-lapses_on").first()
    if current is not None:
        raise StillMember(until=current.lapses_on)


def _take_post(organisation: Organisation, person: User, *, role: str, at: datetime) -> None:
    """The applicant works there: a post to be verified, unless they have one."""
    on = localdate(at)
    if not Affiliation.objects.live(on=on).filter(person=person, organisation=organisation).exists():
        fields = {"person": person, "organisation": organisation, "role": role, "starts_on": on}
        affiliate(**fields, verified=False, by=REGISTER, at=at)  # type: ignore[arg-type]  # as the action names them


def _asked(category: MembershipCategory, declared: Declared) -> list[AdmissionCriterion]:
    """The present criteria, if they are those that were shown."""
    asked = list(criteria_of(category))
    known = {criterion.uuid for criterion in asked}
    if known != set(declared.shown) or not known >= set(declared.met):
        raise CriteriaChanged()
    return asked


def _answers(
    application: MembershipApplication, asked: Iterable[AdmissionCriterion], declared: Declared
) -> list[ApplicationCriterion]:
    words = ("position", "text_fr", "text_en", "reference", "proof_fr", "proof_en")
    return [
        ApplicationCriterion(
            application=application,
            criterion=criterion,
            declared=criterion.uuid in declared.met,
            **{name: getattr(criterion, name) for name in words},
        )
        for criterion in asked
    ]


def _keep(
    application: MembershipApplication, documents: Iterable[Received], *, at: datetime
) -> list[ApplicationDocument]:
    rows = [
        ApplicationDocument(
            application=application,
            file=document.name,
            original_name=document.original_name,
            size=document.size,
            sha256=document.sha256,
            added_at=at,
        )
        for document in documents
    ]
    if rows and application.documents.count() + len(rows) > MOST_DOCUMENTS:
        raise TooManyDocuments(most=MOST_DOCUMENTS)
    return ApplicationDocument.objects.bulk_create(rows)


def _check_open(application: MembershipApplication, *, by: Actor, on: date) -> None:
    """Under the application's lock: only who follows it, and only while nothing is decided."""
    membership = lock_application(application)
    forget()  # a post may have ended since the page was asked for
    if not applications_of(by, on=on).filter(pk=application.pk).exists():
        raise ApplicationNotYours()
    if membership.state != MembershipState.REQUESTED:
        raise ApplicationClosed()
    application.membership = membership
