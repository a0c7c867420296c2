"""Preparing sessions: dates in order, codes once, and people told when what they know changes."""

from datetime import timedelta

import pytest

from registrations.actors import Role
from registrations.errors import Forbidden, WrongState
from registrations.messages.models import Message
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, OPENS, STARTS, ActivityFactory, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import add_meeting, change_session, enrol, revise_session
from training.models import Session
from training.sessions.actions import publish_session, record_session, schedule_session
from training.sessions.errors import MeetingsOutOfOrder, SessionExists, WindowOutOfOrder
from training.sessions.rules import Period

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def plan(**fields):
    values = {
        "code": "S-1",
        "meetings": [Period(STARTS, STARTS + 3 * HOUR)],
        "capacity": 35,
        "opens_at": OPENS,
        "closes_at": STARTS,
    }
    return schedule_session(activity=ActivityFactory(), by=LEAD, at=NOW, **(values | fields))


def test_schedule_session_makes_a_draft_with_its_seats_and_meetings():
    later = STARTS + timedelta(days=7)

    session = plan(meetings=[Period(later, later + 2 * HOUR), Period(STARTS, STARTS + 3 * HOUR)])

    assert (session.state, session.pool.capacity, session.starts_at, session.ends_at) == (
        "draft",
        35,
        STARTS,
        later + 2 * HOUR,
    )
    assert [meeting.starts_at for meeting in session.meetings.all()] == [STARTS, later]


def test_schedule_session_with_a_code_that_exists_is_refused():
    plan()

    with pytest.raises(SessionExists):
        plan()
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"meetings": []}, MeetingsOutOfOrder),
        ({"meetings": [Period(STARTS, STARTS)]}, MeetingsOutOfOrder),
        ({"meetings": [Period(STARTS, STARTS + HOUR), Period(STARTS, STARTS + HOUR)]}, MeetingsOutOfOrder),
        ({"closes_at": OPENS}, WindowOutOfOrder),
        ({"closes_at": STARTS + 4 * HOUR}, WindowOutOfOrder),
    ],
)
def test_schedule_session_with_dates_out_of_order_is_refused(fields, refusal):
    with pytest.raises(refusal):
        plan(**fields)


def test_only_the_training_lead_prepares_sessions():
    editor = actor_for(UserFactory(), Role.EDITOR)
    session = plan()

    with pytest.raises(Forbidden):
        publish_session(session, by=editor, at=NOW)
    with pytest.raises(Forbidden):
        change_session(session, place="Ailleurs", by=editor, at=NOW)
    with pytest.raises(Forbidden):
        revise_session(session, meetings=[Period(STARTS, STARTS + HOUR)], by=editor, at=NOW)


def test_publish_session_once():
    session = plan()

    publish_session(session, by=LEAD, at=NOW)

    assert Session.objects.get().state == "published"
    with pytest.raises(WrongState):
        publish_session(session, by=LEAD, at=NOW)


def test_record_session_is_published_and_closed():
    session = record_session(
        activity=ActivityFactory(),
        code="S-1",
        meetings=[Period(STARTS, STARTS + HOUR)],
        capacity=None,
        opens_at=OPENS,
        closes_at=STARTS,
        by=LEAD,
        at=NOW,
    )

    session.pool.refresh_from_db()
    assert (session.state, session.historical, session.pool.closed) == ("published", True, True)


@pytest.fixture
def seated():
    session, person = SessionFactory(), UserFactory()
    enrol(session=session, person=person, by=actor_for(person), at=NOW)
    return session


def told():
    return Message.objects.filter(kind="session-changed").count()


def test_change_session_tells_people_when_the_place_changes_and_only_then(seated):
    change_session(seated, cancel_hours=48, by=LEAD, at=NOW)
    assert (told(), seated.sequence) == (0, 0)

    change_session(seated, place="Salle 3", by=LEAD, at=NOW)
    change_session(seated, place="Salle 4", by=LEAD, at=NOW)

    seated.refresh_from_db()
    assert (told(), seated.sequence, seated.place) == (1, 2, "Salle 4")


def test_revise_session_moves_the_session_keeps_what_stays_and_tells_people(seated):
    kept = seated.meetings.get()
    new = STARTS + timedelta(days=7)

    revise_session(
        seated,
        meetings=[Period(kept.starts_at, kept.ends_at - HOUR), Period(new, new + HOUR)],
        place="Salle 9",
        by=LEAD,
        at=NOW,
    )

    seated.refresh_from_db()
    assert list(seated.meetings.values_list("starts_at", "ends_at")) == [
        (kept.starts_at, kept.ends_at - HOUR),
        (new, new + HOUR),
    ]
    assert (seated.meetings.first().pk, seated.ends_at, seated.sequence, told()) == (kept.pk, new + HOUR, 1, 1)


def test_add_meeting_that_overlaps_is_refused(seated):
    with pytest.raises(MeetingsOutOfOrder):
        add_meeting(seated, Period(STARTS + HOUR, STARTS + 2 * HOUR), by=LEAD, at=NOW)
