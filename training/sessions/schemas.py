"""Shapes of the sessions."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from registrations.questions.queries import questions_of
from registrations.questions.schemas import QuestionOut
from registrations.schemas import Money, Paging, Slug
from training.catalogue.models import Activity, Mode, Stream
from training.sessions.models import Meeting, Session
from training.sessions.queries import Wanted
from training.sessions.rules import Registration


class SessionFilters(Paging):
    """`from` and `to` are days, both included; without `from`, the sessions that are not over.

    `q` is words to find in titles, objectives and trainers' names, with or without accents.
    """

    programme: Slug | None = None
    stream: Stream | None = None
    language: Literal["fr", "en"] | None = None
    mode: Mode | None = None
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to", lt=date(9999, 1, 1))
    available: bool = False
    q: str = Field("", max_length=100)
    order: Literal["starts_at", "-starts_at"] = "starts_at"

    def wanted(self) -> Wanted:
        """The same, for the query."""
        return Wanted(
            programme=self.programme or "",
            stream=self.stream or "",
            language=self.language or "",
            mode=self.mode or "",
            since=self.since,
            until=self.until,
            available=self.available,
            text=self.q,
        )


class MeetingOut(Schema):
    starts_at: datetime
    ends_at: datetime


class RegistrationOut(Schema):
    state: Registration
    opens_at: datetime
    closes_at: datetime


class SeatsOut(Schema):
    """`capacity` and `available` are null when seats are not limited; none is available while somebody waits."""

    capacity: int | None
    available: int | None
    waiting: int


class SessionOut(Schema):
    """One offering of an activity. Prices are before taxes: 0 is free, else the seat is ordered (`POST /orders`)."""

    id: UUID
    title: str
    activity: str
    programme: str | None
    stream: Stream
    language: str
    mode: Mode
    duration_minutes: int
    meetings: list[MeetingOut]
    registration: RegistrationOut
    seats: SeatsOut
    price: Money
    member_price: Money

    @classmethod
    def of(cls, session: Session, *, at: datetime) -> "SessionOut":
        """The session as it stands at that instant; its activity, programme, pool and meetings are in hand."""
        return cls(**_values(session, at=at))


class SessionDetailOut(SessionOut):
    """A session's own page; `prerequisites` are titles of what must be attended first, `terms` are to be accepted,
    `questions` answered by whoever registers themself."""

    objectives: str
    trainers: list[str]
    accreditation: str
    place: str
    members_only: bool
    prerequisites: list[str]
    terms: str
    questions: list[QuestionOut]
    cancel_before: datetime

    @classmethod
    def of(cls, session: Session, *, at: datetime) -> "SessionDetailOut":
        activity = session.activity
        return cls(
            **_values(session, at=at),
            objectives=activity.objectives,
            trainers=[trainer.name for trainer in session.taught_by],
            accreditation=activity.accreditation,
            place=session.place,
            members_only=activity.programme is not None and activity.programme.members_only,
            prerequisites=_prerequisites(activity),
            terms=activity.programme.terms if activity.programme else "",
            questions=[QuestionOut.of(one) for one in questions_of(session.asked_for)],
            cancel_before=session.cancel_before,
        )


def _prerequisites(activity: Activity) -> list[str]:
    return [each.title for each in activity.prerequisites.all()] if activity.has_prerequisites else []


def _values(session: Session, *, at: datetime) -> dict[str, object]:
    activity, pool = session.activity, session.pool
    return {
        "id": session.uuid,
        "title": activity.title,
        "activity": activity.slug,
        "programme": activity.programme.slug if activity.programme else None,
        "stream": activity.stream,
        "language": activity.language,
        "mode": activity.mode,
        "duration_minutes": activity.duration_minutes,
        "meetings": [_meeting(meeting) for meeting in session.meetings.all()],
        "registration": RegistrationOut(
            state=session.registration_at(at), opens_at=session.opens_at, closes_at=session.closes_at
        ),
        "seats": SeatsOut(capacity=pool.capacity, available=pool.available, waiting=pool.waiting),
        "price": Money.of(session.price_cents),
        "member_price": Money.of(session.price_of(is_member=True)),
    }


def _meeting(meeting: Meeting) -> MeetingOut:
    return MeetingOut(starts_at=meeting.starts_at, ends_at=meeting.ends_at)
