"""Noting how long people were in a meeting; a value that was noted before is kept beside the new one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from training.attendance.actions.settling import settle
from training.attendance.errors import MoreThanTheMeeting, NotOnTheList, NotStarted
from training.attendance.models import Attendance
from training.attendance.rules import NOTED_FROM, ON_THE_LIST, Source, overrides
from training.catalogue.rules import may_manage_training
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting


@transaction.atomic
def note_attendance(meeting: Meeting, minutes: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """Note minutes, by key of enrolment, as the team; the number of people whose attendance changed."""
    _only_training(by)
    return write(meeting, minutes, source=Source.TEAM, by=by, at=at)


@transaction.atomic
def note_replay(meeting: Meeting, enrolment: Enrolment, minutes: int, *, by: Actor, at: datetime) -> bool:
    """Note how much of a meeting's replay a person saw; whether that changed anything."""
    _only_training(by)
    _check_minutes(meeting, [minutes])
    [row] = _on_the_list(meeting, [enrolment.pk])
    live = Attendance.objects.live().filter(meeting=meeting, enrolment=row).first()
    if minutes == (live.replay_minutes if live else 0):
        return False
    new = _row(meeting, row.pk, live.minutes if live else 0, live.source if live else Source.TEAM, by=by, at=at)
    new.replay_minutes = minutes
    _replace(meeting, [new], at=at)
    journal.log(row, "training.note_replay", by=by, at=at, minutes=minutes)
    settle([row], by=by, at=at)
    return True


@transaction.atomic
def record_attendance(meeting: Meeting, minutes: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """The attendance of the past, as it was: the states of the enrolments stay what they are."""
    _only_training(by)
    return write(meeting, minutes, source=Source.RECORD, by=by, at=at)


def write(meeting: Meeting, minutes: Mapping[int, int], *, source: str, by: Actor, at: datetime) -> int:
    """Write what changes, and nothing else. The caller has checked who may.

    What a stronger source noted stays. People whose session was closed already are settled anew. Raises
    `NotStarted`, `MoreThanTheMeeting`, and `NotOnTheList` for somebody who has no seat here.
    """
    if at < meeting.starts_at - NOTED_FROM:
        raise NotStarted(starts=meeting.starts_at)
    _check_minutes(meeting, minutes.values())
    people = _on_the_list(meeting, minutes)
    live = {row.enrolment_id: row for row in Attendance.objects.live().filter(meeting=meeting, enrolment__in=people)}
    new = []
    for person in people:
        was, told = live.get(person.pk), minutes[person.pk]
        if was is None or (was.minutes != told and overrides(source, noted_by=was.source)):
            row = _row(meeting, person.pk, told, source, by=by, at=at)
            row.replay_minutes = was.replay_minutes if was else 0
            new.append(row)
    if new:
        _replace(meeting, new, at=at)
        journal.log(meeting.session, "training.note_attendance", by=by, at=at, people=len(new), source=str(source))
    changed = {row.enrolment_id for row in new}
    if source != Source.RECORD:
        settle([p for p in people if p.pk in changed and p.state != EnrolmentState.CONFIRMED], by=by, at=at)
    return len(new)


def _on_the_list(meeting: Meeting, enrolments: Collection[int]) -> list[Enrolment]:
    """These enrolments, locked: two who note at once take turns."""
    rows = Enrolment.objects.select_for_update(no_key=True, of=("self",)).select_related("session")
    found = list(rows.filter(pk__in=list(enrolments), session=meeting.session_id, state__in=ON_THE_LIST).order_by("pk"))
    if len(found) != len(enrolments):
        raise NotOnTheList()
    return found


def _check_minutes(meeting: Meeting, minutes: Iterable[int]) -> None:
    if any(not 0 <= value <= meeting.minutes for value in minutes):
        raise MoreThanTheMeeting(minutes=meeting.minutes)


def _row(meeting: Meeting, enrolment: int, minutes: int, source: str, *, by: Actor, at: datetime) -> Attendance:
    return Attendance(
        meeting=meeting,
        enrolment_id=enrolment,
        planned_minutes=meeting.minutes,
        minutes=minutes,
        source=source,
        recorded_by=by.person,
        recorded_at=at,
    )


def _replace(meeting: Meeting, rows: list[Attendance], *, at: datetime) -> None:
    former = Attendance.objects.live().filter(meeting=meeting, enrolment__in=[row.enrolment_id for row in rows])
    former.update(superseded_at=at)
    Attendance.objects.bulk_create(rows, batch_size=500)


def _only_training(by: Actor) -> None:
    if not may_manage_training(by):
        raise Forbidden()
