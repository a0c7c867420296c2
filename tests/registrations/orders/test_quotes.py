"""Prices at the API: what is shown before is what is charged, or the order is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from registrations.actors import Role
from registrations.models import Order, Redemption
from registrations.promotions.rules import MOST_GUESSES, PriceWindow
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, on_sale_now, quebec_taxes

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


def post(client, path, body, **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def body_of(ticket_type, **changes):
    return {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid)}]} | changes


def test_a_quote_is_the_price_charged_and_writes_nothing(client, person, ticket_type):
    PromotionFactory(code="AMIS")
    asked = body_of(ticket_type, promotion_code="amis")

    quote = post(client, f"{ORDERS}/quote", asked).json()

    assert Order.objects.count() == Redemption.objects.count() == 0
    assert quote["promotion"] == {
        "code": "AMIS",
        "name": "Rabais de la rentrée",
        "discount": {"amount_cents": 3_000, "currency": "CAD"},
        "capped": False,
    }
    line = quote["lines"][0]
    amounts = [line[name]["amount_cents"] for name in ("unit_price", "discount", "total")]
    assert (amounts, quote["totals"]["total_cents"], quote["may_be_invoiced"]) == (
        [29_997, 3_000, 26_997],
        31_040,
        False,
    )

    expected = quote["totals"]["total_cents"]
    placed = post(client, ORDERS, asked | {"expected_total_cents": expected}).json()
    assert (placed["totals"], placed["promotion_code"]) == (quote["totals"], "AMIS")
    assert placed["lines"][0]["discount"]["amount_cents"] == 3_000


@pytest.mark.parametrize("path", [ORDERS, f"{ORDERS}/quote"])
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"code": "AUTRE"}, 422, "unknown-promotion-code"),
        ({"ends_at": timezone.now() - timedelta(1)}, 409, "promotion-code-expired"),
        ({"starts_at": timezone.now() + timedelta(days=9)}, 409, "promotion-code-not-yet"),
        ({"pool__capacity": 0}, 409, "promotion-code-exhausted"),
        ({"kinds": ["booth"]}, 409, "promotion-code-not-for-this"),
    ],
)
def test_a_code_that_does_not_apply_is_said(client, person, ticket_type, path, changes, status, code):
    PromotionFactory(**{"code": "RABAIS"} | changes)
    answer = post(client, path, body_of(ticket_type, promotion_code="rabais"))
    assert (answer.status_code, answer.json()["code"], Order.objects.count()) == (status, code, 0)


def test_the_same_payer_is_told_that_the_code_was_used(client, person, ticket_type):
    PromotionFactory(code="UNEFOIS", per_payer=1)
    post(client, ORDERS, body_of(ticket_type, promotion_code="UNEFOIS"))
    another = on_sale_now(TicketTypeFactory())
    answer = post(client, ORDERS, body_of(another, promotion_code="UNEFOIS"))
    assert (answer.status_code, answer.json()["code"]) == (409, "promotion-code-already-used")


@pytest.mark.parametrize("ends_at", [None, timezone.now() - timedelta(1)])
def test_codes_cannot_be_guessed_for_long_whether_unknown_or_expired(client, person, ticket_type, ends_at):
    PromotionFactory(code="RABAIS", ends_at=ends_at)
    tried = "RABAIS" if ends_at else "INCONNU"
    for _time in range(MOST_GUESSES):
        assert post(client, f"{ORDERS}/quote", body_of(ticket_type, promotion_code=tried)).status_code in {409, 422}

    stopped = post(client, ORDERS, body_of(ticket_type, promotion_code="RABAIS"))
    assert (stopped.status_code, stopped.json()["code"], stopped["Retry-After"]) == (
        429,
        "too-many-promotion-codes",
        "3600",
    )
    assert post(client, ORDERS, body_of(ticket_type)).status_code == 201
    client.force_login(UserFactory())
    assert post(client, f"{ORDERS}/quote", body_of(ticket_type)).status_code == 200


def test_the_price_of_yesterday_is_refused_with_that_of_today(client, person, ticket_type):
    now = timezone.now()
    window = PriceWindow(now + timedelta(hours=1), 20_000, 10_000)
    type(ticket_type).objects.update(early_prices=[window.as_data()])
    shown = post(client, f"{ORDERS}/quote", body_of(ticket_type)).json()["totals"]["total_cents"]
    assert shown == 22_995

    type(ticket_type).objects.update(early_prices=[PriceWindow(now, 20_000, 10_000).as_data()])
    refused = post(client, ORDERS, body_of(ticket_type, expected_total_cents=shown))

    assert (refused.status_code, refused.json()["code"], refused.json()["total_cents"]) == (
        409,
        "price-changed",
        34_489,
    )
    assert Order.objects.count() == 0


def test_a_code_that_another_order_used_up_meanwhile_changes_the_price(client, person, ticket_type):
    PromotionFactory(code="BUDGET", budget_cents=3_001)
    asked = body_of(ticket_type, promotion_code="BUDGET")
    shown = post(client, f"{ORDERS}/quote", asked).json()["totals"]["total_cents"]
    other = UserFactory()
    client.force_login(other)
    assert post(client, ORDERS, asked).status_code == 201
    client.force_login(person)

    refused = post(client, ORDERS, asked | {"expected_total_cents": shown})
    assert (refused.status_code, refused.json()["code"]) == (409, "price-changed")


@pytest.mark.parametrize("tampered", [0, 1, 31_039, 31_041])
def test_a_tampered_amount_is_never_charged(client, person, ticket_type, tampered):
    PromotionFactory(code="AMIS")
    answer = post(client, ORDERS, body_of(ticket_type, promotion_code="AMIS", expected_total_cents=tampered))
    assert (answer.status_code, answer.json()["total_cents"], Order.objects.count()) == (409, 31_040, 0)


@pytest.mark.parametrize(
    "line", [{"unit_price_cents": 1}, {"discount_cents": 29_997}, {"basis": "complimentary"}, {"discount": 1}]
)
def test_a_price_cannot_be_sent(client, person, ticket_type, line):
    body = {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid)} | line]}
    assert post(client, ORDERS, body).status_code == 422


def test_a_code_sent_twice_with_one_key_is_used_once(client, person, ticket_type):
    promotion = PromotionFactory(code="AMIS")
    asked = body_of(ticket_type, promotion_code="AMIS")
    first, second = (post(client, ORDERS, asked, **{"Idempotency-Key": "k"}) for _time in range(2))
    promotion.refresh_from_db()
    assert (first.json(), promotion.spent_cents, Redemption.objects.count()) == (second.json(), 3_000, 1)
    assert post(client, ORDERS, asked).json()["code"] == "already-has-ticket"


def test_the_team_orders_for_somebody_and_offers(client, person, ticket_type):
    person.groups.add(Group.objects.get_or_create(name=Role.EVENT_LEAD)[0])
    guest = UserFactory()
    line = {"kind": "ticket", "item": str(ticket_type.uuid), "complimentary_reason": "Conférence d’ouverture"}
    body = {"lines": [line], "payer": {"person": str(guest.uuid)}}

    assert post(client, f"{ORDERS}/quote", body).json()["totals"]["total_cents"] == 0
    placed = post(client, ORDERS, body).json()

    shown = placed["lines"][0]
    assert (placed["state"], shown["basis"], shown["complimentary_reason"], shown["accounting_code"]) == (
        "settled",
        "complimentary",
        "Conférence d’ouverture",
        "4100",
    )
    assert (Order.objects.get().person, shown["attendees"]) == (guest, [str(guest.uuid)])


def test_nobody_else_offers_nor_orders_for_somebody(client, person, ticket_type):
    offered = {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid), "complimentary_reason": "Merci"}]}
    for path in (ORDERS, f"{ORDERS}/quote"):
        assert post(client, path, offered).json()["code"] == "may-not-offer"
        somebody = body_of(ticket_type, payer={"person": str(UserFactory().uuid)})
        assert post(client, path, somebody).json()["code"] == "may-not-order-for"
        both = body_of(ticket_type, payer={"person": str(person.uuid), "organisation": "centre"})
        assert post(client, path, both).status_code == 422


def test_ticket_types_say_when_their_price_changes(client, person, ticket_type):
    first, second = (timezone.now() + timedelta(days=day) for day in (5, 10))
    windows = [PriceWindow(second, 25_000, 15_000), PriceWindow(first, 20_000, 10_000)]
    type(ticket_type).objects.update(early_prices=[window.as_data() for window in windows])

    shown = client.get(f"/api/v1/colloquia/{ticket_type.colloquium.slug}/ticket-types").json()["items"][0]

    assert [step["price"]["amount_cents"] for step in shown["prices"]] == [20_000, 25_000, 29_997]
    assert (shown["price"]["amount_cents"], shown["basis"], shown["member_price"]["amount_cents"]) == (
        20_000,
        "public-early",
        10_000,
    )


def test_an_item_may_have_its_own_accounting_code(client, person, ticket_type):
    type(ticket_type).objects.update(accounting_code="4150")
    held = AffiliationFactory(person=person, organisation=MembershipFactory().organisation, is_registrar=True)
    body = body_of(ticket_type, payer={"organisation": held.organisation.slug}, on_account=True, purchase_order="BC-77")
    placed = post(client, ORDERS, body).json()
    invoice = Order.objects.get().invoices.get()
    assert (placed["lines"][0]["accounting_code"], placed["purchase_order"]) == ("4150", "BC-77")
    assert (invoice.lines[0]["accounting_code"], invoice.purchase_order) == ("4150", "BC-77")
