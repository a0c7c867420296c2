"""Reading sessions for lists and pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from registrations.actors import Actor
from registrations.dates import MONTREAL
from registrations.errors import NotFound
from registrations.folding import words
from registrations.prepared import prepared
from training.catalogue.models import Programme, Stream
from training.catalogue.rules import may_manage_training
from training.sessions.calendar import Span
from training.sessions.models import Meeting, Session
from training.sessions.rules import SessionState

WITH_ACTIVITY = ("activity__programme", "pool")


WORDS = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A day of a calendar, with the meetings that start on it."""

    day: date
    inside: bool
    today: bool
    meetings: list[Meeting]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of sessions is narrowed to; "" and None mean anything. `until` is the last day wanted."""

    programme: str = ""
    stream: str = ""
    language: str = ""
    mode: str = ""
    since: date | None = None
    until: date | None = None
    available: bool = False
    text: str = ""


def public_sessions(wanted: Wanted, *, to: int | None = None, at: datetime) -> QuerySet[Session]:
    """Sessions that anybody may see, by date; those not over yet, unless a first day is asked for.

    `to`: the key of who looks, who also finds the sessions by invitation to which they are invited.
    """
    rows = Session.objects.shown_to(to, at=at).select_related(*WITH_ACTIVITY).prefetch_related("meetings")
    rows = rows.filter(ends_at__gt=at) if wanted.since is None else rows.filter(starts_at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(starts_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.stream:
        rows = rows.filter(activity__stream__in={wanted.stream, Stream.BOTH})
    exact = {
        "activity__programme__slug": wanted.programme,
        "activity__language": wanted.language,
        "activity__mode": wanted.mode,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in words(wanted.text)[:WORDS]:
        rows = rows.filter(activity__search_text__contains=word)
    return rows.open(at=at).with_seats() if wanted.available else rows


def meetings_shown(found: QuerySet[Session], span: Span, *, at: datetime) -> list[list[Shown]]:
    """The meetings of these sessions on each day of a calendar, week by week."""
    first, after = _midnight(span.first), _midnight(span.last + timedelta(days=1))
    rows = Meeting.objects.filter(session__in=found.order_by().values("pk"), starts_at__gte=first, starts_at__lt=after)
    rows = rows.select_related("session__activity", "session__pool").order_by("starts_at", "pk")
    by_day: dict[date, list[Meeting]] = {}
    for meeting in rows:
        by_day.setdefault(meeting.starts_at.astimezone(MONTREAL).date(), []).append(meeting)
    today = at.astimezone(MONTREAL).date()
    return [[Shown(day, span.holds(day), day == today, by_day.get(day, [])) for day in week] for week in span.weeks]


def visible_session(uuid: UUID, *, to: Actor, at: datetime) -> Session:
    """One session; drafts only for those who prepare them, one by invitation for those who have a seat or were invited.

    Raises `NotFound` for what they may not know.
    """
    for session in _named(uuid) if may_manage_training(to) else _public(uuid, at):
        return session
    for session in _private(uuid, to.person.pk) if to.person is not None else ():
        return session
    raise NotFound()


@prepared
def _named(uuid: UUID) -> QuerySet[Session]:
    return Session.objects.select_related(*WITH_ACTIVITY).filter(uuid=uuid)


@prepared
def _public(uuid: UUID, at: datetime) -> QuerySet[Session]:
    return Session.objects.public(at=at).select_related(*WITH_ACTIVITY).filter(uuid=uuid)


def _private(uuid: UUID, person: int) -> QuerySet[Session]:
    return Session.objects.private_to(person).filter(uuid=uuid).select_related(*WITH_ACTIVITY)


def sessions_to_copy(programme: Programme) -> QuerySet[Session]:
    """The sessions of a programme that a copy offers again, by date."""
    rows = Session.objects.filter(activity__programme=programme).exclude(state=SessionState.CANCELLED)
    return rows.select_related("activity", "pool").prefetch_related("meetings", "trainers").order_by("starts_at", "pk")


def programmes_on_offer(*, at: datetime) -> QuerySet[Programme]:
    """Programmes to choose from when filtering."""
    return Programme.objects.published(at=at).filter(ends_on__gt=at.astimezone(MONTREAL).date())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, MONTREAL)
