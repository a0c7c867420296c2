"""The lists that leave as files: their columns, their rows read a batch at a time, and whom they name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from registrations.accounting.queries.exports import Cents
from registrations.accounting.rules.periods import Period
from registrations.certificates.models import Certificate
from registrations.organisations.models import Region
from training.attendance.models import Attendance
from training.catalogue.models import Programme
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.reports.rules import REGISTERED
from training.sessions.models import Session

BATCH = 500
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TrainingList:
    """`rows(programme, period)` are in the order of the file; `people`: the path to the person whom a row names."""

    label: str | Promise
    columns: tuple[str | Promise, ...]
    rows: Callable[[Programme | None, Period], "QuerySet[Any]"]
    line: Callable[[Any], Row]
    people: str = ""

    def lines(self, programme: Programme | None, period: Period) -> Iterator[Row]:
        for row in self.rows(programme, period).iterator(BATCH):
            yield self.line(row)

    def people_in(self, programme: Programme | None, period: Period) -> set[int]:
        """Keys of those whom the file names, for the register of disclosures."""
        if not self.people:
            return set()
        return set(self.rows(programme, period).order_by().values_list(self.people, flat=True)) - {None}


def _of(path: str, programme: Programme | None, period: Period) -> Q:
    """What begins in the period, of one programme or of all."""
    days = Q(**{f"{path}starts_at__gte": period.begins, f"{path}starts_at__lt": period.ends})
    return days & Q(**{f"{path}activity__programme": programme}) if programme else days


def _sessions(programme: Programme | None, period: Period) -> "QuerySet[Session]":
    rows = Session.objects.filter(_of("", programme, period)).select_related("activity__programme", "pool")
    return rows.prefetch_related("enrolments").order_by("starts_at", "pk")


def _session(row: Session) -> Row:
    states = [enrolment.state for enrolment in row.enrolments.all()]
    counted = (
        sum(state in REGISTERED for state in states),
        states.count(EnrolmentState.WAITLISTED),
        states.count(EnrolmentState.ATTENDED),
        states.count(EnrolmentState.ABSENT),
        states.count(EnrolmentState.CANCELLED),
    )
    return (
        *(row.code, row.activity.title, str(row.activity.programme or ""), row.get_state_display()),
        *(row.get_visibility_display(), row.activity.get_mode_display(), _when(row.starts_at), _when(row.ends_at)),
        *(row.pool.capacity, *counted, row.minimum, Cents(row.price_cents), row.place),
    )


def _enrolments(programme: Programme | None, period: Period) -> "QuerySet[Enrolment]":
    rows = Enrolment.objects.filter(_of("session__", programme, period))
    rows = rows.select_related("session__activity", "person", "organisation", "registered_by")
    return rows.prefetch_related("attendance").order_by("session__starts_at", "session_id", "pk")


def _enrolment(row: Enrolment) -> Row:
    noted = [each for each in row.attendance.all() if each.superseded_at is None]
    return (
        *(row.session.code, row.session.activity.title, _when(row.session.starts_at), *_named(row.person)),
        *(row.person.email or "", *_where(row), row.get_role_display(), row.get_state_display()),
        *(_by(row.registered_by), _when(row.created_at), sum(each.minutes for each in noted) if noted else None),
    )


def _attendance(programme: Programme | None, period: Period) -> "QuerySet[Attendance]":
    rows = Attendance.objects.live().filter(_of("meeting__session__", programme, period))
    rows = rows.select_related("meeting__session__activity", "enrolment__person", "enrolment__organisation")
    rows = rows.select_related("recorded_by", "enrolment__registered_by")
    return rows.order_by("meeting__starts_at", "meeting_id", "pk")


def _presence(row: Attendance) -> Row:
    session, enrolment = row.meeting.session, row.enrolment
    return (
        *(session.code, session.activity.title, _when(row.meeting.starts_at), *_named(enrolment.person)),
        *(*_where(enrolment), enrolment.get_state_display(), _by(enrolment.registered_by)),
        *(row.planned_minutes, row.minutes, row.replay_minutes, row.get_source_display(), _by(row.recorded_by)),
        _when(row.recorded_at),
    )


def _certificates(programme: Programme | None, period: Period) -> "QuerySet[Certificate]":
    about = Enrolment.objects.filter(_of("session__", programme, period)).values("uuid")
    rows = Certificate.objects.filter(subject_kind="training.enrolment", subject_uuid__in=about)
    mine = Enrolment.objects.filter(uuid=OuterRef("subject_uuid"))
    names = {"by_given": "registered_by__given_name", "by_family": "registered_by__family_name", "region": "region"}
    asked = {name: Subquery(mine.values(path)[:1]) for name, path in names.items()}
    return rows.with_worth().annotate(**asked).order_by("first_on", "pk")


def _certificate(row: Certificate) -> Row:
    worth = _("Revoked") if hasattr(row, "revocation") else _("Replaced") if hasattr(row, "replacement") else _("Valid")
    return (
        *(str(row), row.title, row.first_on, row.last_on, row.person_name, row.organisation_name),
        *(_region(row), f"{row.by_given or ''} {row.by_family or ''}".strip()),  # type: ignore[attr-defined]  # annotated
        *(row.planned_minutes, row.minutes, row.accreditation, localtime(row.issued_at).date(), str(worth)),
    )


def _when(at: Any) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _named(person: Any) -> tuple[str, str]:
    """An erased person has one name that says so."""
    return (person.get_full_name(), "") if person.erased_at else (person.family_name, person.given_name)


def _where(enrolment: Enrolment) -> tuple[str, str]:
    organisation = enrolment.organisation.name if enrolment.organisation else ""
    return organisation, str(enrolment.get_region_display())


def _region(row: Any) -> str:
    return str(dict(Region.choices).get(row.region, ""))


def _by(person: Any) -> str:
    return person.get_full_name() if person else ""


SESSION, WHO = (_("Session"), _("Activity")), (_("Family name"), _("Given name"))
WHERE = (_("Organisation"), _("Region"))
LISTS: Mapping[str, TrainingList] = {
    "enrolments": TrainingList(
        _("Registrations"),
        (
            *(*SESSION, _("Start"), *WHO, _("E-mail"), *WHERE, _("Role"), _("State")),
            *(_("Registered by"), _("Registered on"), _("Minutes")),
        ),
        _enrolments,
        _enrolment,
        people="person",
    ),
    "attendance": TrainingList(
        _("Attendance, meeting by meeting"),
        (
            *(*SESSION, _("Meeting"), *WHO, *WHERE, _("State"), _("Registered by"), _("Minutes of the meeting")),
            *(_("Minutes"), _("Minutes of replay"), _("Source"), _("Noted by"), _("Noted on")),
        ),
        _attendance,
        _presence,
        people="enrolment__person",
    ),
    "certificates": TrainingList(
        _("Certificates"),
        (
            *(_("Number"), _("Activity"), _("First day"), _("Last day"), _("Name"), *WHERE),
            _("Registered by"),
            *(_("Minutes planned"), _("Minutes"), _("Accreditation number"), _("Issued on"), _("State")),
        ),
        _certificates,
        _certificate,
        people="person",
    ),
    "sessions": TrainingList(
        _("Sessions"),
        (
            *(*SESSION, _("Programme"), _("State"), _("Visibility"), _("Mode"), _("Start"), _("End"), _("Seats")),
            *(_("Registered"), _("Waiting"), _("Attended"), _("Absent"), _("Cancelled"), _("Minimum")),
            *(_("Public price"), _("Place")),
        ),
        _sessions,
        _session,
    ),
}
"""By the kind of the file."""
