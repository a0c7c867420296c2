"""Noting who came, correcting it, closing a session."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.errors import Forbidden
from registrations.ids import uuid7
from registrations.journal.models import Entry
from tests.factories.registrations import UserFactory
from tests.factories.training import LEAD, STARTS, SessionFactory
from tests.people import actor_for
from training.attendance.actions import close_session_attendance, note_attendance, note_replay, record_attendance
from training.attendance.errors import MoreThanTheMeeting, NothingNoted, NotOnTheList, NotOver, NotStarted
from training.attendance.models import Attendance
from training.attendance.queries import completions
from training.attendance.rules import Completion
from training.enrolments.actions import revise_session
from training.models import Enrolment, Meeting
from training.sessions.errors import MeetingNoted
from training.sessions.rules import Period

pytestmark = pytest.mark.django_db
DURING = STARTS + timedelta(hours=1)
AFTER = STARTS + timedelta(days=8)


def seated(session, state="confirmed", **fields):
    if state == "waitlisted":
        fields["queue"] = session.pool
    return Enrolment.objects.create(session=session, person=UserFactory(), state=state, created_at=STARTS, **fields)


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def meeting(session):
    return session.meetings.get()


def values(enrolment):
    rows = Attendance.objects.filter(enrolment=enrolment).order_by("pk")
    return list(rows.values_list("minutes", "source", "superseded_at"))


def test_note_attendance_keeps_the_former_value_and_writes_nothing_twice(meeting, session):
    person = seated(session)

    first = note_attendance(meeting, {person.pk: 180}, by=LEAD, at=DURING)
    again = note_attendance(meeting, {person.pk: 180}, by=LEAD, at=DURING)
    note_attendance(meeting, {person.pk: 150}, by=LEAD, at=AFTER)

    assert (first, again) == (1, 0)
    assert values(person) == [(180, "team", AFTER), (150, "team", None)]


@pytest.mark.parametrize("state", ["waitlisted", "cancelled"])
def test_note_attendance_of_somebody_without_a_seat_is_refused_and_notes_nobody(meeting, session, state):
    person = seated(session)
    other = seated(session, state, cancelled_at=STARTS if state == "cancelled" else None)

    with pytest.raises(NotOnTheList):
        note_attendance(meeting, {person.pk: 180, other.pk: 180}, by=LEAD, at=DURING)
    assert not Attendance.objects.exists()


def test_note_attendance_refuses_what_cannot_be(meeting, session):
    person, stranger = seated(session), seated(SessionFactory())

    with pytest.raises(MoreThanTheMeeting):
        note_attendance(meeting, {person.pk: 181}, by=LEAD, at=DURING)
    with pytest.raises(NotStarted):
        note_attendance(meeting, {person.pk: 180}, by=LEAD, at=STARTS - timedelta(hours=2))
    with pytest.raises(NotOnTheList):
        note_attendance(meeting, {stranger.pk: 180}, by=LEAD, at=DURING)
    with pytest.raises(Forbidden):
        note_attendance(meeting, {person.pk: 180}, by=actor_for(person.person), at=DURING)


def row(meeting, enrolment, **fields):
    given = {"planned_minutes": 180, "minutes": 1, "source": "team", "recorded_at": DURING} | fields
    return Attendance.objects.create(uuid=uuid7(), meeting=meeting, enrolment=enrolment, **given)


@pytest.mark.parametrize(
    "attempt",
    [
        row,
        lambda meeting, person: row(meeting, person, superseded_at=AFTER, minutes=181),
        lambda meeting, person: row(meeting, person, superseded_at=AFTER, replay_minutes=181),
        lambda meeting, person: row(meeting, seated(SessionFactory())),
        lambda meeting, person: Attendance.objects.update(minutes=2),
        lambda meeting, person: Attendance.objects.all().delete(),
    ],
    ids=["two live", "too many minutes", "too much replay", "another session", "changed in place", "deleted"],
)
def test_the_database_refuses_what_must_never_be(meeting, session, attempt):
    person = seated(session)
    row(meeting, person)

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt(meeting, person)
    assert values(person) == [(1, "team", None)]


def test_close_session_attendance_says_who_attended_and_who_was_absent(meeting, session):
    came, left, never = (seated(session) for _ in range(3))
    waiting = seated(session, "waitlisted")
    note_attendance(meeting, {came.pk: 144, left.pk: 143}, by=LEAD, at=DURING)

    counts = close_session_attendance(session, by=LEAD, at=AFTER)

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert counts == {"attended": 1, "absent": 2}
    assert states == {came.pk: "attended", left.pk: "absent", never.pk: "absent", waiting.pk: "waitlisted"}
    assert Entry.objects.filter(action="training.settle_attendance").count() == 3


def test_a_correction_after_the_closing_settles_the_person_anew(meeting, session):
    session.activity.replay_counts = True
    session.activity.save()
    by_hand, by_replay = seated(session), seated(session)
    note_attendance(meeting, {by_hand.pk: 0, by_replay.pk: 90}, by=LEAD, at=DURING)
    close_session_attendance(session, by=LEAD, at=AFTER)

    note_attendance(meeting, {by_hand.pk: 180}, by=LEAD, at=AFTER)
    note_replay(meeting, by_replay, 90, by=LEAD, at=AFTER)

    assert set(Enrolment.objects.values_list("state", flat=True)) == {"attended"}
    note_attendance(meeting, {by_replay.pk: 10}, by=LEAD, at=AFTER)
    by_replay.refresh_from_db()
    assert by_replay.state == "absent"


def test_close_session_attendance_waits_for_the_end_and_for_a_list(meeting, session):
    person = seated(session)

    with pytest.raises(NotOver):
        close_session_attendance(session, by=LEAD, at=DURING)
    with pytest.raises(NothingNoted):
        close_session_attendance(session, by=LEAD, at=AFTER)
    with pytest.raises(Forbidden):
        close_session_attendance(session, by=actor_for(person.person), at=AFTER)


def test_completions_of_many_take_as_many_statements_as_of_one(session, meeting, django_assert_num_queries):
    Meeting.objects.create(session=session, starts_at=AFTER, ends_at=AFTER + timedelta(hours=1), mandatory=True)
    people = [seated(session), seated(session), seated(SessionFactory(), "attended", historical=True)]
    note_attendance(meeting, {people[0].pk: 180, people[1].pk: 180}, by=LEAD, at=DURING)
    note_attendance(session.meetings.last(), {people[0].pk: 30}, by=LEAD, at=AFTER)

    with django_assert_num_queries(3):
        found = completions(people)

    assert list(found.values()) == [
        Completion(210, 240, False),
        Completion(180, 240, False),
        Completion(180, 180, True),
    ]


def test_record_attendance_of_the_past_changes_no_state(meeting, session):
    person = seated(session, "attended", historical=True)

    record_attendance(meeting, {person.pk: 10}, by=LEAD, at=AFTER)

    person.refresh_from_db()
    assert (person.state, values(person)) == ("attended", [(10, "record", None)])


def test_meeting_whose_attendance_is_noted_neither_goes_nor_moves(meeting, session):
    note_attendance(meeting, {seated(session).pk: 180}, by=LEAD, at=DURING)

    with pytest.raises(MeetingNoted):
        revise_session(session, meetings=[Period(AFTER, AFTER + timedelta(hours=3))], by=LEAD, at=DURING)
    assert list(session.meetings.all()) == [meeting]
