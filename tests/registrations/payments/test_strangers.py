"""Papers and accounts of others, asked for by who has no right to them in every way that a browser or a cache asks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations.models import Affiliation, Order, Payment
from registrations.orders.actions import Credited, credit_invoice
from registrations.payments.actions import record_payment
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, on_sale_now, order_ticket, quebec_taxes
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
CONDITIONS = (
    {},
    {"Range": "bytes=0-99"},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"},
)


@pytest.fixture
def sold():
    """An order of a person by card, with a credit note; one of an organisation by cheque; and a registrar elsewhere."""
    quebec_taxes()
    now, kind = timezone.now(), on_sale_now(TicketTypeFactory(pool__capacity=None))
    buyer, stranger = (
        UserFactory(),
        AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True),
    )
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    card = order_ticket(kind, buyer, at=now)
    record_payment(fact_of(card), by=ACCOUNTANT, at=now)
    owed = on_account(registrar, kind, at=now)
    cheque(
        registrar.organisation, owed.total_cents, (owed, owed.total_cents), at=now, received_on=timezone.localdate(now)
    )
    for order in (card, owed):
        lines = [Credited(order.lines.get(), 100)]
        credit_invoice(invoice=order.invoices.get(), lines=lines, reason="Geste", by=ACCOUNTANT, at=now)
    own = order_ticket(kind, stranger.person, at=now)
    return {"buyer": buyer, "registrar": registrar, "stranger": stranger, "card": card, "owed": owed, "own": own}


def papers(order: Order) -> list[str]:
    """Every address at which something of an order is read."""
    payment = Payment.objects.get(order=order).uuid
    note = order.invoices.get().credit_notes.get().label
    portal = [
        f"/commandes/{order.code}/{page}" for page in ("", "payer", "retour", "annuler", "demande", "facture.pdf")
    ]
    portal += [f"/commandes/{order.code}/recu-{payment}.pdf", f"/commandes/credits/{note}.pdf"]
    return [*portal, f"/api/v1/orders/{order.code}", f"/api/v1/orders/{order.code}/invoice.pdf"]


def accounts(slug: str) -> list[str]:
    portal = [f"/moi/organisme/{slug}/compte/{page}" for page in ("", "releve.pdf", "releve.csv")]
    return [*portal, f"/api/v1/organisations/{slug}/orders", f"/api/v1/organisations/{slug}/statement"]


def answers(client: Client, addresses: list[str]) -> set[int]:
    asked = [(ask, headers) for ask in (client.get, client.head) for headers in CONDITIONS]
    return {ask(address, headers=headers).status_code for address in addresses for ask, headers in asked}


def test_what_others_ordered_does_not_exist_however_it_is_asked_for(client, sold):
    addresses = papers(sold["card"]) + papers(sold["owed"]) + accounts(sold["registrar"].organisation.slug)
    client.force_login(sold["stranger"].person)
    assert answers(client, addresses) == {404}

    theirs = Payment.objects.get(order=sold["owed"]).uuid
    assert client.get(f"/commandes/{sold['own'].code}/recu-{theirs}.pdf").status_code == 404
    assert client.get(f"/commandes/{sold['card'].code.lower()}/").status_code == 404
    feeds = ["/api/v1/me/orders", f"/api/v1/organisations/{sold['stranger'].organisation.slug}/orders", "/commandes/"]
    said = "".join(client.get(address).content.decode() for address in feeds)
    assert sold["own"].code in said
    assert [sold[name].code in said for name in ("card", "owed")] == [False, False]


def test_nobody_signed_out_reads_anything(client, sold):
    addresses = papers(sold["card"]) + accounts(sold["registrar"].organisation.slug)
    assert answers(client, addresses) <= {302, 401}


def test_papers_are_kept_by_no_cache_and_end_with_the_right(client, sold):
    """What the buyer got is not given again by a validator once they left: no 304 speaks for somebody else's paper."""
    organisation = sold["registrar"].organisation
    addresses = papers(sold["owed"]) + accounts(organisation.slug)
    client.force_login(sold["registrar"].person)
    got = {address: client.get(address) for address in addresses}
    read = {address: answer for address, answer in got.items() if answer.status_code == 200}
    assert len(read) > 8
    assert [address for address, answer in read.items() if "private" not in answer.get("Cache-Control", "")] == []

    Affiliation.objects.filter(pk=sold["registrar"].pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    again = {
        address: client.get(address, headers={"If-None-Match": answer.get("ETag", "*")}).status_code
        for address, answer in read.items()
    }
    assert set(again.values()) == {404}


def test_another_site_neither_opens_a_page_of_payment_nor_orders_nor_cancels(sold):
    """The session's cookie alone, from somewhere else: refused, in the portal and in the API."""
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(sold["stranger"].person)
    code = sold["own"].code
    posts = [f"/commandes/{code}/payer", f"/commandes/{code}/annuler"]
    posts += ["/api/v1/orders", "/api/v1/orders/quote", f"/api/v1/orders/{code}/cancel"]
    elsewhere = {"Origin": "https://ailleurs.exemple"}
    for headers in ({}, elsewhere):
        found = [
            forged.post(post, "{}", content_type="application/json", headers=headers).status_code for post in posts
        ]
        assert set(found) == {403}
    sold["own"].refresh_from_db()
    assert (sold["own"].state, sold["own"].checkouts.count(), Order.objects.count()) == ("placed", 0, 3)


def test_the_key_of_another_gives_neither_their_answer_nor_their_order(client, sold):
    """The same key, the same body, two people: each has their own; the answer to a cancellation is its payer's."""
    line = {"kind": "ticket", "item": str(sold["own"].lines.get().item_uuid), "quantity": 1}
    asked = {"data": {"lines": [line]}, "content_type": "application/json", "headers": {"Idempotency-Key": "devine"}}
    codes = []
    for person in UserFactory.create_batch(2):
        client.force_login(person)
        answer = client.post("/api/v1/orders", **asked)
        assert answer.status_code == 201, answer.content
        codes.append(answer.json()["code"])
    assert len(set(codes)) == 2
    cancel = {"content_type": "application/json", "headers": {"Idempotency-Key": "annule"}}
    assert client.post(f"/api/v1/orders/{codes[1]}/cancel", **cancel).status_code == 200
    client.force_login(sold["stranger"].person)
    assert client.post(f"/api/v1/orders/{codes[1]}/cancel", **cancel).status_code == 404
