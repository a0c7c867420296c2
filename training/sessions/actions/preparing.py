"""Scheduling sessions, showing them, and opening their registration."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden, WrongState, constraint_means
from registrations.journal import actions as journal
from registrations.seats.actions import close_pool, open_pool
from registrations.states import move
from training.catalogue.models import Activity
from training.catalogue.rules import may_manage_training
from training.sessions.errors import MeetingsOutOfOrder, SessionExists, WindowOutOfOrder
from training.sessions.models import Meeting, Session
from training.sessions.rules import NEXT, Period, SessionState, in_order


@transaction.atomic
def schedule_session(
    *,
    activity: Activity,
    code: str,
    meetings: Sequence[Period],
    capacity: int | None,
    opens_at: datetime,
    closes_at: datetime,
    by: Actor,
    at: datetime,
    **values: Any,
) -> Session:
    """A draft session with its meetings and its seats; `values` are its other fields."""
    _only_training(by)
    check_dates(meetings, opens_at=opens_at, closes_at=closes_at)
    trainers = values.pop("trainers", ())
    with constraint_means(Session, "session_one_per_code", SessionExists()):
        session = Session.objects.create(
            activity=activity,
            code=code,
            opens_at=opens_at,
            closes_at=closes_at,
            starts_at=min(meeting.starts_at for meeting in meetings),
            ends_at=max(meeting.ends_at for meeting in meetings),
            pool=open_pool(capacity=capacity),
            **values,
        )
    session.trainers.set(trainers)
    add_meetings(session, meetings)
    journal.log(session, "training.schedule_session", by=by, at=at, meetings=len(meetings))
    return session


@transaction.atomic
def publish_session(session: Session, *, by: Actor, at: datetime) -> None:
    """Show it; people can register from `opens_at` on."""
    _only_training(by)
    move(Session.objects.all(), session.pk, table=NEXT, from_=session.state, to=SessionState.PUBLISHED)
    session.state = SessionState.PUBLISHED
    journal.log(session, "training.publish_session", by=by, at=at)


@transaction.atomic
def record_session(*, by: Actor, at: datetime, **values: Any) -> Session:
    """A session of the past, as it was: published, and closed to everybody."""
    session = schedule_session(by=by, at=at, historical=True, **values)
    publish_session(session, by=by, at=at)
    close_pool(session.pool_id)
    return session


@transaction.atomic
def open_registration(session: Session, *, opens_at: datetime, show: bool, by: Actor, at: datetime) -> Session:
    """Registration opens at that instant; with `show`, a draft is published now, so that the catalogue is seen before.

    Raises `WrongState` for a session that is cancelled or of the past, `WindowOutOfOrder` when it closes before.
    """
    _only_training(by)
    if session.state == SessionState.CANCELLED or session.historical:
        raise WrongState()
    if opens_at >= session.closes_at:
        raise WindowOutOfOrder()
    session.opens_at = opens_at
    session.save(update_fields=["opens_at"])
    journal.log(session, "training.open_registration", by=by, at=at, opens_at=opens_at.isoformat())
    if show and session.state == SessionState.DRAFT:
        publish_session(session, by=by, at=at)
    return session


def check_dates(meetings: Sequence[Period], *, opens_at: datetime, closes_at: datetime) -> None:
    """Raises `MeetingsOutOfOrder` or `WindowOutOfOrder`."""
    if not in_order(meetings):
        raise MeetingsOutOfOrder()
    if not opens_at < closes_at <= max(meeting.ends_at for meeting in meetings):
        raise WindowOutOfOrder()


def add_meetings(session: Session, meetings: Sequence[Period]) -> None:
    """The meetings of a session that has none."""
    ordered = sorted(meetings, key=lambda meeting: meeting.starts_at)
    Meeting.objects.bulk_create(Meeting(session=session, **asdict(one)) for one in ordered)


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
