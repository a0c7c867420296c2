"""What the actions check before they change anything."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from registrations.actors import Actor
from registrations.memberships.queries import Standing, people_managed_by
from registrations.people.models import User
from training.enrolments.errors import (
    ForMembersOnly,
    NotOpen,
    NotYourPerson,
    Overlapping,
    PaidSession,
    RegistrationClosed,
    SessionCancelled,
)
from training.enrolments.queries import clashing_meeting
from training.enrolments.rules import may_act_for
from training.sessions.models import Session
from training.sessions.rules import Registration, registration


def check_acts_for(by: Actor, person: User, *, at: datetime) -> None:
    """Raises `NotYourPerson`. Registrars' staff is looked up only for somebody else."""
    if not may_act_for(by, person.pk, managed=frozenset()) and not may_act_for(
        by, person.pk, managed=_managed(by, on=localdate(at))
    ):
        raise NotYourPerson()


def check_window(session: Session, *, at: datetime) -> None:
    """Raises `NotOpen`, `RegistrationClosed` or `SessionCancelled`."""
    state = registration(session.state, opens_at=session.opens_at, closes_at=session.closes_at, at=at)
    if state == Registration.CANCELLED:
        raise SessionCancelled()
    if state in {Registration.DRAFT, Registration.SCHEDULED}:
        opens = date_format(localtime(session.opens_at), "DATETIME_FORMAT")
        raise NotOpen(opens=opens, opens_at=session.opens_at.isoformat())
    if state == Registration.CLOSED:
        raise RegistrationClosed()


def check_eligible(session: Session, standing: Standing) -> None:
    """Raises `PaidSession` or `ForMembersOnly`."""
    if session.price_cents:
        raise PaidSession()
    programme = session.activity.programme
    if programme is not None and programme.members_only and not (standing.is_member or standing.is_team):
        raise ForMembersOnly()


def check_no_clash(session: Session, person: User) -> None:
    """Raises `Overlapping`. The caller holds the person's lock."""
    if clash := clashing_meeting(session, person):
        raise Overlapping(title=clash.session.activity.title, conflicts_with=str(clash.session.uuid))


def _managed(by: Actor, *, on: date) -> frozenset[int]:
    return people_managed_by(by, on=on)
