"""Reminders before each meeting, thanks after the last: each once, none too late."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django.utils.translation import override

from registrations.association.models import Association
from registrations.dates import MONTREAL
from registrations.messages.models import Message
from registrations.messages.tasks import deliver
from tests.factories.registrations import NOW
from tests.factories.training import LEAD, STARTS, EnrolmentFactory, SessionFactory
from training.enrolments.actions import revise_session
from training.models import Reminder
from training.reminders.actions import recall
from training.reminders.jobs import sweep_reminders, sweep_thanks
from training.reminders.mails import meeting_reminder, session_thanks
from training.reminders.queries import meetings_to_recall, to_recall, to_thank
from training.reminders.rules import days_before, thanked_from, windows
from training.sessions.rules import Period

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(*when):
    return datetime(*when, tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("days", "hour", "expected"),
    [
        (1, True, [(at(2026, 11, 1, 9), at(2026, 11, 2, 12)), (at(2026, 11, 2, 12), at(2026, 11, 2, 13))]),
        (1, False, [(at(2026, 11, 1, 9), at(2026, 11, 2, 13))]),
        (3, False, [(at(2026, 10, 30, 9), at(2026, 11, 2, 13))]),
        (None, False, []),
        (0, True, [(at(2026, 11, 2, 12), at(2026, 11, 2, 13))]),
    ],
)
def test_reminders_leave_at_nine_and_an_hour_before_whatever_the_clocks(days, hour, expected):
    found = windows(at(2026, 11, 2, 13), days=days, hour=hour)

    assert [(one.opens_at, one.closes_at) for one in found] == expected


def sweep(now):
    return sum(
        recall(meeting, window, people, at=now)
        for meeting, window in meetings_to_recall(at=now)
        if (people := to_recall(meeting, window, at_most=9))
    )


@pytest.fixture
def session():
    return SessionFactory(join_url="https://visio.test/x", activity__title="Accueillir")


def test_confirmed_people_are_reminded_once_the_day_before_and_once_the_hour_before(session):
    EnrolmentFactory(session=session)
    EnrolmentFactory(session=session, state="cancelled", cancelled_at=NOW)
    morning = days_before(STARTS, 1)
    instants = [morning - MINUTE, morning, morning + MINUTE, STARTS - HOUR, STARTS - MINUTE, STARTS]

    assert [sweep(now) for now in instants] == [0, 1, 0, 1, 0, 0]
    assert list(Message.objects.values_list("not_after", flat=True).order_by("pk")) == [STARTS - HOUR, STARTS]


def test_late_job_reminds_while_it_is_of_use_and_never_of_a_past_meeting(session):
    EnrolmentFactory(session=session)

    assert [sweep(STARTS - 2 * HOUR), sweep(STARTS + MINUTE)] == [1, 0]


def test_who_registered_after_the_reminder_is_not_reminded_of_what_they_just_read(session):
    EnrolmentFactory(session=session, created_at=days_before(STARTS, 1) + MINUTE)

    assert sweep(days_before(STARTS, 1) + 2 * MINUTE) == 0


def test_session_may_remind_earlier_or_not_at_all():
    for days, fields in enumerate([{"remind_days": 3}, {"remind_days": None, "remind_hour": False}]):
        EnrolmentFactory(session=SessionFactory(days=days, **fields))

    assert [sweep(days_before(STARTS, 3)), sweep(STARTS + timedelta(hours=23, minutes=30))] == [1, 0]


def test_on_site_nobody_is_reminded_an_hour_before():
    EnrolmentFactory(session=SessionFactory(activity__mode="on_site"))

    assert sweep(STARTS - MINUTE) == 1
    assert Reminder.objects.get().kind == "days"


def test_meeting_that_moves_is_reminded_anew_and_its_old_reminder_says_nothing(session):
    EnrolmentFactory(session=session)
    sweep(days_before(STARTS, 1))
    old = Reminder.objects.get()
    later = STARTS + timedelta(days=7)
    revise_session(session, meetings=[Period(later, later + HOUR)], by=LEAD, at=STARTS - 5 * HOUR)

    assert meeting_reminder(old.uuid, "fr") is None
    assert sweep(days_before(later, 1)) == 1


@pytest.mark.parametrize(
    ("language", "subject"), [("fr", "Dans une heure : Accueillir"), ("en", "In an hour: Accueillir")]
)
def test_reminder_leaves_as_a_real_message_with_the_link_and_the_file(language, subject):
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    starts_at = timezone.now() + 30 * MINUTE
    session = SessionFactory(starts_at=starts_at, join_url="https://visio.test/x", activity__title="Accueillir")
    EnrolmentFactory(session=session, person__language=language)

    sweep_reminders.call_local()
    deliver.call(str(Message.objects.get().uuid))

    [sent] = outbox.outbox
    types = [part.get_content_type() for part in sent.message().walk()]
    assert (sent.subject, "text/calendar" in types, "https://visio.test/x" in sent.body) == (subject, True, True)


def test_reminder_held_in_the_outbox_until_the_meeting_began_never_leaves(session):
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    EnrolmentFactory(session=session)
    sweep(STARTS - MINUTE)
    Message.objects.update(not_after=timezone.now())

    deliver.call(str(Message.objects.get().uuid))

    assert (outbox.outbox, Message.objects.get().state) == ([], "cancelled")


def test_reminder_of_a_seat_given_up_says_nothing(session):
    EnrolmentFactory(session=session)
    sweep(STARTS - MINUTE)
    row = Reminder.objects.get()
    row.enrolment.state, row.enrolment.cancelled_at = "cancelled", NOW
    row.enrolment.save()

    assert meeting_reminder(row.uuid, "fr") is None


def test_those_who_came_are_thanked_once_from_the_next_morning(session):
    EnrolmentFactory(session=session, state="attended")
    EnrolmentFactory(session=session, state="absent")
    morning = thanked_from(session.ends_at)

    found = [len(to_thank(at=now, at_most=9)) for now in (morning - MINUTE, morning, morning + timedelta(days=31))]

    assert found == [0, 1, 0]


def test_thanks_have_the_recording_and_may_be_switched_off():
    ends = timezone.now() - timedelta(days=2)
    kept = {"starts_at": ends - HOUR, "ends_at": ends, "recording_url": "https://video.test/1"}
    seat = EnrolmentFactory(session=SessionFactory(**kept), state="attended")
    EnrolmentFactory(session=SessionFactory(**kept, thanks=False), state="attended")

    assert [sweep_thanks.call_local(), sweep_thanks.call_local()] == [1, 0]
    with override("fr"):
        assert ("Voir l’enregistrement", "https://video.test/1") in session_thanks(seat.uuid, "fr").facts
