"""What people are told, in both languages, and what their calendar is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from registrations.association.models import Association
from registrations.messages.models import Message
from registrations.messages.registry import MAILS
from registrations.messages.tasks import deliver
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import cancel_enrolment, cancel_session, enrol
from training.enrolments.models import Enrolment
from training.models import Meeting

pytestmark = pytest.mark.django_db
KINDS = (
    "enrolment-confirmed",
    "enrolment-waitlisted",
    "enrolment-offered",
    "enrolment-expired",
    "enrolment-cancelled",
    "session-changed",
    "session-cancelled",
)


def enrolled(session, **person):
    who = UserFactory(**person)
    return enrol(session=session, person=who, by=actor_for(who), at=NOW)


def render(kind, enrolment, language="fr"):
    with override(language):
        return MAILS[kind].render(enrolment.uuid, language)


def calendars(mail):
    return [Calendar.from_ical(attachment.content) for attachment in mail.attachments]


def test_confirmation_says_when_where_and_until_when_one_can_cancel():
    session = SessionFactory(
        starts_at=datetime(2026, 10, 20, 9, tzinfo=ZoneInfo("America/Toronto")),
        activity__title="Intervenir à distance",
        join_url="https://visio.test/x",
    )
    mail = render("enrolment-confirmed", enrolled(session))

    assert mail.subject == "Votre inscription est confirmée\u00a0: Intervenir à distance"
    assert dict(mail.facts) == {
        "Séance": "Intervenir à distance",
        "Quand": "mardi 20\u00a0octobre\u00a02026, de 9\u00a0h à 12\u00a0h (heure de Montréal)",
        "Lien de connexion": "https://visio.test/x",
        "Annulation possible jusqu’au": "lundi 19\u00a0octobre\u00a02026 à 9\u00a0h",
    }
    assert mail.action == ("Voir mes inscriptions", "http://localhost:8000/moi/inscriptions/")


def test_confirmation_has_an_event_per_meeting_in_english_too():
    session = SessionFactory(activity__title="Working remotely")
    Meeting.objects.create(
        session=session,
        starts_at=session.ends_at + timedelta(days=7),
        ends_at=session.ends_at + timedelta(days=7, hours=2),
    )
    mail = render("enrolment-confirmed", enrolled(session), "en")

    [calendar] = calendars(mail)
    assert mail.subject == "You are registered: Working remotely"
    assert (str(calendar["method"]), len(calendar.walk("VEVENT"))) == ("REQUEST", 2)
    assert mail.attachments[0].content_type == "text/calendar; method=REQUEST"


def test_cancellation_takes_the_same_events_out_of_the_calendar():
    enrolment = enrolled(SessionFactory())
    [asked] = calendars(render("enrolment-confirmed", enrolment))

    cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)
    [cancelled] = calendars(render("enrolment-cancelled", enrolment))

    [before], [after] = asked.walk("VEVENT"), cancelled.walk("VEVENT")
    assert (str(cancelled["method"]), str(after["uid"]), int(after["sequence"])) == (
        "CANCEL",
        str(before["uid"]),
        int(before["sequence"]) + 1,
    )


def test_cancellation_from_the_line_says_nothing_to_the_calendar():
    enrolment = enrolled(SessionFactory(pool__capacity=0))
    cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)

    assert render("enrolment-cancelled", enrolment).attachments == []


def test_session_cancelled_takes_the_events_out_of_the_calendars():
    session = SessionFactory(pool__capacity=1)
    seated, waiting = enrolled(session), enrolled(session)
    cancel_session(session, by=LEAD, at=NOW)

    seated_mail, waiting_mail = render("session-cancelled", seated), render("session-cancelled", waiting)

    assert [str(calendar["method"]) for calendar in calendars(seated_mail)] == ["CANCEL"]
    assert waiting_mail.attachments == []


def test_what_is_not_true_any_more_is_not_told():
    enrolment = enrolled(SessionFactory())
    cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)

    stale = [render(kind, enrolment) for kind in ("enrolment-confirmed", "enrolment-waitlisted", "enrolment-offered")]

    assert stale == [None, None, None]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_renders_in_both_languages(kind, language):
    session = SessionFactory(pool__capacity=0 if "waitlisted" in kind else 9, place="Salle 2")
    enrolment = enrolled(session)
    ends = NOW + timedelta(hours=48)
    if kind == "enrolment-offered":
        Enrolment.objects.update(state="offered", offer_ends_at=ends)
    elif kind not in {"enrolment-confirmed", "enrolment-waitlisted", "session-changed"}:
        Enrolment.objects.update(state="cancelled", cancelled_at=NOW)

    mail = render(kind, enrolment, language)

    assert mail.subject.endswith(session.activity.title)
    assert all([*mail.paragraphs, mail.reason, mail.action])


def test_enrolled_person_gets_one_mail_with_the_calendar_file():
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    enrolment = enrolled(SessionFactory(activity__title="Intervenir à distance"))

    for _ in range(2):
        deliver.call(str(Message.objects.get().uuid))

    [sent] = outbox.outbox
    types = [part.get_content_type() for part in sent.message().walk()]
    assert sent.to == [enrolment.person.email]
    assert [kind for kind in types if not kind.startswith("multipart/")] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert "Intervenir à distance" in sent.body
