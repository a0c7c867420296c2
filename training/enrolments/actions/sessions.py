"""What happens to a session and must reach the people in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal import actions as journal
from registrations.messages.actions import tell
from registrations.orders.actions import note_given_up
from registrations.orders.models import Why
from registrations.seats.actions import close_pool, empty_pool, resize_pool
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.offers import offer_next
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState
from training.sessions.actions import add_meetings, check_dates
from training.sessions.errors import SessionExists
from training.sessions.models import Session
from training.sessions.rules import NEXT, Period, SessionState


@transaction.atomic
def cancel_session(session: Session, *, by: Actor, at: datetime) -> int:
    """Cancel a session and tell everybody in it or in line; the number of people told.

    The pool closes first: from then on nobody can enter, and the rows read after are all that there will be.
    """
    if not may_manage_training(by):
        raise Forbidden()
    close_pool(session.pool_id)
    move(Session.objects.all(), session.pk, table=NEXT, from_=session.state, to=SessionState.CANCELLED)
    session.state = SessionState.CANCELLED
    empty_pool(session.pool_id, at=at)
    rows = Enrolment.objects.filter(session=session, state__in=_ENDED_WITH_THE_SESSION).select_related(
        "person", "line__order"
    )
    told = list(rows.order_by("pk"))
    Enrolment.objects.filter(pk__in=[row.pk for row in told]).update(
        state=EnrolmentState.CANCELLED,
        cancelled_at=at,
        offer_ends_at=None,
        reserved_until=None,
        sequence=F("sequence") + 1,
    )
    journal.log(session, "training.cancel_session", by=by, at=at, people=len(told))
    for row in told:
        journal.log(row, "training.cancel_enrolment", by=by, at=at)
    for row in (
        row for row in told if row.state != EnrolmentState.HELD
    ):  # the buyer of a held seat is told by its order
        tell("session-cancelled", about=row, to=row.person, at=at)
    _tell_accounting(told, by=by, at=at)
    return len(told)


def _tell_accounting(cancelled: Sequence[Enrolment], *, by: Actor, at: datetime) -> None:
    """Seats that were paid or invoiced are to be credited; orders not paid yet are ended by a sweep."""
    paid = [row for row in cancelled if row.line and row.state == EnrolmentState.CONFIRMED]
    for line in {row.line for row in paid if row.line}:
        places = sum(row.line == line for row in paid)
        note_given_up(line, places=places, why=Why.CALLED_OFF, by=by, at=at)


@transaction.atomic
def resize_session(session: Session, *, capacity: int | None, by: Actor, at: datetime) -> int:
    """Change the number of seats; new ones are offered to the people in line. The number of offers."""
    if not may_manage_training(by):
        raise Forbidden()
    resize_pool(session.pool_id, capacity=capacity)
    journal.log(session, "training.resize_session", by=by, at=at, capacity=capacity)
    return offer_next(session, at=at)


@transaction.atomic
def change_session(session: Session, *, by: Actor, at: datetime, **values: Any) -> Session:
    """Change fields of a session; when its place or its link does, the people who sit in it are told."""
    return revise_session(session, meetings=_periods(session), by=by, at=at, **values)


@transaction.atomic
def add_meeting(session: Session, meeting: Period, *, by: Actor, at: datetime) -> Session:
    """One meeting more; the people who sit in the session are told."""
    return revise_session(session, meetings=[*_periods(session), meeting], by=by, at=at)


@transaction.atomic
def revise_session(session: Session, *, meetings: Sequence[Period], by: Actor, at: datetime, **values: Any) -> Session:
    """Change fields, meetings and (`capacity` among `values`) seats at once; who sits in it is told once, if it moved.

    Registration closes with the session's end at the latest.
    """
    if not may_manage_training(by):
        raise Forbidden()
    if "capacity" in values and values["capacity"] != session.pool.capacity:
        resize_session(session, capacity=values["capacity"], by=by, at=at)
    values.pop("capacity", None)
    moved = any(values.get(name, getattr(session, name)) != getattr(session, name) for name in TOLD)
    for name, value in values.items():
        setattr(session, name, value)
    session.starts_at = min((meeting.starts_at for meeting in meetings), default=session.starts_at)
    session.ends_at = max((meeting.ends_at for meeting in meetings), default=session.ends_at)
    session.closes_at = min(session.closes_at, session.ends_at)
    check_dates(meetings, opens_at=session.opens_at, closes_at=session.closes_at)
    with constraint_means(Session, "session_one_per_code", SessionExists()):
        session.save(update_fields=[*values, "starts_at", "ends_at", "closes_at"])
    moved = _set_meetings(session, meetings) or moved
    journal.log(session, "training.change_session", by=by, at=at, fields=sorted(values), moved=moved)
    if moved:
        _tell_change(session, at=at)
    return session


def _set_meetings(session: Session, meetings: Sequence[Period]) -> bool:
    """Those that start at the same instant stay, with their calendar's identity; whether anything changed."""
    before, wanted = set(_periods(session)), {meeting.starts_at: meeting for meeting in meetings}
    if before == set(meetings):
        return False
    session.meetings.exclude(starts_at__in=wanted).delete()
    for row in session.meetings.all():
        period = wanted.pop(row.starts_at)
        session.meetings.filter(pk=row.pk).update(ends_at=period.ends_at, place=period.place)
    add_meetings(session, list(wanted.values()))
    return True


def _periods(session: Session) -> list[Period]:
    return [Period(meeting.starts_at, meeting.ends_at, meeting.place) for meeting in session.meetings.all()]


def _tell_change(session: Session, *, at: datetime) -> None:
    """A new calendar file to those who have one, under the next sequence number."""
    Session.objects.filter(pk=session.pk).update(sequence=F("sequence") + 1)
    session.sequence += 1
    if session.historical or session.state != SessionState.PUBLISHED:
        return
    for row in Enrolment.objects.filter(session=session, state=EnrolmentState.CONFIRMED).select_related("person"):
        fact = f"session-changed:{row.uuid}:{session.sequence}"
        tell("session-changed", about=row, to=row.person, at=at, fact=fact)


TOLD = ("place", "join_url")
_ENDED_WITH_THE_SESSION = (EnrolmentState.WAITLISTED, *HOLDING)
