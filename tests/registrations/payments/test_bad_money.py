"""Bad input about money at every door: a clear refusal that says what is wrong, and not one row changed."""

import json
import time
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations.models import Invoice, Payment, StripeEvent, TaxProfile, TicketType
from registrations.orders.actions import cancel_order
from registrations.payments.actions import record_payment
from registrations.payments.gateway import client as gateway_client
from registrations.payments.jobs import apply_event, start_checkout, sweep_events
from tests.factories.registrations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import (
    TaxProfileFactory,
    TicketTypeFactory,
    actor_for,
    on_sale_now,
    order_ticket,
    quebec_taxes,
)
from tests.people import with_role
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.machine.provider import Provider
from tests.registrations.payments.machine.provider import signed as signed_event
from tests.registrations.payments.rows import money_rows
from tests.registrations.payments.test_webhooks import EVENT, deliver, signed

pytestmark = pytest.mark.django_db
TOTAL = 34_489


@pytest.fixture
def shop(client):
    """A buyer signed in, one ticket on sale, a member organisation that is not theirs."""
    quebec_taxes()
    for kind in ("session", "dues", "booth"):
        TaxProfileFactory(kind=kind, category="exempt")
    buyer = UserFactory(email="camille@exemple.test")
    client.force_login(buyer)
    return {
        "buyer": buyer,
        "type": on_sale_now(TicketTypeFactory(colloquium__slug="quariera-2027", slug="complet", pool__capacity=5)),
        "other": MembershipFactory(organisation=OrganisationFactory(slug="autre")).organisation,
        "stranger": UserFactory(),
    }


@pytest.fixture
def order(shop):
    return order_ticket(shop["type"], shop["buyer"], at=timezone.now())


@pytest.fixture
def paid(order):
    record_payment(fact_of(order), by=actor_for(None), at=timezone.now())
    return order


def refused_unchanged(act, *statuses):
    """The answer, when it is one of these refusals and no row of money is another than before."""
    before = money_rows()
    answer = act()
    assert answer.status_code in statuses, (answer.status_code, answer.content[:300])
    assert money_rows() == before
    return answer


# The API.

ITEM = object()
LINE = {"kind": "ticket", "item": ITEM, "quantity": 1}
API = {
    "a total below the price": ({"expected_total_cents": TOTAL - 1}, 409, "price-changed"),
    "a total of nothing": ({"expected_total_cents": 0}, 409, "price-changed"),
    "a total below zero": ({"expected_total_cents": -1}, 422, "expected_total_cents"),
    "a total with a fraction": ({"expected_total_cents": 1.5}, 422, "expected_total_cents"),
    "a total in words": ({"expected_total_cents": "trois"}, 422, "expected_total_cents"),
    "a price of one's own": ({"lines": [LINE | {"unit_price_cents": 1}]}, 422, "unit_price_cents"),
    "a discount of one's own": ({"lines": [LINE | {"discount_cents": 29_000}]}, 422, "discount_cents"),
    "taxes of one's own": ({"taxes": []}, 422, "taxes"),
    "another currency": ({"currency": "USD"}, 422, "currency"),
    "no seat": ({"lines": [LINE | {"quantity": 0}]}, 422, "quantity"),
    "less than no seat": ({"lines": [LINE | {"quantity": -2}]}, 422, "quantity"),
    "seats beyond any number": ({"lines": [LINE | {"quantity": 10**12}]}, 422, "quantity"),
    "more seats than there are": ({"lines": [LINE | {"quantity": 6}]}, 409, "sold-out"),
    "nothing": ({"lines": []}, 422, "lines"),
    "something unknown": ({"lines": [LINE | {"item": str(uuid.uuid4())}]}, 404, "not-found"),
    "a ticket as a session": ({"lines": [LINE | {"kind": "session"}]}, 404, "not-found"),
    "a ticket as dues": ({"lines": [LINE | {"kind": "dues"}]}, 404, "not-found"),
    "a ticket as a booth": ({"lines": [LINE | {"kind": "booth"}]}, 404, "not-found"),
    "a kind of one's own": ({"lines": [LINE | {"kind": "free"}]}, 422, "kind"),
    "an invoice for a person": ({"on_account": True}, 409, "not-on-account"),
    "the account of others": ({"payer": {"organisation": "autre"}, "on_account": True}, 403, "may-not-order-for"),
    "an organisation unknown": ({"payer": {"organisation": "aucune"}}, 403, "may-not-order-for"),
    "somebody unknown": ({"lines": [LINE | {"attendees": [{"person": str(uuid.uuid4())}]}]}, 403, "may-not-order-for"),
}


def filled(value, item):
    return json.loads(json.dumps(value, default=lambda _item: str(item)))


def place(client, shop, body, **headers):
    given = filled({"lines": [LINE]} | body, shop["type"].uuid)
    return client.post("/api/v1/orders", given, content_type="application/json", headers=headers)


@pytest.mark.parametrize(("body", "status", "says"), API.values(), ids=API)
def test_the_api_refuses(client, shop, body, status, says):
    answer = refused_unchanged(lambda: place(client, shop, body), status)
    assert answer["Content-Type"] == "application/problem+json"
    assert says in answer.content.decode()


def test_the_api_refuses_a_stale_price_and_says_the_new_one(client, shop):
    TicketType.objects.update(public_price_cents=40_000)
    answer = refused_unchanged(lambda: place(client, shop, {"expected_total_cents": TOTAL}), 409)
    assert answer.json()["total_cents"] == 45_990


def test_the_api_refuses_what_has_no_tax_profile(client, shop):
    TaxProfile.objects.all().delete()
    assert refused_unchanged(lambda: place(client, shop, {}), 409).json()["code"] == "no-tax-profile"


def test_the_api_refuses_a_stranger_at_the_table(client, shop):
    line = LINE | {"attendees": [{"person": str(shop["stranger"].uuid)}]}
    refused_unchanged(lambda: place(client, shop, {"lines": [line]}), 403)


def test_the_api_refuses_who_is_not_signed_in(shop):
    refused_unchanged(lambda: place(Client(), shop, {}), 401)


def test_the_api_places_once_what_is_sent_twice(client, shop):
    first = place(client, shop, {}, **{"Idempotency-Key": "k"})
    before = money_rows()
    again = place(client, shop, {}, **{"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert money_rows() == before
    refused_unchanged(lambda: place(client, shop, {"language": "en"}, **{"Idempotency-Key": "k"}), 409, 422)
    refused_unchanged(lambda: place(client, shop, {}), 409)  # without a key: this person has a ticket already


@pytest.mark.parametrize("path", ["/api/v1/orders/{code}/cancel", "/api/v1/orders/{code}/invoice.pdf"])
def test_the_api_hides_the_orders_of_others(client, order, path):
    client.force_login(UserFactory())
    address = path.format(code=order.code)
    ask = client.post if path.endswith("cancel") else client.get
    refused_unchanged(lambda: ask(address, content_type="application/json"), 404)


def test_the_api_refuses_to_cancel_what_is_paid(client, paid):
    refused_unchanged(lambda: client.post(f"/api/v1/orders/{paid.code}/cancel", content_type="application/json"), 409)


# The portal.

ORDERING = "/colloque/quariera-2027/commander/complet/"


@pytest.mark.parametrize("total", ["1", "0", "-34489", "34488", "34489.5", "9" * 30, "abc", "344,89 USD"])
def test_the_portal_refuses_a_tampered_total(client, shop, total):
    refused_unchanged(lambda: client.post(ORDERING, {"total": total}), 400, 409)


def test_the_portal_refuses_a_stale_price(client, shop):
    TicketType.objects.update(public_price_cents=40_000)
    answer = refused_unchanged(lambda: client.post(ORDERING, {"total": str(TOTAL)}), 409)
    assert "459,90" in answer.content.decode()


def test_the_portal_refuses_what_has_no_tax_profile(client, shop):
    TaxProfile.objects.all().delete()
    refused_unchanged(lambda: client.post(ORDERING, {"total": str(TOTAL)}), 409)


def test_the_portal_refuses_a_second_press(client, shop):
    assert client.post(ORDERING, {"total": str(TOTAL)}).status_code == 302
    refused_unchanged(lambda: client.post(ORDERING, {"total": str(TOTAL)}), 409)


def test_the_portal_refuses_a_form_of_another_site(shop, order):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(shop["buyer"])
    refused_unchanged(lambda: forged.post(f"/commandes/{order.code}/annuler"), 403)
    refused_unchanged(lambda: forged.post(ORDERING, {"total": str(TOTAL)}), 403)


@pytest.mark.parametrize("page", ["", "payer", "retour", "annuler", "facture.pdf"])
def test_the_portal_hides_the_orders_of_others(client, order, page):
    client.force_login(UserFactory())
    refused_unchanged(lambda: client.get(f"/commandes/{order.code}/{page}"), 404)


@pytest.mark.parametrize("page", ["payer", "annuler"])
def test_the_portal_neither_pays_nor_cancels_what_is_paid(client, paid, page):
    ask = client.post if page == "annuler" else client.get
    refused_unchanged(lambda: ask(f"/commandes/{paid.code}/{page}"), 409)


def test_the_portal_does_not_take_money_for_a_cancelled_order(client, order, shop):
    cancel_order(order=order, by=actor_for(shop["buyer"]), at=timezone.now())
    refused_unchanged(lambda: client.get(f"/commandes/{order.code}/payer"), 409)


# The admin.

RECEIVED = {"method": "cheque", "cents": "344,89", "received_on": "2026-10-06", "reference": "0042"}
ADMIN = {
    "nothing": {"cents": "0"},
    "less than nothing": {"cents": "-344,89"},
    "more than any cheque": {"cents": "99999999999,00"},
    "a third of a cent": {"cents": "344,891"},
    "words": {"cents": "beaucoup"},
    "another currency": {"cents": "344,89 USD"},
    "a day to come": {"received_on": "2126-10-06"},
    "a card": {"method": "card"},
    "a credit": {"method": "credit"},
    "no reference": {"reference": "   "},
    "less than the whole of an order that waits for a card": {"part": "100,00"},
    "more than was received": {"cents": "344,88"},
}


@pytest.mark.parametrize("changes", ADMIN.values(), ids=ADMIN)
def test_the_admin_records_no_money_that_cannot_be(client, order, changes):
    client.force_login(with_role(UserFactory(), "accounting"))
    given = typed(order) | changes
    given[f"part_{order.pk}"] = given.pop("part", "344,89")
    answer = refused_unchanged(lambda: client.post(reverse("encaissements:inscrire"), given), 409, 422)
    assert "help-critical" in answer.content.decode() or "error" in answer.content.decode()  # what is wrong


def typed(order):
    """What accounting sends for a cheque that pays this order."""
    return RECEIVED | {"payer": str(order.payer.uuid), "record": "1"}


@pytest.mark.parametrize("role", ["", "editor", "event_lead", "training_lead"])
def test_the_admin_lets_accounting_alone_record_money(client, order, role):
    client.force_login(with_role(UserFactory(), *filter(None, [role])))
    given = typed(order) | {f"part_{order.pk}": "344,89"}
    refused_unchanged(lambda: client.post(reverse("encaissements:inscrire"), given), 302, 403, 404)


def test_the_admin_does_not_take_back_money_of_a_card(client, paid):
    client.force_login(with_role(UserFactory(), "accounting"))
    address = reverse("paiements:reprendre-paiement", args=[Payment.objects.get().pk])
    refused_unchanged(lambda: client.post(address, {"reason": "Erreur"}), 200, 302, 403, 404, 409)


# The webhook.


@pytest.mark.parametrize(
    "signature",
    [
        lambda body: "",
        lambda body: "v1=0",
        lambda body: signed(body, secret="whsec_guessed"),
        lambda body: signed(body.replace(b"evt_1", b"evt_2")),
        lambda body: signed(body, at=time.time() - 301),
        lambda body: signed(body).replace("v1=", "v0="),
    ],
)
def test_the_webhook_believes_nothing_forged_altered_or_replayed_late(client, signature):
    body = json.dumps(EVENT).encode()
    refused_unchanged(lambda: deliver(client, body, signature(body)), 400)
    assert not StripeEvent.objects.exists()


@pytest.fixture
def provider(monkeypatch):
    made = Provider(time.time)
    monkeypatch.setattr(gateway_client, "client", made.client)
    yield made
    made.close()


def announce(client, provider):
    """The last event of the provider, delivered and applied; how it ended."""
    event = provider.events()[-1]
    body, headers = signed_event(event)
    assert client.post("/webhooks/stripe", body, content_type="application/json", headers=headers).status_code == 200
    row = StripeEvent.objects.get(event_id=event["id"])
    apply_event.call(row.pk)
    row.refresh_from_db()
    return row.state


def test_the_webhook_applies_once_what_is_replayed(client, order, provider):
    start_checkout(order=order, by=actor_for(order.person), at=timezone.now())
    provider.pay(order.checkouts.get().session_id)
    assert announce(client, provider) == "applied"
    before = money_rows()
    assert [announce(client, provider) for _time in range(3)] == ["applied"] * 3
    sweep_events.call_local()
    assert (money_rows(), Invoice.objects.count()) == (before, 1)


@pytest.mark.parametrize("wrong", [{"currency": "usd"}, {"amount_total": 100}, {"amount_total": 10**9}])
def test_money_that_is_not_what_was_asked_settles_nothing_and_is_seen(client, order, provider, wrong):
    start_checkout(order=order, by=actor_for(order.person), at=timezone.now())
    session = provider.session(order.checkouts.get().session_id)
    provider.pay(session["id"])
    provider.account.store.save(provider.session(session["id"]) | wrong)
    before = money_rows()
    assert announce(client, provider) == "failed"
    assert money_rows() == before
    assert StripeEvent.objects.exclude(error="").exists()


@pytest.mark.parametrize("named", ["", "pas-un-uuid", "01a1ff96-286f-7368-9f64-115a92c1c64d"])
def test_money_for_no_order_of_ours_changes_nothing(client, order, provider, named):
    start_checkout(order=order, by=actor_for(order.person), at=timezone.now())
    session_id = order.checkouts.get().session_id
    provider.pay(session_id)
    provider.account.store.save(provider.session(session_id) | {"metadata": {"order": named}})
    before = money_rows()
    assert announce(client, provider) in ("failed", "ignored")
    assert money_rows() == before
