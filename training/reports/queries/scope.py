"""The rows of a programme over a period, read once each: its sessions, their registrations, the minutes received.

A session belongs to the period in which its first meeting begins; a registration, to its session. Drafts, and what is
not training, are not counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from registrations.accounting.rules.periods import Period
from registrations.organisations.models import Organisation
from training.catalogue.models import ActivityKind, Programme
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.reports.queries.minutes import lengths, parcels
from training.reports.rules import REGISTERED
from training.sessions.models import Session
from training.sessions.rules import SessionState

COMPLETED = frozenset({EnrolmentState.ATTENDED})
AT_ONCE = 5_000
W = TypeVar("W")


def whole_period(programme: Programme) -> Period:
    """All the days of the agreement."""
    return Period(programme.starts_on, programme.ends_on)


def sessions_of(programme: Programme, period: Period) -> "QuerySet[Session]":
    """What was offered in the period."""
    return Session.objects.filter(_in(programme, period)).exclude(state=SessionState.DRAFT)


def enrolments_of(programme: Programme, period: Period) -> "QuerySet[Enrolment]":
    """Registrations of any state in these sessions."""
    here = _in(programme, period, "session__")
    return Enrolment.objects.filter(here).exclude(session__state=SessionState.DRAFT).order_by()


def _in(programme: Programme, period: Period, path: str = "") -> Q:
    given = {
        "activity__programme": programme,
        "activity__kind": ActivityKind.TRAINING,
        "starts_at__gte": period.begins,
        "starts_at__lt": period.ends,
    }
    return Q(**{f"{path}{name}": value for name, value in given.items()})


class Place(NamedTuple):
    """Where somebody worked when they registered."""

    organisation: int | None
    region: str
    role: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What the report reads of a session."""

    activity: int
    slug: str
    title: str
    stream: str
    state: str
    starts_at: datetime
    ends_at: datetime

    @property
    def month(self) -> str:
        """In Montréal."""
        return f"{localtime(self.starts_at):%Y-%m}"

    def is_held(self, *, at: datetime) -> bool:
        return self.state == SessionState.PUBLISHED and self.ends_at <= at


@dataclass(frozen=True, slots=True)
class Counted(Generic[W]):
    """Registrations on one side: by session, or by place. `rows` has their people, by side and state."""

    rows: Mapping[tuple[W, str], list[int]]
    minutes: Mapping[W, int]

    def number(self, states: Collection[str], *, among: AbstractSet[W] | None = None) -> int:
        """Registrations in one of these states."""
        return sum(
            len(people)
            for (where, state), people in self.rows.items()
            if state in states and (among is None or where in among)
        )

    def people(self, states: Collection[str]) -> set[int]:
        """Distinct people."""
        return set().union(*(people for (_where, state), people in self.rows.items() if state in states))

    def where(self, states: Collection[str]) -> set[W]:
        return {where for where, state in self.rows if state in states}

    def table(self, part_of: Callable[[W], tuple[str, str]]) -> list[dict[str, Any]]:
        """A row for each key and name that `part_of` says: registrations, participations, people trained, minutes."""
        parts: dict[tuple[str, str], dict[str, Any]] = {}
        trained: dict[tuple[str, str], set[int]] = defaultdict(set)
        for (where, state), people in self.rows.items():
            if state in REGISTERED:
                part = part_of(where)
                row = parts.setdefault(part, {"enrolments": 0, "completed": 0, "minutes": 0})
                row["enrolments"] += len(people)
                if state in COMPLETED:
                    row["completed"] += len(people)
                    trained[part].update(people)
        for where, minutes in self.minutes.items():
            if (part := part_of(where)) in parts:  # a registration may have ended between the two reads
                parts[part]["minutes"] += minutes
        return [{"key": part[0], "name": part[1], **row, "people": len(trained[part])} for part, row in parts.items()]


@dataclass(frozen=True, slots=True)
class Scope:
    """All that is read of a programme in a period. No table crosses sessions with places: each side is apart."""

    sessions: dict[int, Offered]
    lasting: dict[int, int]
    by_session: Counted[int]
    by_place: Counted[Place]

    @classmethod
    def of(cls, programme: Programme, period: Period) -> "Scope":
        lasting, enrolments = lengths(sessions_of(programme, period)), enrolments_of(programme, period)
        at_session, at_place = _registered(enrolments)
        in_session: Counter[int] = Counter()
        in_place: Counter[Place] = Counter()
        noted_in = _in(programme, period, "meeting__session__") & ~Q(meeting__session__state=SessionState.DRAFT)
        for session, organisation, region, role, minutes in parcels(enrolments, lasting, noted_in=noted_in):
            in_session[session] += minutes
            in_place[Place(organisation, region, role)] += minutes
        sessions = _offered(sessions_of(programme, period))
        return cls(sessions, lasting, Counted(at_session, in_session), Counted(at_place, in_place))

    def organisations(self) -> dict[int | None, tuple[str, str]]:
        """The public key and the name of each."""
        known = {place.organisation for place, _state in self.by_place.rows if place.organisation}
        rows = Organisation.objects.filter(pk__in=known).order_by().values_list("pk", "uuid", "name")
        return {None: ("", "")} | {pk: (str(uuid), name) for pk, uuid, name in rows}


def _offered(sessions: "QuerySet[Session]") -> dict[int, Offered]:
    names = ("activity_id", "activity__slug", "activity__title", "activity__stream", "state", "starts_at", "ends_at")
    return {pk: Offered(*rest) for pk, *rest in sessions.order_by().values_list("pk", *names)}


def _registered(
    enrolments: "QuerySet[Enrolment]",
) -> tuple[dict[tuple[int, str], list[int]], dict[tuple[Place, str], list[int]]]:
    """The people of each session and state, and of each place and state: all rows in one statement."""
    by_session: dict[tuple[int, str], list[int]] = defaultdict(list)
    by_place: dict[Any, list[int]] = defaultdict(list)
    names = ("session_id", "state", "organisation_id", "region", "role", "person_id")
    for session, state, organisation, region, role, person in enrolments.values_list(*names).iterator(AT_ONCE):
        by_session[session, state].append(person)
        by_place[organisation, region, role, state].append(person)
    return by_session, {(Place(*place), state): people for (*place, state), people in by_place.items()}
