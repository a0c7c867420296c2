"""A session that moves: calendars keep its events, people are told once, each joins by the right link."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from registrations.messages.models import Message
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, SessionFactory
from tests.people import actor_for
from training.attendance.models import JoinLink
from training.catalogue.actions import change_activity
from training.enrolments.actions import change_session, revise_session
from training.enrolments.documents import calendar_of
from training.enrolments.mails import session_changed
from training.enrolments.queries import joinings_for, joinings_of
from training.sessions.models import Meeting
from training.sessions.rules import Period, links_to_join, moved

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def session():
    return SessionFactory(join_url="https://visio.test/session")


@pytest.fixture
def seat(session):
    return EnrolmentFactory(session=session)


def told():
    return Message.objects.filter(kind="session-changed")


def events(content):
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def mine(seat):
    return events(calendar_of(seat, to=actor_for(seat.person)))


def test_meeting_that_moves_keeps_its_identity_and_grows_its_sequence(session, seat):
    [(uid, before)] = mine(seat).items()

    revise_session(session, meetings=[Period(STARTS + WEEK, STARTS + WEEK + HOUR)], by=LEAD, at=NOW)
    seat.refresh_from_db()
    [(same, after)] = mine(seat).items()

    assert (same, int(after["sequence"]), after["dtstart"].dt) == (uid, int(before["sequence"]) + 1, STARTS + WEEK)
    assert after["dtstamp"].dt == NOW


def test_meeting_removed_is_taken_out_of_the_calendar(session, seat):
    Meeting.objects.create(session=session, starts_at=STARTS + WEEK, ends_at=STARTS + WEEK + HOUR)
    gone = {uid for uid, event in mine(seat).items() if event["dtstart"].dt == STARTS}

    revise_session(session, meetings=[Period(STARTS + WEEK, STARTS + WEEK + HOUR)], by=LEAD, at=NOW)
    asked, cancelled = (Calendar.from_ical(file.content) for file in session_changed(seat.uuid, "fr").attachments)

    assert [str(file["method"]) for file in (asked, cancelled)] == ["REQUEST", "CANCEL"]
    assert {str(event["uid"]) for event in cancelled.walk("VEVENT")} == gone
    assert not gone & {str(event["uid"]) for event in asked.walk("VEVENT")}


@pytest.mark.parametrize("change", [{"part": "Jour 2"}, {"place": "Salle 4"}, {"join_url": "https://visio.test/autre"}])
def test_each_thing_that_people_must_know_is_told(session, seat, change):
    revise_session(session, meetings=[Period(STARTS, session.ends_at, **change)], by=LEAD, at=NOW)

    assert told().count() == 1


def test_mode_that_changes_is_told_and_a_title_is_not(session, seat):
    change_activity(session.activity, title="Autrement", by=LEAD, at=NOW)
    assert told().count() == 0

    change_activity(session.activity, mode="on_site", by=LEAD, at=NOW)

    session.refresh_from_db()
    assert (told().count(), session.sequence) == (1, 1)


def test_nothing_changed_and_what_only_the_team_knows_are_not_told(session, seat):
    [meeting] = session.meetings.all()
    revise_session(session, meetings=[meeting.period], by=LEAD, at=NOW)
    revise_session(session, meetings=[Period(STARTS, session.ends_at, mandatory=True)], by=LEAD, at=NOW)

    assert told().count() == 0


def test_two_edits_of_one_sitting_are_one_mail_and_a_later_one_is_another(session, seat):
    change_session(session, place="Salle 3", by=LEAD, at=NOW)
    change_session(session, place="Salle 4", by=LEAD, at=LATER)
    [message] = told()
    assert message.not_before == LATER + timedelta(minutes=10)

    message.state, message.sent_at = "sent", NOW + HOUR
    message.save()
    change_session(session, place="Salle 5", by=LEAD, at=NOW + HOUR)

    assert told().count() == 2


def test_change_while_the_mail_is_leaving_is_told_again(session, seat):
    change_session(session, place="Salle 3", by=LEAD, at=NOW)
    told().update(leased_until=LATER + HOUR)

    change_session(session, place="Salle 4", by=LEAD, at=LATER)

    assert told().count() == 2


def test_change_of_a_session_that_is_near_is_told_at_once(session, seat):
    now = STARTS - HOUR
    change_session(session, place="Salle 3", by=LEAD, at=now)

    assert told().get().not_before == now


def test_only_confirmed_people_have_a_link_in_their_calendar(session):
    ends = {"offer_ends_at": NOW + HOUR}
    seats = [EnrolmentFactory(session=session), EnrolmentFactory(session=session, state="offered", **ends)]

    links = [[event.get("url") for event in mine(seat).values()] for seat in seats]

    assert links == [["https://visio.test/session"], [None]]


def test_personal_link_is_in_ones_own_calendar_and_in_nobody_elses(session, seat):
    own = "https://zoom.test/w/1?tk=moi"
    JoinLink.objects.create(enrolment=seat, person=seat.person, url=own, imported_at=NOW)

    assert [one.join_url for one in joinings_of(seat)] == [own]
    assert [one.join_url for one in joinings_for(seat, to=LEAD)] == ["https://visio.test/session"]
    assert "tk=moi" not in calendar_of(seat, to=actor_for(UserFactory())).decode()


@pytest.mark.parametrize(
    ("own", "of_session", "of_meetings", "links"),
    [
        ("", "s", ["", "m"], ["s", "m"]),
        ("o", "s", ["", "m"], ["o", "m"]),
        ("o", "s", ["s", ""], ["o", "o"]),
        ("o", "", ["m", "m"], ["o", "o"]),
        ("o", "", ["m", "n"], ["m", "n"]),
        ("", "", ["", ""], ["", ""]),
    ],
)
def test_meeting_is_joined_by_its_own_link_then_the_persons_then_the_sessions(own, of_session, of_meetings, links):
    assert links_to_join(own, of_session, of_meetings) == links


def test_meetings_that_stay_are_known_by_their_start_and_others_move_in_order():
    a, b, c, d = (STARTS + n * HOUR for n in range(4))
    pairs = [moved([a, b], [a, c]), moved([a, b], [b]), moved([a], [b, c]), moved([a, b, c], [b, d])]

    assert pairs == [{0: 0, 1: 1}, {1: 0}, {0: 0}, {1: 0, 0: 1}]
