"""A video conference's report: checked beside the list, its doubtful names decided by a person, then applied."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from training.attendance.actions.noting import write
from training.attendance.errors import NamesToConfirm, NotOnTheList, ReportApplied, ReportOfAnotherMeeting
from training.attendance.models import KnownName, ParticipantReport, ReportLine
from training.attendance.queries import on_the_list, seats_for
from training.attendance.rules import (
    Connected,
    Found,
    Seat,
    clipped,
    match,
    minutes_in,
    overlaps,
    read_report,
    remembered_key,
    union,
)
from training.catalogue.rules import may_manage_training
from training.enrolments.models import Enrolment
from training.sessions.models import Meeting


@transaction.atomic
def check_report(meeting: Meeting, *, content: bytes, file_name: str, by: Actor, at: datetime) -> ParticipantReport:
    """Say whose each name of the report is, and note nothing. One that waited for this meeting is replaced.

    Raises `ReportUnreadable`, `ReportWithoutTimes`, `ReportOfAnotherMeeting`.
    """
    _only_training(by)
    read = read_report(content, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    if not overlaps(read, meeting.starts_at, meeting.ends_at):
        raise ReportOfAnotherMeeting(begins=read.begins, ends=read.ends)
    ParticipantReport.objects.filter(meeting=meeting, applied_at=None).delete()
    report = ParticipantReport.objects.create(
        meeting=meeting,
        source=read.source,
        file_name=file_name[-200:],
        people=len(read.people),
        created_by=by.person,
        created_at=at,
    )
    seats = seats_for(meeting.session)
    ReportLine.objects.bulk_create([_line(report, person, seats, meeting) for person in read.people], batch_size=500)
    journal.log(meeting.session, "training.check_report", by=by, at=at, people=len(read.people))
    return report


def _line(report: ParticipantReport, person: Connected, seats: list[Seat], meeting: Meeting) -> ReportLine:
    chosen = match(person.name, person.email, seats)
    there = clipped(union(person.intervals), meeting.starts_at, meeting.ends_at)
    return ReportLine(
        report=report,
        name=person.name[:200],
        email=person.email[:254],
        intervals=[[start.isoformat(), end.isoformat()] for start, end in there],
        minutes=minutes_in(person.intervals, meeting.starts_at, meeting.ends_at),
        found=chosen.found,
        enrolment_id=chosen.key,
    )


@transaction.atomic
def decide_names(
    report: ParticipantReport, answers: Mapping[UUID, Enrolment | None], *, by: Actor, at: datetime
) -> int:
    """Say, by line, whose name it is (None: nobody of the list), and remember it for the next reports."""
    _only_training(by)
    _to_apply(report)
    seats = set(on_the_list(report.meeting.session).values_list("pk", flat=True))
    lines = list(report.lines.filter(uuid__in=list(answers)).select_related("enrolment"))
    if any(answer is not None and answer.pk not in seats for answer in answers.values()):
        raise NotOnTheList()
    for line in lines:
        chosen = answers[line.uuid]
        line.enrolment, line.found = chosen, Found.MATCHED if chosen else Found.UNKNOWN
        key = remembered_key(line.name, line.email)[:254]
        if chosen and key:
            KnownName.objects.get_or_create(person_id=chosen.person_id, key=key, defaults={"created_at": at})
    ReportLine.objects.bulk_update(lines, ["enrolment", "found"])
    journal.log(report.meeting.session, "training.decide_names", by=by, at=at, names=len(lines))
    return len(lines)


@transaction.atomic
def apply_report(report: ParticipantReport, *, by: Actor, at: datetime) -> int:
    """Note the minutes of everybody who was recognised; how many people changed. The names are then forgotten.

    What a person noted by hand stays. Raises `NamesToConfirm`, and `ReportApplied` the second time.
    """
    _only_training(by)
    _to_apply(report)
    lines, meeting = list(report.lines.all()), report.meeting
    if doubtful := sum(line.found == Found.DOUBTFUL for line in lines):
        raise NamesToConfirm(names=doubtful)
    together: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for line in lines:
        if line.enrolment_id is not None and line.found == Found.MATCHED:
            together[line.enrolment_id] += [(_instant(start), _instant(end)) for start, end in line.intervals]
    minutes = {key: minutes_in(found, meeting.starts_at, meeting.ends_at) for key, found in together.items()}
    noted = write(meeting, minutes, source=report.source, by=by, at=at)
    report.lines.all().delete()
    ParticipantReport.objects.filter(pk=report.pk).update(applied_at=at, noted=noted)
    report.applied_at, report.noted = at, noted
    journal.log(meeting.session, "training.apply_report", by=by, at=at, people=len(minutes), changed=noted)
    return noted


def _to_apply(report: ParticipantReport) -> None:
    waiting = ParticipantReport.objects.select_for_update(no_key=True).filter(pk=report.pk, applied_at=None)
    if not waiting.exists():
        raise ReportApplied()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
