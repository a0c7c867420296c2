"""The colloquium through the API."""

from datetime import UTC, datetime

import pytest

from registrations.caching.actions import bump
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.models import Colloquium, Room, SeatPool, Slot, Speaker, Workshop
from tests.factories.registrations import AffiliationFactory, MembershipFactory, OrganisationFactory
from tests.factories.sales import ColloquiumFactory, TicketTypeFactory, on_sale_now

pytestmark = pytest.mark.django_db
COLLOQUIA = "/api/v1/colloquia"


@pytest.fixture
def ticket_type():
    return on_sale_now(TicketTypeFactory(colloquium__slug="quariera-2027"))


def programme_of(edition, workshops=1):
    room = Room.objects.create(colloquium=edition, name="Salle A")
    hours = {"starts_at": datetime(2027, 2, 16, 14, tzinfo=UTC), "ends_at": datetime(2027, 2, 16, 15, tzinfo=UTC)}
    slot = Slot.objects.create(colloquium=edition, **hours)
    speaker = Speaker.objects.create(colloquium=edition, name="Alix Roy", function="Directrice")
    for number in range(workshops):
        workshop = Workshop.objects.create(
            colloquium=edition,
            code=f"A{number}",
            title="Télépratique",
            room=room,
            slot=slot,
            pool=SeatPool.objects.create(),
        )
        workshop.speakers.add(speaker)
    bump("colloquium")


def test_editions_are_the_published_ones(client, ticket_type):
    ColloquiumFactory(published_at=None)
    body = client.get(COLLOQUIA).json()
    assert (body["count"], body["items"][0]["slug"], body["items"][0]["starts_on"]) == (
        1,
        "quariera-2027",
        "2027-02-16",
    )


@pytest.mark.parametrize("path", ["", "/ticket-types", "/programme", "/speakers", "/exhibitors"])
def test_an_unpublished_edition_does_not_exist(client, path):
    ColloquiumFactory(slug="secret", published_at=None)
    assert client.get(f"{COLLOQUIA}/secret{path}").json()["code"] == "not-found"


def test_ticket_types_say_the_callers_price_and_why(client, ticket_type):
    shown = client.get(f"{COLLOQUIA}/quariera-2027/ticket-types").json()["items"][0]
    assert (shown["price"]["amount_cents"], shown["basis"], shown["sale"]["state"]) == (29_997, "public", "open")
    assert shown["seats"] == {"capacity": 10, "available": 10}

    client.force_login(AffiliationFactory(organisation=MembershipFactory().organisation).person)
    shown = client.get(f"{COLLOQUIA}/quariera-2027/ticket-types").json()["items"][0]
    assert (shown["price"]["amount_cents"], shown["basis"]) == (19_900, "member")


@pytest.mark.parametrize("count", [1, 3])
def test_programme_has_slots_workshops_rooms_and_speakers(client, ticket_type, count, assert_own_queries):
    programme_of(ticket_type.colloquium, workshops=count)

    with assert_own_queries(6):
        body = client.get(f"{COLLOQUIA}/quariera-2027/programme").json()

    slot = body["slots"][0]
    assert (slot["starts_at"], len(slot["workshops"])) == ("2027-02-16T09:00:00-05:00", count)
    assert (slot["workshops"][0]["room"], slot["workshops"][0]["speakers"][0]["name"]) == ("Salle A", "Alix Roy")


@pytest.mark.parametrize("count", [1, 3])
def test_speakers_come_with_what_they_give(client, ticket_type, count, assert_own_queries):
    programme_of(ticket_type.colloquium, workshops=count)
    with assert_own_queries(6):
        body = client.get(f"{COLLOQUIA}/quariera-2027/speakers").json()
    assert (body["count"], body["items"][0]["workshops"]) == (1, [f"A{number}" for number in range(count)])


def test_exhibitors_are_the_approved_ones(client, ticket_type):
    edition = Colloquium.objects.get()
    package = ExhibitorPackage.objects.create(
        colloquium=edition, slug="or", name="Or", price_cents=1, pool=SeatPool.objects.create()
    )
    for name, state in (("Alpha", "approved"), ("Bêta", "refused"), ("Gamma", "confirmed")):
        owner = OrganisationFactory(name=name)
        Exhibitor.objects.create(colloquium=edition, package=package, organisation=owner, state=state)

    items = client.get(f"{COLLOQUIA}/quariera-2027/exhibitors").json()["items"]

    assert [item["name"] for item in items] == ["Alpha", "Gamma"]


def test_an_anonymous_answer_can_be_kept_and_compared(client, ticket_type):
    first = client.get(f"{COLLOQUIA}/quariera-2027")
    again = client.get(f"{COLLOQUIA}/quariera-2027", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, first["Cache-Control"]) == (304, "public, max-age=60, must-revalidate")
