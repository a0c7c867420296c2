"""What was frozen, what differs from it, who is in the file of evidence."""

from collections.abc import Iterator
from typing import Any

from registrations.accounting.rules.periods import Period
from registrations.actors import Actor
from registrations.dates import MONTREAL
from registrations.errors import NotFound
from training.attendance.models import Attendance
from training.catalogue.models import ActivityCost, Programme
from training.enrolments.models import Enrolment
from training.reports.models import FrozenReport, ReportOutline
from training.reports.queries.scope import enrolments_of, sessions_of
from training.reports.rules import DIMENSIONS, INDICATORS, REGISTERED, Change, differences, may_read_reports


def programme_for(slug: str, *, by: Actor) -> Programme:
    """Raises `NotFound`, also for whoever may not read reports."""
    found = Programme.objects.select_related("funder").filter(slug=slug).first() if may_read_reports(by) else None
    if found is None:
        raise NotFound()
    return found


def chosen(programme: Programme) -> tuple[list[str], list[str]]:
    """Indicators and tables that the funder asked for; all of them when nobody has chosen."""
    outline = ReportOutline.objects.filter(programme=programme).first()
    if outline is None:
        return list(INDICATORS), list(DIMENSIONS)
    return [n for n in INDICATORS if n in outline.indicators], [n for n in DIMENSIONS if n in outline.breakdowns]


def last_frozen(programme: Programme) -> FrozenReport | None:
    return FrozenReport.objects.filter(programme=programme).order_by("-number").first()


def since(frozen: FrozenReport | None, document: dict[str, Any]) -> list[Change]:
    """What differs from the last frozen version, whatever its period."""
    return differences(frozen.document, document) if frozen else []


def people_of(programme: Programme, period: Period) -> set[int]:
    """Keys of those whom the file of evidence names."""
    rows = enrolments_of(programme, period).filter(state__in=REGISTERED)
    return set(rows.values_list("person", flat=True).distinct())


def attendance_list(programme: Programme, period: Period) -> Iterator[tuple[Any, ...]]:
    """One line for each person and session, by session then name."""
    rows = enrolments_of(programme, period).filter(state__in=REGISTERED)
    whole = rows.select_related("session__activity", "person", "organisation").order_by(
        "session__starts_at", "session_id", "person__family_name", "person__given_name", "pk"
    )
    for enrolment in whole.prefetch_related("attendance").iterator(500):
        yield _line(enrolment)


def _line(enrolment: Enrolment) -> tuple[Any, ...]:
    session, person = enrolment.session, enrolment.person
    noted = [row for row in enrolment.attendance.all() if row.superseded_at is None]
    name = (person.get_full_name(), "") if person.erased_at else (person.family_name, person.given_name)
    return (
        *(session.activity.title, session.code, session.starts_at.astimezone(MONTREAL).date(), *name),
        enrolment.organisation.name if enrolment.organisation else "",
        *(enrolment.get_region_display(), enrolment.get_role_display(), enrolment.get_state_display()),
        *(_minutes(noted), ", ".join(sorted({str(row.get_source_display()) for row in noted}))),
    )


def _minutes(noted: list[Attendance]) -> int | None:
    return sum(row.minutes for row in noted) if noted else None


def costs_of(programme: Programme, period: Period) -> list[ActivityCost]:
    """Those of the activities that have a session in the period, with their documents."""
    activities = sessions_of(programme, period).order_by().values("activity")
    return list(ActivityCost.objects.filter(activity__in=activities).select_related("activity").order_by("pk"))
