"""Whether a person may enrol: asked by the actions before they change anything, and by pages before they offer it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.colloquium.queries import is_member_buyer
from registrations.colloquium.rules import Basis, Price
from registrations.dates import spelled_instant
from registrations.errors import DomainError, NotFound
from registrations.memberships.queries import Belonging, Standing, people_managed_by, standing
from registrations.orders.sales import Buyer
from registrations.people.models import User
from training.enrolments.errors import (
    ForMembersOnly,
    NotOpen,
    NotYourPerson,
    Overlapping,
    PostToConfirm,
    RegistrationClosed,
    SessionCancelled,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries.reading import clashing_meeting
from training.enrolments.rules import EnrolmentState, may_act_for
from training.sessions.models import Session
from training.sessions.rules import Registration, SessionState, registration


def check_acts_for(by: Actor, person: User, *, at: datetime) -> None:
    """Raises `NotYourPerson`. Registrars' staff is looked up only for somebody else."""
    if not may_act_for(by, person.pk, managed=frozenset()) and not may_act_for(
        by, person.pk, managed=people_managed_by(by, on=localdate(at))
    ):
        raise NotYourPerson()


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


def session_to_order(uuid: UUID, *, at: datetime) -> Session:
    """A session that anybody may see. Raises `NotFound`."""
    found = Session.objects.public(at=at).select_related("activity__programme").filter(uuid=uuid).first()
    if found is None:
        raise NotFound()
    return found


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
            check_eligible(session, standing(person, on=localdate(at)))
            check_no_clash(session, person)
    except DomainError as refusal:
        return refusal
    return None
