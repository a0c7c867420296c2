"""What the attendance holds of a person: their minutes, and what they noted of others."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention
from training.attendance.models import Attendance, JoinLink, KnownName, ParticipantReport, ReportLine, TrainerLink

REPORTS_KEPT = timedelta(days=30)


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := Attendance.objects.filter(enrolment__person=person).count():
        yield Kept(_("Attendance"), number, _("Minutes without any name: the funder's report stays true."))
    if number := Attendance.objects.filter(recorded_by=person).exclude(enrolment__person=person).count():
        yield Kept(_("Attendance noted for others, without the name of who noted it"), number, _("It is theirs."))

    if number := KnownName.objects.filter(person=person).count() + JoinLink.objects.filter(person=person).count():
        yield Gone(_("Names in calls and personal join links"), number)


def erase(person: User, _by: Actor, at: datetime) -> None:
    """Minutes stay: they say nothing of who attended, once the person's record is empty.

    A trainer's link opens nothing more; this runs while the catalogue still says whose it is.
    """
    TrainerLink.objects.filter(trainer__person=person, revoked_at=None).update(revoked_at=at)
    KnownName.objects.filter(person=person).delete()
    JoinLink.objects.filter(person=person).delete()
    ReportLine.objects.filter(enrolment__person=person).delete()


def attendance(person: User) -> Iterator[Mapping[str, Any]]:
    rows = Attendance.objects.filter(enrolment__person=person).select_related("meeting__session__activity")
    for row in rows.order_by("meeting__starts_at", "pk"):
        yield {
            "id": str(row.uuid),
            "activity": row.meeting.session.activity.title,
            "starts_at": row.meeting.starts_at,
            "minutes": row.minutes,
            "replay_minutes": row.replay_minutes,
            "source": str(row.get_source_display()),
            "recorded_at": row.recorded_at,
            "corrected_at": row.superseded_at,
        }


def known_names(person: User) -> Iterator[Mapping[str, Any]]:
    for row in KnownName.objects.filter(person=person).order_by("pk"):
        yield {"id": str(row.uuid), "name": row.key, "since": row.created_at}


def forgotten_reports(on: date) -> "QuerySet[ParticipantReport]":
    """Checked, never applied: their lines have names and addresses, of people who may not be ours."""
    return ParticipantReport.objects.filter(applied_at=None, created_at__date__lt=on - REPORTS_KEPT)


def forget_reports(_by: Actor, at: datetime) -> int:
    """Their lines go with them; the journal says that they were checked."""
    rows = forgotten_reports(localdate(at))
    number = rows.count()
    rows.delete()
    return number


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "training.attendance.recorded_by",
            "training.trainerlink.created_by",
            "training.participantreport.created_by",
            "training.knownname.person",
            "training.joinlink.person",
        ),
    )
]
EXPORTS = [
    Export(
        "attendance",
        _("Your attendance"),
        attendance,
        columns={"activity": _("Activity"), "starts_at": _("Date"), "minutes": _("Minutes"), "source": _("Noted by")},
    ),
    Export(
        "names-in-calls",
        _("Names under which you joined calls"),
        known_names,
        columns={"name": _("Name"), "since": _("Since")},
    ),
]
RETENTIONS = [
    Retention(
        "participant_reports",
        _("Reports of Zoom or Teams that nobody applied"),
        _("Deleted thirty days after they were checked; the lines of a report that is applied go at once."),
        lambda on: forgotten_reports(on).count(),
        forget_reports,
    )
]
