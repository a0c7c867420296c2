"""The registrar's page and call, and the team's button, that replace a person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.staff.models import Invitation
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import SessionFactory
from tests.people import actor_for, with_role
from training.enrolments.actions import enrol
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db
BASE = "/moi/organisme/centre/inscriptions/"


@pytest.fixture
def centre():
    return OrganisationFactory(slug="centre")


@pytest.fixture
def registrar(client, centre):
    person = AffiliationFactory(organisation=centre, is_registrar=True).person
    client.force_login(person)
    return person


@pytest.fixture
def row(centre):
    now = timezone.now()
    session = SessionFactory(
        starts_at=now + timedelta(days=14), opens_at=now - timedelta(days=1), join_url="https://visio.test/a"
    )
    person = AffiliationFactory(organisation=centre).person
    return enrol(session=session, person=person, by=actor_for(person), at=now)


def in_the_seat():
    return Enrolment.objects.live().get().person


def test_a_registrar_sees_who_is_registered_and_gives_a_seat_to_a_colleague(client, centre, registrar, row):
    colleague = AffiliationFactory(organisation=centre).person
    listed = client.get(f"{BASE}suivi/").content.decode()
    assert row.person.get_full_name() in listed
    address = f"{BASE}places/{row.uuid}/remplacer/"
    assert address in listed

    answer = client.post(address, {"person": colleague.pk})

    assert in_the_seat() == colleague
    page = client.get(answer.url).content.decode()
    assert (colleague.get_full_name() in page, row.person.get_full_name() in page) == (True, True)
    assert client.post(address, {"person": colleague.pk}).status_code == 409


def test_somebody_unknown_is_added_and_invited(client, registrar, row):
    new = {"email": "zoe@exemple.test", "given_name": "Zoé", "family_name": "Roy"}
    client.post(f"{BASE}places/{row.uuid}/remplacer/", new)

    assert in_the_seat().email == "zoe@exemple.test"
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "given", [{}, {"email": "pas une adresse"}, {"email": "zoe@exemple.test"}, {"person": 999_999}, {"both": True}]
)
def test_bad_input_is_said_and_changes_nothing(client, registrar, row, given):
    if given.pop("both", None):
        given = {"person": registrar.pk, "email": "zoe@exemple.test"}
    assert client.post(f"{BASE}places/{row.uuid}/remplacer/", given).status_code == 409
    assert in_the_seat() == row.person


def test_the_call_answers_the_new_registration_once(client, centre, registrar, row):
    colleague = AffiliationFactory(organisation=centre).person
    call = {"path": f"/api/v1/training/enrolments/{row.uuid}/replace", "content_type": "application/json"}
    refused = client.post(data={"email": "zoe@exemple.test"}, **call)
    assert (refused.status_code, refused.json()["code"]) == (422, "name-needed")

    key = {"HTTP_IDEMPOTENCY_KEY": "un"}
    answers = [client.post(data={"email": colleague.email}, **call, **key) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["person"]["family_name"] == colleague.family_name
    assert answers[0].json()["join_url"] is None  # the link is the newcomer's, not the registrar's


def test_the_team_replaces_by_an_address_of_the_register(client, row):
    lead, newcomer = with_role(UserFactory(), Role.TRAINING_LEAD), UserFactory()
    client.force_login(lead)
    call = {"path": f"/api/v1/training/enrolments/{row.uuid}/replace", "content_type": "application/json"}
    assert client.post(data={"email": "inconnue@exemple.test"}, **call).json()["code"] == "unknown-person"

    client.post(reverse("inscriptions:remplacer", args=[row.pk]), {"email": newcomer.email, "reason": ""})

    assert in_the_seat() == newcomer


def test_nobody_registered_is_said(client, registrar):
    assert "empty" in client.get(f"{BASE}suivi/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client, centre, registrar, row, django_assert_max_num_queries):
    for _time in range(2):
        person = AffiliationFactory(organisation=centre).person
        enrol(session=row.session, person=person, by=actor_for(person), at=timezone.now())
    with django_assert_max_num_queries(10):
        client.get(f"{BASE}suivi/")
