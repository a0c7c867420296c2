"""What happens to a session and must reach the people in it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal import actions as journal
from registrations.messages.actions import tell
from registrations.orders.actions import note_given_up
from registrations.orders.models import Why
from registrations.seats.actions import close_pool, empty_pool, resize_pool
from registrations.states import move
from training.catalogue.rules import may_manage_training
from training.enrolments.actions.capping import empty_caps, lock_caps, recount_caps
from training.enrolments.actions.offers import offer_next
from training.enrolments.actions.telling import tell_change
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState
from training.sessions.actions import add_meetings, check_dates
from training.sessions.errors import MeetingNoted, SessionExists
from training.sessions.models import Meeting, RemovedMeeting, Session
from training.sessions.rules import NEXT, Period, SessionState, moved


@transaction.atomic
def cancel_session(session: Session, *, by: Actor, at: datetime) -> int:
    """Cancel a session and tell everybody in it or in line; the number of people told.

    The pool closes first: from then on nobody can enter, and the rows read after are all that there will be.
    """
    if not may_manage_training(by):
        raise Forbidden()
    caps = lock_caps(session)
    close_pool(session.pool_id)
    move(Session.objects.all(), session.pk, table=NEXT, from_=session.state, to=SessionState.CANCELLED)
    session.state = SessionState.CANCELLED
    empty_pool(session.pool_id, at=at)
    rows = Enrolment.objects.filter(session=session, state__in=_ENDED_WITH_THE_SESSION).select_related(
        "person", "line__order"
    )
    told = list(rows.order_by("pk"))
    empty_caps(caps, told, at=at)
    Enrolment.objects.filter(pk__in=[row.pk for row in told]).update(
        state=EnrolmentState.CANCELLED,
        queue=None,
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
    if "trainers" in values:
        session.trainers.set(values.pop("trainers"))
    changed = any(values.get(name, getattr(session, name)) != getattr(session, name) for name in TOLD)
    for name, value in values.items():
        setattr(session, name, value)
    session.starts_at = min((meeting.starts_at for meeting in meetings), default=session.starts_at)
    session.ends_at = max((meeting.ends_at for meeting in meetings), default=session.ends_at)
    session.closes_at = min(session.closes_at, session.ends_at)
    check_dates(meetings, opens_at=session.opens_at, closes_at=session.closes_at)
    with constraint_means(Session, "session_one_per_code", SessionExists()):
        session.save(update_fields=[*values, "starts_at", "ends_at", "closes_at"])
    if "cap_per_organisation" in values:
        recount_caps(session.caps.select_related("pool"))
    changed = _set_meetings(session, meetings, at=at) or changed
    journal.log(session, "training.change_session", by=by, at=at, fields=sorted(values), moved=changed)
    if changed:
        tell_change(session, at=at)
    return session


def _set_meetings(session: Session, meetings: Sequence[Period], *, at: datetime) -> bool:
    """A meeting that moves keeps its calendar's identity; whether anything changed that people must know."""
    before, wanted = list(session.meetings.all()), sorted(meetings, key=lambda meeting: meeting.starts_at)
    periods = [row.period for row in before]
    if periods == wanted:
        return False
    pairs = moved([row.starts_at for row in before], [period.starts_at for period in wanted])
    gone = [row for i, row in enumerate(before) if i not in pairs]
    later = [row.pk for i, row in enumerate(before) if i in pairs and wanted[pairs[i]].starts_at != row.starts_at]
    if session.meetings.filter(pk__in=later, attendance__isnull=False).exists():
        raise MeetingNoted()
    _remove(session, gone, at=at)
    for i, j in pairs.items():
        session.meetings.filter(pk=before[i].pk).update(**asdict(wanted[j]))
    add_meetings(session, [period for j, period in enumerate(wanted) if j not in pairs.values()])
    return [replace(period, mandatory=False) for period in periods] != [replace(p, mandatory=False) for p in wanted]


def _remove(session: Session, gone: Sequence[Meeting], *, at: datetime) -> None:
    """Drop meetings; those that calendars know are remembered, to be taken out of them."""
    if session.state == SessionState.PUBLISHED and not session.historical:
        RemovedMeeting.objects.bulk_create(
            RemovedMeeting(session=session, uuid=row.uuid, starts_at=row.starts_at, ends_at=row.ends_at, removed_at=at)
            for row in gone
        )
    try:
        session.meetings.filter(pk__in=[row.pk for row in gone]).delete()
    except ProtectedError as error:
        raise MeetingNoted() from error


def _periods(session: Session) -> list[Period]:
    return [meeting.period for meeting in session.meetings.all()]


TOLD = ("place", "join_url")
_ENDED_WITH_THE_SESSION = (EnrolmentState.WAITLISTED, *HOLDING)
