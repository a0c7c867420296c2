"""Orders through the API: the shapes of the contract, and who may see what."""

import pytest
from django.utils import timezone

from registrations.models import Colloquium, Order, TaxProfile, Ticket
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, on_sale_now, quebec_taxes

pytestmark = pytest.mark.django_db
ORDERS = "/api/v1/orders"


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory())


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def post(client, path, body=None, **headers):
    return client.post(path, body or {}, content_type="application/json", headers=headers)


def one_ticket(ticket_type, **changes):
    return {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid)}]} | changes


def test_create_order_answers_totals_taxes_and_where_to_pay(client, person, ticket_type):
    response = post(client, ORDERS, one_ticket(ticket_type, expected_total_cents=34_489))

    order, body = Order.objects.get(), response.json()
    assert (response.status_code, body["code"], body["state"]) == (201, order.code, "placed")
    assert body["totals"] == {
        "taxable_cents": 29_997,
        "exempt_cents": 0,
        "gst_cents": 1_500,
        "qst_cents": 2_992,
        "hst_cents": 0,
        "total_cents": 34_489,
        "currency": "CAD",
        "taxes": [
            {
                "component": "gst",
                "base_cents": 29_997,
                "rate": "5",
                "amount_cents": 1_500,
                "number": "123456789 RT0001",
            },
            {
                "component": "qst",
                "base_cents": 29_997,
                "rate": "9.975",
                "amount_cents": 2_992,
                "number": "1234567890 TQ0001",
            },
        ],
    }
    assert body["checkout_url"] == f"http://localhost:8000/commandes/{order.code}/payer"
    assert (body["lines"][0]["basis"], body["lines"][0]["attendees"]) == ("public", [str(person.uuid)])
    assert (body["invoice"], Ticket.objects.get().person) == (None, person)


def test_create_order_twice_with_one_key_places_one(client, person, ticket_type):
    key = {"Idempotency-Key": "k1"}
    first, second = (post(client, ORDERS, one_ticket(ticket_type), **key) for _time in range(2))
    assert (first.json(), second.status_code, Order.objects.count()) == (second.json(), 201, 1)


def test_create_order_at_a_stale_price_is_a_conflict_with_the_new_one(client, person, ticket_type):
    response = post(client, ORDERS, one_ticket(ticket_type, expected_total_cents=100))
    assert (response.status_code, response.json()["code"], response.json()["total_cents"]) == (
        409,
        "price-changed",
        34_489,
    )
    assert "344,89" in response.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"lines": [{"kind": "ticket", "item": "x"}]},
        {"total_cents": 1},
        {"expected_total_cents": 2**40},
        {"expected_total_cents": -1},
        {"payer": {"organisation": "a b"}},
    ],
)
def test_create_order_of_bad_input_is_refused(client, person, ticket_type, change):
    response = post(client, ORDERS, one_ticket(ticket_type, **change))
    assert (response.status_code, response.json()["code"]) == (422, "bad-input")


def test_create_order_of_a_kind_whose_taxes_nobody_decided_is_refused(client, person, ticket_type):
    TaxProfile.objects.filter(kind="ticket").delete()
    response = post(client, ORDERS, one_ticket(ticket_type))
    assert (response.status_code, response.json()["code"]) == (409, "no-tax-profile")


def test_create_order_when_anonymous_asks_who(client, ticket_type):
    assert post(client, ORDERS, one_ticket(ticket_type)).status_code == 401


def test_create_order_for_an_organisation_one_does_not_keep_is_forbidden(client, person, ticket_type):
    body = one_ticket(ticket_type, payer={"organisation": AffiliationFactory().organisation.slug})
    assert post(client, ORDERS, body).status_code == 403


def test_create_order_on_account_answers_the_invoice(client, person, ticket_type):
    post_held = AffiliationFactory(person=person, organisation=MembershipFactory().organisation, is_registrar=True)
    organisation = post_held.organisation
    body = one_ticket(ticket_type, payer={"organisation": organisation.slug}, on_account=True, purchase_order="BC-9")

    shown = post(client, ORDERS, body).json()

    year = timezone.localdate().year
    assert (shown["state"], shown["expires_at"], shown["payer"]["organisation"]) == ("placed", None, organisation.slug)
    assert (shown["invoice"]["number"], shown["invoice"]["due"]["amount_cents"]) == (f"F-{year}-00001", 22_880)

    paper = client.get(f"{ORDERS}/{shown['code']}/invoice.pdf")
    assert (paper.status_code, paper["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert paper["Content-Disposition"] == f'attachment; filename="F-{year}-00001.pdf"'


def test_order_of_somebody_else_does_not_exist(client, person, ticket_type):
    code = post(client, ORDERS, one_ticket(ticket_type)).json()["code"]
    client.force_login(UserFactory())

    for path in (f"{ORDERS}/{code}", f"{ORDERS}/{code}/invoice.pdf"):
        assert (client.get(path).status_code, client.get(path).json()["code"]) == (404, "not-found")
    assert post(client, f"{ORDERS}/{code}/cancel").status_code == 404


def test_invoice_before_payment_is_not_there(client, person, ticket_type):
    code = post(client, ORDERS, one_ticket(ticket_type)).json()["code"]
    response = client.get(f"{ORDERS}/{code}/invoice.pdf")
    assert (response.status_code, response.json()["code"]) == (404, "no-invoice")


def test_cancel_order_gives_back_and_says_so(client, person, ticket_type):
    code = post(client, ORDERS, one_ticket(ticket_type)).json()["code"]
    shown = post(client, f"{ORDERS}/{code}/cancel").json()
    assert (shown["state"], shown["checkout_url"], Ticket.objects.get().state) == ("cancelled", None, "cancelled")


@pytest.mark.parametrize("count", [1, 3])
def test_my_orders_cost_the_same_however_many(client, person, ticket_type, count, assert_own_queries):
    for _number in range(count):
        another = on_sale_now(TicketTypeFactory())
        post(client, ORDERS, one_ticket(another))

    with assert_own_queries(6):
        response = client.get("/api/v1/me/orders")

    assert (len(response.json()["items"]), response.json()["next"]) == (count, None)


def test_my_tickets_are_mine(client, person, ticket_type):
    code = post(client, ORDERS, one_ticket(ticket_type)).json()["code"]
    items = client.get("/api/v1/me/tickets").json()["items"]
    assert [(item["state"], item["order"], item["ticket_type"]) for item in items] == [("held", code, ticket_type.slug)]
    client.force_login(UserFactory())
    assert client.get("/api/v1/me/tickets").json() == {"count": 0, "items": []}


def test_create_order_asks_for_the_province_of_who_buys_online(client, person, ticket_type):
    Colloquium.objects.update(province="")
    asked = post(client, ORDERS, one_ticket(ticket_type))
    assert (asked.status_code, asked.json()["code"]) == (422, "province-unknown")

    said = post(client, ORDERS, one_ticket(ticket_type, province="ON"))
    assert (said.status_code, Order.objects.get().buyer_province) == (201, "ON")
    assert post(client, ORDERS, one_ticket(ticket_type, province="XX")).status_code == 422
