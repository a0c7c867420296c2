"""The training lead's screens: each goes through the action, and shows its refusal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.messages.models import Message
from tests.factories.registrations import UserFactory
from tests.factories.training import ActivityFactory, ProgrammeFactory, SessionFactory, TrainerFactory
from tests.people import actor_for, with_role
from training.enrolments.actions import enrol
from training.models import Activity, Enrolment, Programme, Session

pytestmark = pytest.mark.django_db
MONTREAL = ZoneInfo("America/Toronto")


@pytest.fixture
def lead(client):
    person = with_role(UserFactory(), Role.TRAINING_LEAD)
    client.force_login(person)
    return person


def soon(**fields):
    now = timezone.now()
    return SessionFactory(opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=10), **fields)


PROGRAMME = {
    "title": "PACME",
    "slug": "pacme",
    "summary": "",
    "agreement": "",
    "starts_on": "2026-04-01",
    "ends_on": "2027-04-01",
    "members_only": "on",
}


def test_programme_is_created_then_changed_through_its_actions(client, lead):
    client.post(reverse("programmes:add"), PROGRAMME)
    programme = Programme.objects.get()
    client.post(reverse("programmes:edit", args=[programme.pk]), PROGRAMME | {"title": "PACME 2"})

    assert Programme.objects.get().title == "PACME 2"


ACTIVITY = {
    "title": "À distance",
    "slug": "a-distance",
    "objectives": "",
    "kind": "training",
    "stream": "both",
    "language": "fr",
    "mode": "online",
    "duration_minutes": "180",
    "accreditation": "",
    "completion_percent": "80",
}


def test_activity_with_a_slug_that_exists_shows_the_refusal(client, lead):
    ActivityFactory(slug="a-distance")

    response = client.post(reverse("activites:add"), ACTIVITY)

    assert (response.status_code, Activity.objects.count()) == (200, 1)
    assert "Une autre activité porte cet identifiant." in response.content.decode()


def test_programme_with_a_slug_that_exists_is_refused_beside_the_field(client, lead):
    ProgrammeFactory(slug="pacme")

    response = client.post(reverse("programmes:add"), PROGRAMME)

    assert (list(response.context["form"].errors), Programme.objects.count()) == (["slug"], 1)


def test_activity_is_created_with_its_trainers(client, lead):
    camille, noa = TrainerFactory(name="Camille Roy"), TrainerFactory(name="Noa Gagnon")
    taught = ACTIVITY | {"trainers": [camille.pk, noa.pk]}
    client.post(reverse("activites:add"), taught)
    activity = Activity.objects.get()
    client.post(reverse("activites:edit", args=[activity.pk]), taught | {"title": "Autre"})

    activity.refresh_from_db()
    assert (activity.title, list(activity.trainers.all())) == ("Autre", [camille, noa])


def plan(**fields):
    return {
        "activity": ActivityFactory().pk,
        "code": "S-1",
        "meetings": "2026-10-20 9:00 - 12:00 ; Salle 2\r\n2026-11-03 9 h 30 à 12 h",
        "capacity": "35",
        "opens_at": "2026-09-01 09:00",
        "closes_at": "2026-10-19 17:00",
        "place": "",
        "join_url": "",
        "price_cents": "0",
        "visibility": "public",
        "cancel_hours": "24",
    } | fields


def test_session_is_scheduled_with_its_meetings_then_published(client, lead):
    client.post(reverse("seances:add"), plan())
    session = Session.objects.get()

    assert (session.state, session.pool.capacity) == ("draft", 35)
    assert [(m.starts_at, m.place) for m in session.meetings.all()] == [
        (datetime(2026, 10, 20, 9, tzinfo=MONTREAL), "Salle 2"),
        (datetime(2026, 11, 3, 9, 30, tzinfo=MONTREAL), ""),
    ]
    client.post(reverse("seances:publier", args=[session.pk]))
    session.refresh_from_db()
    assert session.state == "published"


def test_session_with_a_line_that_is_no_meeting_is_refused_on_its_field(client, lead):
    response = client.post(reverse("seances:add"), plan(meetings="demain"))

    assert (response.status_code, Session.objects.count()) == (200, 0)
    assert "«\u00a0demain\u00a0»" in response.content.decode()


def test_session_is_changed_and_its_form_says_what_it_is(client, lead):
    client.post(reverse("seances:add"), plan())
    session = Session.objects.get()
    address = reverse("seances:edit", args=[session.pk])

    page = client.get(address).content.decode()
    client.post(address, plan(activity=session.activity.pk, capacity="", place="Salle 3", join_url="visio.test/a"))

    session.refresh_from_db()
    session.pool.refresh_from_db()
    assert "2026-10-20 9:00 - 12:00 ; Salle 2" in page
    assert (session.pool.capacity, session.place, session.join_url, session.meetings.count()) == (
        None,
        "Salle 3",
        "https://visio.test/a",
        2,
    )


def test_session_is_cancelled_after_a_question(client, lead):
    session, person = soon(), UserFactory()
    enrol(session=session, person=person, by=actor_for(person), at=timezone.now())
    address = reverse("seances:annuler", args=[session.pk])

    assert "seront prévenues" in client.get(address).content.decode()
    client.post(address)

    session.refresh_from_db()
    assert (session.state, Message.objects.filter(kind="session-cancelled").count()) == ("cancelled", 1)


def test_somebody_is_registered_from_the_session_s_page(client, lead):
    session, person = soon(), UserFactory()
    address = reverse("seances:inscrire", args=[session.pk])

    client.post(address, {"email": person.email.upper(), "reason": ""})
    refused = client.post(address, {"email": person.email, "reason": ""})

    assert list(Enrolment.objects.values_list("person", "registered_by")) == [(person.pk, lead.pk)]
    assert "Cette personne est déjà inscrite à cette séance." in refused.content.decode()
    assert str(person) in client.get(reverse("seances:inspect", args=[session.pk])).content.decode()


def test_enrolment_is_cancelled_by_the_team(client, lead):
    session, person = soon(), UserFactory()
    made = enrol(session=session, person=person, by=actor_for(person), at=timezone.now())

    client.post(reverse("inscriptions:annuler", args=[made.pk]))

    made.refresh_from_db()
    assert made.state == "cancelled"


def test_enrolments_are_exported_as_csv(client, lead):
    person = UserFactory(family_name="Lavoie")
    enrol(session=soon(), person=person, by=actor_for(person), at=timezone.now())

    response = client.get(reverse("inscriptions:index"), {"export": "csv"})

    assert "Lavoie" in b"".join(response.streaming_content).decode()


def test_mails_are_previewed_in_both_languages(client, lead):
    person = UserFactory()
    enrol(session=soon(activity__title="À distance"), person=person, by=actor_for(person), at=timezone.now())

    assert "Inscription confirmée" in client.get(reverse("messages:previews")).content.decode()
    titles = [
        client.get(reverse("messages:preview_html", args=["enrolment-confirmed", language])).content.decode()
        for language in ("fr", "en")
    ]
    assert ["Votre inscription est confirmée" in titles[0], "You are registered" in titles[1]] == [True, True]
    assert client.get(reverse("messages:preview", args=["enrolment-offered", "fr"])).status_code == 200
    assert client.get(reverse("messages:preview_html", args=["enrolment-offered", "fr"])).status_code == 404
    assert client.get(reverse("messages:preview", args=["nothing", "fr"])).status_code == 404


def test_failed_message_is_sent_again_from_its_page(client, lead):
    person = UserFactory()
    enrol(session=soon(), person=person, by=actor_for(person), at=timezone.now() - timedelta(hours=1))
    Message.objects.update(state="failed", attempts=8)
    message = Message.objects.get()

    client.post(reverse("messages:renvoyer", args=[message.pk]))

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)
