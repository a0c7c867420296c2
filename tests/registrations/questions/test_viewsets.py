"""The team's screens: one page to write, counts to read, names behind a door of their own."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.journal.models import Disclosure, Entry
from registrations.models import Question
from registrations.questions.actions import answer
from tests.factories.questions import ALLERGIES, CAR, MEAL, WHY, asking, given
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory
from tests.factories.training import EnrolmentFactory
from tests.people import actor_for, with_role

pytestmark = pytest.mark.django_db
ROWS = {
    "key": ["new-1", "new-2", ""],
    "kind": ["one", "line", "line"],
    "text_fr": ["Que mangez-vous ?", "Depuis quand ?", " "],
    "text_en": ["What do you eat?", "", ""],
    "help_fr": ["", "Une année", ""],
    "help_en": ["", "", ""],
    "choices": ["Végétarien\n\nTout", "", ""],
    "choices_en": ["Vegetarian", "", ""],
    "required": ["yes", "yes", "no"],
    "sensitive": ["no", "no", "no"],
    "when": ["", "new-1", ""],
    "value": ["", "Végétarien", ""],
}


@pytest.fixture
def lead(client):
    person = with_role(UserFactory(), "training_lead")
    client.force_login(person)
    return person


def screen(name, row):
    return reverse(f"questions-posees:{name}", args=[row._meta.label_lower, row.uuid])


def typed(**changes):
    return {f"questions-{name}": values for name, values in (ROWS | changes).items()}


def test_questions_are_written_on_one_page(client, lead):
    session = EnrolmentFactory().session
    assert client.get(screen("write", session)).status_code == 200

    done = client.post(screen("write", session), typed())

    assert done.headers["Location"] == reverse("seances:inspect", args=[session.pk])
    meal, why = Question.objects.all()
    assert meal.choices == [
        {"key": "vegetarien", "fr": "Végétarien", "en": "Vegetarian"},
        {"key": "tout", "fr": "Tout", "en": ""},
    ]
    assert (why.when, why.value, why.help_fr, why.required) == (meal, "vegetarien", "Une année", True)
    page = client.get(screen("write", session)).content.decode()
    assert f'<option value="{meal.uuid}" selected>' in page
    assert '<option value="Végétarien" selected>' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ["photo", "line", "line"]},
        {"text_fr": ["x" * 301, "y", ""]},
        {"choices": ["Seul", "", ""]},
        {"choices": ["\n".join(map(str, range(21))), "", ""]},
        {"choices": ["x" * 121 + "\ny", "", ""]},
        {"when": ["", "new-9", ""]},
        {"sensitive": ["yes", "no", "no"]},
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page_with_what_was_typed(client, lead, changes):
    session = EnrolmentFactory().session
    answered = client.post(screen("write", session), typed(**changes))
    assert answered.status_code == 200
    assert answered.context["form"].errors
    assert "Depuis quand" in answered.content.decode() or "text_fr" in changes
    assert Question.objects.count() == 0


def test_answers_are_counts_and_the_workbook_has_a_column_a_question(client, lead):
    enrolment = EnrolmentFactory(person__given_name="=Ana")
    rows = asking(enrolment.session, [MEAL, WHY, CAR, ALLERGIES])
    said = given(rows, meal="vegetarien", why="=2+2", car=True, allergies="Arachides")
    answer(("training.enrolment", enrolment.uuid), said, consented=True, by=actor_for(enrolment.person), at=NOW)

    page = client.get(screen("answers", enrolment.session)).content.decode()
    file = client.get(screen("answers", enrolment.session) + "?export=xlsx").content

    assert "=2+2" in page
    assert "Arachides" not in page
    lines = [[cell.value for cell in row] for row in load_workbook(BytesIO(file)).active]
    assert lines == [
        ["Nom", "Prénom", MEAL.text_fr, WHY.text_fr, CAR.text_fr],
        [enrolment.person.family_name, "'=Ana", "Végétarien", "'=2+2", "Oui"],
    ]
    listed = client.get(reverse("inscriptions:index")).content.decode()
    exported = client.get(reverse("inscriptions:index") + "?export=csv").getvalue().decode()
    assert ("Végétarien" in listed, "Végétarien" in exported) == (True, True)
    assert ("Arachides" in listed, "Arachides" in exported) == (False, False)


def test_names_with_sensitive_answers_are_read_by_those_responsible_and_noted(client, lead):
    enrolment = EnrolmentFactory()
    rows = asking(enrolment.session, [ALLERGIES])
    said = given(rows, allergies="Arachides")
    answer(("training.enrolment", enrolment.uuid), said, consented=True, by=actor_for(enrolment.person), at=NOW)
    address = screen("sensitive", enrolment.session)

    page = client.get(address).content.decode()

    assert "Arachides" in page
    assert enrolment.person.family_name in page
    assert Entry.objects.get(action="questions.read_sensitive").person == lead
    assert client.get(address + "?export=xlsx").headers["Content-Type"].startswith("text/html")
    for role in ("event_lead", "accounting", "door", "editor"):
        client.force_login(with_role(UserFactory(), role))
        assert client.get(address).status_code in (302, 403)
        assert client.get(screen("write", enrolment.session)).status_code in (302, 403)
        assert client.get(screen("answers", enrolment.session)).status_code in (302, 403)


def test_a_ticket_types_questions_are_the_event_leads(client, lead):
    kind = TicketTypeFactory()
    assert client.get(screen("write", kind)).status_code in (302, 403)
    client.force_login(with_role(UserFactory(), "event_lead"))
    assert client.get(screen("write", kind)).status_code == 200
    ways = client.get(reverse("forfaits:inspect", args=[kind.pk])).content.decode()
    assert (screen("write", kind) in ways, screen("answers", kind) in ways) == (True, True)


@pytest.mark.parametrize("name", ["inscriptions:index", "billets:index"])
def test_a_list_with_answers_costs_the_same_with_more_rows(client, name, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(with_role(UserFactory(), "administrator"))
    kind, counts = TicketTypeFactory(), []
    asking(kind, [CAR])
    for more in (1, 2):
        for _ in range(more):
            enrolment, person = EnrolmentFactory(), UserFactory()
            rows = asking(enrolment.session, [CAR])
            about = ("training.enrolment", enrolment.uuid)
            answer(about, given(rows, car=True), by=actor_for(enrolment.person), at=NOW)
            kind.tickets.create(colloquium=kind.colloquium, person=person, created_at=NOW)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("role", "reads"), [("event_lead", True), ("administrator", True), ("accounting", False)])
def test_accounting_reads_the_tickets_without_the_answers(client, role, reads):
    client.force_login(with_role(UserFactory(), role))
    kind, person = TicketTypeFactory(), UserFactory()
    ticket = kind.tickets.create(colloquium=kind.colloquium, person=person, state="held", created_at=NOW)
    rows = asking(kind, [CAR])
    answer(("registrations.ticket", ticket.uuid), given(rows, car=True), by=actor_for(person), at=NOW)
    said = f"{CAR.text_fr} Oui"

    page = client.get(reverse("billets:index")).content.decode()
    exported = b"".join(client.get(reverse("billets:index"), {"export": "csv"}).streaming_content).decode()

    assert (person.family_name in page, said in page, said in exported) == (True, reads, reads)


def test_page_of_the_one_in_charge_of_personal_data_says_no_answer(client):
    client.force_login(with_role(UserFactory(), "administrator"))
    made = EnrolmentFactory()
    rows = asking(made.session, [ALLERGIES])
    answer(
        ("training.enrolment", made.uuid), given(rows, allergies="Noix"), consented=True,
        by=actor_for(made.person), at=NOW,
    )  # fmt: skip

    page = client.get(f"/admin/dossiers-personnels/inspect/{made.person.pk}/").content.decode()

    assert (ALLERGIES.text_fr in page, "Noix" in page) == (True, False)
    client.force_login(made.person)
    assert "Noix" in client.get(reverse("privacy:mine")).content.decode()


def test_who_is_in_the_workbook_is_in_the_log_of_disclosures(client, lead):
    session = EnrolmentFactory().session
    EnrolmentFactory(session=session)
    asking(session, [MEAL])

    client.get(screen("answers", session))
    assert Disclosure.objects.count() == 0
    client.get(screen("answers", session) + "?export=xlsx")

    assert [(row.count, row.by) for row in Disclosure.objects.all()] == [(2, lead)]
