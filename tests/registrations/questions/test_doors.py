"""Asked in every way of registering: the API, the portal with and without a script, and afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.models import Answer
from registrations.questions.queries import answers_about
from tests.factories.questions import ALLERGIES, CAR, MEAL, WHY, asking, given
from tests.factories.registrations import UserFactory
from tests.factories.sales import TicketTypeFactory, on_sale_now
from tests.factories.training import EnrolmentFactory, SessionFactory
from tests.people import with_role
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    now = timezone.now()
    return SessionFactory(starts_at=now + timedelta(days=14), opens_at=now - timedelta(days=1))


@pytest.fixture
def person(client):
    found = UserFactory()
    client.force_login(found)
    return found


def names(rows):
    return {key: f"q_{row.uuid.hex}" for key, row in rows.items()}


def post(client, session, body):
    return client.post(f"/api/v1/training/sessions/{session.uuid}/enrolments", body, content_type="application/json")


def test_the_api_says_what_is_asked_in_both_languages(client, session):
    rows = asking(session, [MEAL, WHY, ALLERGIES])
    address = f"/api/v1/training/sessions/{session.uuid}"

    meal, why, allergies = client.get(address).json()["questions"]

    assert meal == {
        "id": str(rows["meal"].uuid),
        "kind": "one",
        "text": "Que mangez-vous ?",
        "help": "",
        "required": True,
        "sensitive": False,
        "choices": [{"value": "vegetarien", "label": "Végétarien"}, {"value": "tout", "label": "Tout"}],
        "asked_if": None,
    }
    assert why["asked_if"] == {"question": meal["id"], "value": "vegetarien"}
    assert allergies["sensitive"]
    english = client.get(address, headers={"accept-language": "en"}).json()["questions"][0]
    assert (english["text"], [one["label"] for one in english["choices"]]) == (
        "What do you eat?",
        ["Vegetarian", "Tout"],
    )
    assert client.get(f"/api/v1/training/sessions/{SessionFactory().uuid}").json()["questions"] == []


def test_registering_by_the_api_keeps_the_answers_and_names_each_fault(client, session, person):
    rows = asking(session, [MEAL, WHY, CAR])
    refused = post(client, session, {"answers": given(rows, meal="tout", why="x", car=True)})
    assert refused.status_code == 422
    assert refused.json()["code"] == "answers-refused"
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [
        (f"answers.{rows['why'].uuid}", "not-asked")
    ]
    assert post(client, session, {}).json()["errors"][0]["code"] == "missing"
    assert (Enrolment.objects.count(), Answer.objects.count()) == (0, 0)

    made = post(client, session, {"answers": given(rows, meal="tout", car=True)})

    assert made.status_code == 201
    assert answers_about(Enrolment.objects.get().uuid) == given(rows, meal="tout", car=True)


@pytest.mark.parametrize(
    "answers", ["x", [], {"x": "y"}, {"0193b6a0-0000-7000-8000-000000000000": {"a": 1}}, {"meal": 3}, {"meal": None}]
)
def test_answers_that_are_no_answers_are_refused_not_broken(client, session, person, answers):
    rows = asking(session, [MEAL])
    body = (
        {str(rows["meal"].uuid) if key == "meal" else key: value for key, value in answers.items()}
        if isinstance(answers, dict)
        else answers
    )
    assert post(client, session, {"answers": body}).status_code == 422


def test_one_corrects_by_the_api_until_it_begins_and_nobody_else_sees(client, session, person):
    enrolment = EnrolmentFactory(session=session, person=person)
    rows = asking(session, [MEAL, ALLERGIES])
    address = f"/api/v1/training/enrolments/{enrolment.uuid}/answers"
    assert client.get(address).json()["missing"] == [str(rows["meal"].uuid)]
    body = {"answers": given(rows, meal="tout", allergies="Noix"), "sensitive_consent": True}
    said = client.put(address, body, content_type="application/json")
    assert (said.status_code, said.json()["answers"], said.json()["missing"]) == (200, body["answers"], [])
    assert said.json()["sensitive_consent"]

    client.force_login(with_role(UserFactory(), "training_lead"))
    assert client.get(address).status_code == 404
    client.force_login(person)
    Enrolment.objects.filter(pk=enrolment.pk).update(session=SessionFactory())
    assert client.put(address, {"answers": {}}, content_type="application/json").json()["code"] == "answers-closed"


def test_the_form_asks_and_shows_each_error_beside_its_question(client, session, person):
    rows = asking(session, [MEAL, WHY, CAR, ALLERGIES])
    fields, address = names(rows), reverse("training_enrolments:register", args=[session.uuid])
    page = client.get(address).content.decode()
    assert f'data-when="{fields["meal"]}" data-value="vegetarien"' in page
    assert "portal/scripts/questions" in page

    refused = client.post(address, {fields["meal"]: "vegetarien", fields["allergies"]: "Noix"})

    assert refused.status_code == 409
    errors = refused.context["form"].errors
    assert set(errors) == {fields["why"], "sensitive_consent"}
    assert refused.context["form"][fields["allergies"]].value() == "Noix"
    assert Enrolment.objects.count() == 0


def test_what_is_typed_under_a_condition_that_does_not_hold_is_left_out(client, session, person):
    rows = asking(session, [MEAL, WHY, CAR])
    fields = names(rows)
    typed = {fields["meal"]: "tout", fields["why"]: "Jamais", fields["car"]: "no"}
    client.post(reverse("training_enrolments:register", args=[session.uuid]), typed)
    assert answers_about(Enrolment.objects.get().uuid) == given(rows, meal="tout", car=False)


def test_the_page_of_the_registration_shows_the_answers_and_what_is_missing(client, session, person):
    rows, enrolment = asking(session, [MEAL, CAR]), EnrolmentFactory(session=session, person=person)
    done, mine = reverse("training_enrolments:done", args=[enrolment.uuid]), reverse("training_enrolments:mine")
    address = reverse("questions:answers", args=["formation", enrolment.uuid])
    assert "Il manque des réponses" in client.get(done).content.decode()
    assert address in client.get(mine).content.decode()

    assert client.post(address, {}).status_code == 422
    answered = client.post(address, {names(rows)["meal"]: "vegetarien"})

    assert answered.headers["Location"] == done
    page = client.get(done).content.decode()
    assert "Végétarien" in page
    assert "Il manque des réponses" not in page
    assert address not in client.get(mine).content.decode()


def test_once_it_has_begun_the_page_is_read_alone(client, person):
    session = SessionFactory()
    enrolment = EnrolmentFactory(session=session, person=person)
    asking(session, [CAR])
    page = client.get(reverse("questions:answers", args=["formation", enrolment.uuid]))
    assert "<form" not in page.content.decode().split("<main")[1]


def test_the_attendee_of_a_ticket_answers_on_their_page(client, person):
    ticket_type = on_sale_now(TicketTypeFactory())
    rows = asking(ticket_type, [CAR])
    ticket = ticket_type.tickets.create(
        colloquium=ticket_type.colloquium, person=person, created_at=ticket_type.opens_at
    )
    address = reverse("questions:answers", args=["colloque", ticket.uuid])

    assert client.post(address, {names(rows)["car"]: "yes"}).headers["Location"] == reverse("colloquium:my_tickets")

    assert answers_about(ticket.uuid) == given(rows, car=True)
    assert client.get(reverse("questions:answers", args=["formation", ticket.uuid])).status_code == 404
    assert client.get(reverse("questions:answers", args=["autre", ticket.uuid])).status_code == 404
