"""How long sessions last and how long people were there, as attendance and certificates count it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Least

from training.attendance.models import Attendance
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.reports.rules import REGISTERED
from training.sessions.models import Meeting, Session

COUNTED = Least(
    F("planned_minutes"),
    F("minutes") + Case(When(meeting__session__activity__replay_counts=True, then=F("replay_minutes")), default=0),
)
"""What counts of one meeting: never more than it lasted."""
WHOSE = ("session_id", "organisation_id", "region", "role")


def lengths(sessions: "QuerySet[Session]") -> dict[int, int]:
    """By key of session, how many minutes its meetings last."""
    found: Counter[int] = Counter()
    for meeting in Meeting.objects.filter(session__in=sessions.order_by().values("pk")).order_by():
        found[meeting.session_id] += meeting.minutes
    return dict(found)


def parcels(
    enrolments: "QuerySet[Enrolment]", lasting: Mapping[int, int], *, noted_in: Q
) -> Iterator[tuple[int, int | None, str, str, int]]:
    """Session, organisation, region, role, and the minutes that these people received.

    `noted_in` finds their attendance by its meetings.
    """
    yield from _noted(noted_in)
    for session, organisation, region, role, number in _of_the_past(enrolments):
        yield session, organisation, region, role, number * lasting.get(session, 0)


def _noted(noted_in: Q) -> Any:
    rows = Attendance.objects.live().filter(noted_in, enrolment__state__in=REGISTERED).order_by()
    return rows.values_list(*(f"enrolment__{name}" for name in WHOSE)).annotate(total=Sum(COUNTED))


def _of_the_past(enrolments: "QuerySet[Enrolment]") -> Any:
    """Imported as attended without any minutes: they count for the whole session."""
    noted = Attendance.objects.live().filter(enrolment=OuterRef("pk"))
    rows = enrolments.filter(~Exists(noted), state=EnrolmentState.ATTENDED, historical=True)
    return rows.values_list(*WHOSE).annotate(total=Count("pk"))
