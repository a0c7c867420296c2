"""What the lines of a workbook refer to, and the lines themselves: loaded once per check and once per run of apply."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from cms.library.models import Resource
from registrations.dates import MONTREAL
from registrations.imports.registry import Outcome, Values
from registrations.imports.rules.kinds import Read
from training.attendance.models import Attendance
from training.catalogue.models import Activity, Programme, Trainer
from training.sessions.models import Meeting, Session
from training.sessions.rules import Period
from training.workbook.imports.written import Roster

TRAINERS, ACTIVITIES, SESSIONS, MEETINGS = "Personnes formatrices", "Activités", "Séances", "Rencontres"


def activities_read() -> "QuerySet[Activity]":
    return Activity.objects.select_related("programme").prefetch_related("trainers", "prerequisites", "materials")


def sessions_read() -> "QuerySet[Session]":
    noted = Exists(Attendance.objects.filter(meeting=OuterRef("pk")))
    meetings = Meeting.objects.annotate(noted=noted).order_by("starts_at", "pk")
    return Session.objects.select_related("activity__programme", "pool").prefetch_related(
        "trainers", Prefetch("meetings", queryset=meetings)
    )


@dataclass(slots=True)
class Book:
    """`settled`: by session code, what its line (0) and those of its meetings were judged before they were written."""

    lines: Mapping[str, Sequence[Read]]
    historical: bool
    programmes: dict[str, Programme]
    roster: Roster
    activities: dict[str, Activity]
    resources: dict[str, Resource]
    sessions: dict[str, Session]
    programme: Programme | None = None
    settled: dict[str, dict[int, Outcome]] = field(default_factory=dict)
    activity_lines: dict[str, Values] = field(default_factory=dict)
    session_lines: dict[str, Values] = field(default_factory=dict)
    meeting_lines: dict[str, dict[int, Values]] = field(default_factory=dict)

    @classmethod
    def load(cls, lines: Mapping[str, Sequence[Read]], *, historical: bool) -> "Book":
        codes = _named(lines[SESSIONS], "code") | _named(lines[MEETINGS], "session")
        slugs = {slug for line in lines[ACTIVITIES] for slug in line.values.get("materials") or ()}
        book = cls(
            lines,
            historical,
            {programme.slug: programme for programme in Programme.objects.all()},
            Roster.of(Trainer.objects.all()),
            {activity.slug: activity for activity in activities_read()},
            {work.slug: work for work in Resource.objects.filter(slug__in=slugs).order_by("-locale_id", "-pk")},
            {session.code: session for session in sessions_read().filter(code__in=codes)},
        )
        book._index()
        book.programme = book._about()
        return book

    def _index(self) -> None:
        """The first line of each key, whether or not all its cells could be read."""
        for line in self.lines[ACTIVITIES]:
            self.activity_lines.setdefault(line.values.get("slug", ""), line.values)
        for line in self.lines[SESSIONS]:
            self.session_lines.setdefault(line.values.get("code", ""), line.values)
        for line in self.lines[MEETINGS]:
            of_session = self.meeting_lines.setdefault(line.values.get("session", ""), {})
            of_session.setdefault(line.values.get("position", 0), line.values)

    def _about(self) -> Programme | None:
        """The programme of the first activity that names one, else that of the first session or activity there is."""
        for values in self.activity_lines.values():
            if values.get("programme") in self.programmes:
                return self.programmes[values["programme"]]
        named = [self.activities.get(values.get("activity", "")) for values in self.session_lines.values()]
        taught = [session.activity for session in self.sessions.values()]
        return next((activity.programme for activity in [*named, *taught] if activity and activity.programme), None)

    def forget(self, code: str) -> None:
        """Read this session again: it was written, or half written then undone."""
        self.sessions.pop(code, None)
        self.sessions.update({session.code: session for session in sessions_read().filter(code=code)})

    def meetings_there(self, code: str) -> dict[int, Meeting]:
        """The meetings that the session has, by their place in it."""
        session = self.sessions.get(code)
        return dict(enumerate(session.meetings.all(), start=1)) if session else {}

    def periods(self, code: str) -> dict[int, Period]:
        """What the meetings of the session will be: those that it has, as the sheet changes them, and the new ones."""
        before = {place: meeting.period for place, meeting in self.meetings_there(code).items()}
        after = {
            place: period_of(values, before.get(place))
            for place, values in self.meeting_lines.get(code, {}).items()
            if place and {"starts_at", "ends_at"} <= values.keys()
        }
        return before | after


def period_of(values: Values, before: Period | None) -> Period:
    """The meeting that a line asks for; what its columns do not say stays."""
    starts_at, ends_at = values["starts_at"], ended(values["starts_at"], values["ends_at"])
    said = {name: values[name] for name in ("place", "join_url", "part", "mandatory") if name in values}
    if before is None:
        return Period(starts_at, ends_at, **said)
    return replace(before, starts_at=starts_at, ends_at=ends_at, **said)


def ended(starts_at: datetime, ends_at: Any) -> datetime:
    """The end: an hour alone is of the day of the start."""
    if isinstance(ends_at, time):
        return datetime.combine(starts_at.astimezone(MONTREAL).date(), ends_at, tzinfo=MONTREAL)
    return ends_at  # type: ignore[no-any-return]  # an instant


def _named(lines: Iterable[Read], name: str) -> set[str]:
    return {line.values[name] for line in lines if line.values.get(name)}
