"""Ordering for a group and naming its places, in the portal and through the API."""

import pytest
from django.utils import timezone

from registrations.colloquium.places import live_places
from registrations.models import Colloquium, Order, Ticket
from registrations.orders.actions import Wanted, place_order
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, quebec_taxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    quebec_taxes()
    post = AffiliationFactory(organisation=OrganisationFactory(may_pay_later=True), is_registrar=True)
    client.force_login(post.person)
    return post


@pytest.fixture
def types():
    first = on_sale_now(TicketTypeFactory(colloquium__slug="quariera", slug="complet"))
    return [first, on_sale_now(TicketTypeFactory(colloquium=first.colloquium, slug="jour", pool__capacity=5))]


def group_order(registrar, types, count=2):
    line = Wanted("ticket", types[0].uuid, count)
    by, payer = actor_for(registrar.person), registrar.organisation
    return place_order(lines=[line], payer=payer, by=by, at=timezone.now(), on_account=True)


def test_group_orders_three_and_two_in_one_order(client, registrar, types):
    answers = {"of_complet": "3", "of_jour": "2", "payer": registrar.organisation.slug, "method": "account"}
    address = "/colloque/quariera/commander/"
    assert client.get(address).status_code == 200

    check = client.post(address, answers)
    total = check.context["estimate"].totals.total_cents
    placed = client.post(address, answers | {"total": str(total)})

    order = Order.objects.get()
    assert (placed.url, order.on_account, order.total_cents) == (f"/commandes/{order.code}/", True, total)
    assert [line.quantity for line in order.lines.all()] == [3, 2]
    assert Ticket.objects.filter(person=None, state="confirmed").count() == 5


def test_a_group_online_paid_in_ones_own_name_says_its_province(client, registrar, types):
    client.force_login(UserFactory())
    Colloquium.objects.update(province="")
    address, wanted = "/colloque/quariera/commander/", {"of_complet": "3"}

    assert client.post(address, wanted).context["form"].errors.keys() == {"province"}
    assert client.post(address, wanted | {"province": "QC"}).context["estimate"].totals.tax_cents > 0


@pytest.mark.parametrize("asked", [{}, {"of_complet": "0"}, {"of_complet": "-1"}, {"of_jour": "6"}, {"of_jour": "x"}])
def test_group_order_of_nothing_or_of_too_much_writes_nothing(client, registrar, types, asked):
    answers = {"payer": registrar.organisation.slug, "method": "account", "total": "1", **asked}
    assert client.post("/colloque/quariera/commander/", answers).status_code == 409
    assert Order.objects.count() == 0


def test_tampered_total_is_refused_with_the_new_price(client, registrar, types):
    answers = {"of_complet": "3", "payer": "me", "method": "card", "total": "1"}
    page = client.post("/colloque/quariera/commander/", answers)
    assert (page.status_code, page.context["refusal"].code, Order.objects.count()) == (409, "price-changed", 0)


def test_places_are_named_from_the_list_of_colleagues(client, registrar, types):
    colleague = AffiliationFactory(organisation=registrar.organisation).person
    order = group_order(registrar, types)
    address, places = f"/colloque/commandes/{order.code}/places/", live_places(order)

    both = {f"place_{place.uuid}": str(colleague.uuid) for place in places}
    assert client.post(address, both).status_code == 409
    assert [place.person for place in live_places(order)] == [colleague, None]
    one = {f"place_{places[0].uuid}": str(colleague.uuid), f"place_{places[1].uuid}": str(registrar.person.uuid)}
    assert client.post(address, one).status_code == 302
    assert [place.person for place in live_places(order)] == [colleague, registrar.person]
    assert "Chaque place a un nom" in client.get(address).content.decode()


def test_pasted_list_changes_nothing_before_it_is_applied(client, registrar, types):
    order = group_order(registrar, types)
    address, names = f"/colloque/commandes/{order.code}/places/", "Lou Gagnon; lou@exemple.ca\nillisible"

    check = client.post(address, {"names": names})
    assert [verdict.is_refused for verdict in check.context["verdicts"]] == [False, True]
    assert Ticket.objects.filter(person__isnull=False).count() == 0
    client.post(address, {"names": names, "apply": "1"})

    assert [place.person and place.person.email for place in live_places(order)] == ["lou@exemple.ca", None]


def test_places_of_somebody_else_are_not_found(client, registrar, types):
    order = group_order(registrar, types)
    client.force_login(UserFactory())
    assert client.get(f"/colloque/commandes/{order.code}/places/").status_code == 404
    assert client.get(f"/api/v1/orders/{order.code}/places").status_code == 404


def put(client, address, body):
    return client.put(address, body, content_type="application/json")


def test_api_lists_and_names_places(client, registrar, types):
    order = group_order(registrar, types)
    address = f"/api/v1/orders/{order.code}/places"
    listed = client.get(address).json()
    first, second = (item["id"] for item in listed["items"])
    assert (listed["count"], listed["items"][0]["person"]) == (2, None)

    named = put(client, f"{address}/{first}", {"person": str(registrar.person.uuid)})
    assert (named.status_code, named.json()["person"]["id"]) == (200, str(registrar.person.uuid))
    newcomer = {"given_name": "Lou", "family_name": "Gagnon", "email": "lou@exemple.ca"}
    assert put(client, f"{address}/{second}", {"newcomer": newcomer}).json()["person"]["name"] == "Lou Gagnon"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"person": "x"}, 422),
        ({"person": "0193b6a0-0000-7000-8000-000000000000"}, 403),
        ({"newcomer": {"given_name": "L", "family_name": "G", "email": "rien"}}, 422),
        ({"newcomer": {"given_name": "", "family_name": "G", "email": "l@exemple.ca"}}, 422),
    ],
)
def test_api_refuses_what_names_nobody(client, registrar, types, body, status):
    order = group_order(registrar, types)
    place = live_places(order)[0]
    assert put(client, f"/api/v1/orders/{order.code}/places/{place.uuid}", body).status_code == status
    assert live_places(order)[0].person is None


def test_api_refuses_a_stranger_and_a_place_of_another_order(client, registrar, types):
    order, other = group_order(registrar, types), group_order(registrar, types)
    address = f"/api/v1/orders/{order.code}/places"
    assert (
        put(client, f"{address}/{live_places(order)[0].uuid}", {"person": str(UserFactory().uuid)}).status_code == 403
    )
    mine = {"person": str(registrar.person.uuid)}
    assert put(client, f"{address}/{live_places(other)[0].uuid}", mine).status_code == 404
