"""What takes a seat out of the calendar that it came into by a move."""

from datetime import timedelta

import pytest

from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import cancel_enrolment, cancel_session, enrol, move_enrolment
from training.enrolments.documents import feed_entries
from training.enrolments.mails import cancelled, session_cancelled
from training.enrolments.mails.handing import moved
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """Had by a move from another session."""
    here, person = SessionFactory(), UserFactory()
    row = enrol(session=here, person=person, by=actor_for(person), at=NOW)
    return going(row, SessionFactory(activity=here.activity, days=3))


def going(row, to):
    return again(move_enrolment(again(row), to=to, by=LEAD, at=NOW))


def again(row):
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


def methods(mail):
    return [file.content_type.rpartition("method=")[2] for file in mail.attachments]


def test_a_moved_seat_that_is_cancelled_leaves_the_calendar_and_the_feed_says_so(seat):
    cancel_enrolment(seat, by=actor_for(seat.person), at=NOW)

    assert methods(cancelled(seat.uuid, "fr")) == ["CANCEL"]
    gone = [entry.cancelled for entry in feed_entries(seat.person, NOW + timedelta(minutes=1))]
    assert gone == [True, True]


def test_a_moved_seat_in_a_session_that_is_cancelled_leaves_the_calendar(seat):
    cancel_session(seat.session, by=LEAD, at=NOW)

    assert methods(session_cancelled(seat.uuid, "fr")) == ["CANCEL"]


def test_a_seat_that_moves_twice_leaves_each_calendar(seat):
    made = going(seat, SessionFactory(activity=seat.session.activity, days=5))

    assert methods(moved(made.uuid, "fr")) == ["REQUEST", "CANCEL"]
