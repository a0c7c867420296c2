"""The registrar's pages and call, and the link by which a colleague says no."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.factories.registrations import AffiliationFactory, OrganisationFactory
from tests.factories.training import SessionFactory
from training.colleagues.models import ColleagueBatch
from training.enrolments.mails import confirmed
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    now = timezone.now()
    dates = {"starts_at": now + timedelta(days=14), "opens_at": now - timedelta(days=1)}
    return SessionFactory(**dates, cap_per_organisation=1)


@pytest.fixture
def registrar(client):
    person = AffiliationFactory(organisation=OrganisationFactory(slug="centre"), is_registrar=True).person
    client.force_login(person)
    return person


@pytest.fixture
def colleague(registrar):
    return AffiliationFactory(organisation=registrar.affiliations.get().organisation).person


BASE = "/moi/organisme/centre/inscriptions/"


def test_a_registrar_goes_from_the_sessions_to_what_was_done(client, session, registrar, colleague):
    assert session.activity.title in client.get(BASE).content.decode()
    grid = client.get(f"{BASE}grille/", {"seance": session.uuid})
    assert colleague.get_full_name() in grid.content.decode()
    given = {"seance": session.uuid, "cell": f"{colleague.pk}-{session.uuid}", "text": "Zoé;Roy;zoe@exemple.test"}

    checked = client.post(f"{BASE}grille/", given)
    page = client.get(checked.url).content.decode()
    assert "zoe@exemple.test" in page
    assert (client.post(checked.url).status_code, client.post(checked.url).status_code) == (302, 409)

    assert list(Enrolment.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "waitlisted"]
    assert ColleagueBatch.objects.get().state == "applied"
    assert client.get(checked.url).status_code == 200


@pytest.mark.parametrize(
    "given",
    [{}, {"text": "sans adresse"}, {"seance": "autre"}, {"cell": "9-x"}],
)
def test_bad_input_is_said_and_keeps_nothing(client, session, registrar, given):
    assert client.post(f"{BASE}grille/", {"seance": session.uuid} | given).status_code == 409
    assert ColleagueBatch.objects.count() == 0


def test_the_call_says_a_verdict_each_and_a_dry_run_writes_nothing(client, session, registrar, colleague):
    address = f"/api/v1/training/sessions/{session.uuid}/enrolments"
    body = {"people": [{"email": colleague.email}, {"email": "zoe@exemple.test"}]}

    dry = client.post(f"{address}?dry_run=true", body, content_type="application/json")
    assert (dry.status_code, [one["verdict"] for one in dry.json()["items"]]) == (200, ["ok", "nameless"])
    assert Enrolment.objects.count() == 0
    key = {"HTTP_IDEMPOTENCY_KEY": "lot-1"}
    answers = [client.post(address, body, content_type="application/json", **key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert [one["enrolment"] and one["enrolment"]["state"] for one in answers[0].json()["items"]] == ["confirmed", None]
    assert Enrolment.objects.count() == 1


def test_who_is_told_can_decline_without_an_account(client, session, registrar, colleague):
    given = {"seance": session.uuid, "cell": f"{colleague.pk}-{session.uuid}"}
    client.post(client.post(f"{BASE}grille/", given).url)
    row = Enrolment.objects.get()
    with override("fr"):
        mail = " ".join(confirmed(row.uuid, "fr").paragraphs)
    assert registrar.get_full_name() in mail
    link = re.search(r"/inscription/\S+", mail).group()

    client.logout()
    page = client.get(link)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")  # stricter, its form is refused
    assert client.get(link[:-2] + "x/").status_code == 404
    assert client.post(link).status_code == 200
    row.refresh_from_db()
    assert row.state == "cancelled"
