"""Whether a person may enrol: asked by the actions before they change anything, and by pages before they offer it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.colloquium.queries import is_member_buyer
from registrations.colloquium.rules import Basis, Price
from registrations.dates import spelled_instant
from registrations.errors import DomainError, NotFound
from registrations.memberships.queries import Belonging, Standing, organisations_managed_by, people_managed_by, standing
from registrations.orders.sales import Buyer
from registrations.organisations.models import Organisation
from registrations.people.models import User
from training.catalogue.models import Activity
from training.catalogue.rules import may_manage_training
from training.enrolments.errors import (
    ForMembersOnly,
    NotOpen,
    NotYourPerson,
    OrganisationAtCap,
    Overlapping,
    PostToConfirm,
    PrerequisiteMissing,
    RegistrationClosed,
    SeatOfSomebodyElse,
    SessionCancelled,
    TermsToAccept,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries.capping import Caps, cap_reached
from training.enrolments.queries.reading import clashing_meeting
from training.enrolments.rules import EnrolmentState, may_act_for
from training.invitations.errors import AnswerOverdue
from training.invitations.queries import standing_of
from training.sessions.models import Session
from training.sessions.rules import Registration, SessionState, Visibility, registration


def check_acts_for(by: Actor, person: User, *, at: datetime) -> None:
    """Raises `NotYourPerson`. Registrars' staff is looked up only for somebody else."""
    if not may_act_for(by, person.pk, managed=frozenset()) and not may_act_for(
        by, person.pk, managed=people_managed_by(by, on=localdate(at))
    ):
        raise NotYourPerson()


def check_invited(session: Session, person: User, *, by: Actor, at: datetime) -> None:
    """Raises `NotFound`: at a session by invitation the team gives places, and the invited take theirs, in time
    (`AnswerOverdue`). A registrar registers a colleague who is invited, and nobody else."""
    if session.visibility != Visibility.INVITATION or may_manage_training(by):
        return
    found = standing_of(session, person)
    if found is None:
        raise NotFound()
    if found.answer_by <= at:
        raise AnswerOverdue(instant=found.answer_by)


def check_ordered_by(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Raises `SeatOfSomebodyElse` to a registrar whose organisation does not pay for this seat."""
    if enrolment.line is None or may_act_for(by, enrolment.person_id, managed=frozenset()):
        return
    kept = {each.pk for each in organisations_managed_by(by, on=localdate(at))}
    if enrolment.line.order.organisation_id not in kept:
        raise SeatOfSomebodyElse()


def check_window(session: Session, *, at: datetime) -> None:
    """Raises `NotOpen`, `RegistrationClosed` or `SessionCancelled`."""
    state = registration(session.state, opens_at=session.opens_at, closes_at=session.closes_at, at=at)
    if state == Registration.CANCELLED:
        raise SessionCancelled()
    if state in {Registration.DRAFT, Registration.SCHEDULED}:
        opens = spelled_instant(session.opens_at, get_language() or "fr", zone=True)
        raise NotOpen(opens=opens, opens_at=session.opens_at.isoformat())
    if state == Registration.CLOSED:
        raise RegistrationClosed()


def check_eligible(session: Session, known: Standing) -> Belonging | None:
    """The post that is still to be verified and on which alone the seat would rest (*sous réserve*), or None.

    Raises `ForMembersOnly`.
    """
    programme = session.activity.programme
    if programme is None or not programme.members_only or known.is_member or known.is_team:
        return None
    for belonging in known.organisations:
        if belonging.in_good_standing and not belonging.is_verified:
            return belonging
    raise ForMembersOnly()


def check_prepared(session: Session, person: User) -> None:
    """Raises `PrerequisiteMissing`; nothing is read for an activity that requires no other."""
    if session.activity.has_prerequisites and (missing := prerequisites_missing(session, person)):
        titles = ", ".join(f"« {each.title} »" for each in missing)
        raise PrerequisiteMissing(name=person.get_full_name(), titles=titles)


def prerequisites_missing(session: Session, person: User) -> list[Activity]:
    """What this person should have attended before, and has not."""
    attended = Enrolment.objects.filter(person=person, state=EnrolmentState.ATTENDED).values("session__activity")
    return list(session.activity.prerequisites.exclude(pk__in=attended).order_by("title"))


def accepted_terms(session: Session, *, accepted: bool, needed: bool = True, at: datetime) -> dict[str, Any]:
    """What the row keeps of the terms that were accepted. Raises `TermsToAccept`."""
    programme = session.activity.programme
    if programme is None or not programme.terms:
        return {}
    if needed and not accepted:
        raise TermsToAccept()
    return {"terms_digest": programme.terms_digest, "terms_at": at} if accepted else {}


def under_whom(session: Session, known: Standing, *, organisation: Organisation | None = None) -> Belonging | None:
    """The post under which the seat would be: the one that must be confirmed first, else the one in the organisation
    that registers them, else the one that gives most rights."""
    try:
        waits = check_eligible(session, known)
    except DomainError:
        waits = None
    if waits is not None:
        return waits
    theirs = (post for post in known.organisations if organisation and post.organisation.pk == organisation.pk)
    return next(theirs, next(iter(known.organisations), None))


def at_cap(session: Session, person: User | None, *, at: datetime) -> OrganisationAtCap | None:
    """That the person would wait for a seat of their own organisation, which has all that it may have."""
    if person is None or not Caps.of(session).hold:
        return None
    post = under_whom(session, standing(person, on=localdate(at)))
    return OrganisationAtCap() if post and cap_reached(session, post.organisation) else None


def session_to_order(uuid: UUID, *, people: Sequence[User] = (), at: datetime) -> Session:
    """A session that anybody who has its address may see, or where each of these people is invited or has a place
    already: the team put them in line, and a seat was offered to them. Raises `NotFound`, `AnswerOverdue`."""
    found = Session.objects.select_related("activity__programme").filter(uuid=uuid)
    if (seen := found.public(at=at).first()) is not None:
        return seen
    private = found.filter(visibility=Visibility.INVITATION).exclude(state=SessionState.DRAFT).first()
    if private is None or not people:
        raise NotFound()
    seated = set(Enrolment.objects.live().filter(session=private, person__in=people).values_list("person", flat=True))
    for person in people:
        if person.pk not in seated:
            check_invited(private, person, by=Actor(person=person), at=at)
    return private


def price_for(session: Session, person: User | None, *, at: datetime) -> Price:
    """What a seat costs this person, and why; nobody's standing is looked up for a session with one price."""
    two = session.price_of(is_member=True) != session.price_cents
    is_member = two and is_member_buyer(Buyer(person=person), on=localdate(at))
    return Price(session.price_of(is_member=is_member), Basis.MEMBER if is_member else Basis.PUBLIC)


def check_on_sale(session: Session, people: Sequence[User], *, at: datetime) -> None:
    """Raise what stands against seats of these people. Who was offered one orders it after the closing, too.

    Raises what `check_window` does, `ForMembersOnly`, and `PostToConfirm` for a post that nobody verified.
    """
    try:
        check_window(session, at=at)
    except RegistrationClosed:
        if not _all_offered(session, people):
            raise
    programme = session.activity.programme
    for person in people if programme and programme.members_only else ():
        if check_eligible(session, standing(person, on=localdate(at))):
            raise PostToConfirm(name=person.get_full_name())
    for person in people:
        check_prepared(session, person)


def _all_offered(session: Session, people: Sequence[User]) -> bool:
    offered = Enrolment.objects.filter(session=session, person__in=people, state=EnrolmentState.OFFERED)
    return session.state != SessionState.CANCELLED and offered.count() == len(people)


def check_no_clash(session: Session, person: User) -> None:
    """Raises `Overlapping`. The caller holds the person's lock."""
    if clash := clashing_meeting(session, person):
        raise Overlapping(title=clash.session.activity.title, conflicts_with=str(clash.session.uuid))


def rests_on_unverified(session: Session, person: User | None, *, at: datetime) -> Belonging | None:
    """The post that would have to be confirmed for a seat of this person to be firm, if there is one."""
    try:
        return check_eligible(session, standing(person, on=localdate(at))) if person else None
    except DomainError:
        return None


def why_not(session: Session, person: User | None, *, at: datetime) -> DomainError | None:
    """The refusal that this person would meet now, or None; for a visitor (None), the window alone speaks."""
    try:
        check_window(session, at=at)
        if person is not None:
            if standing_of(session, person):
                check_invited(session, person, by=Actor(person=person), at=at)
            check_eligible(session, standing(person, on=localdate(at)))
            check_no_clash(session, person)
            check_prepared(session, person)
    except DomainError as refusal:
        return refusal
    return None
