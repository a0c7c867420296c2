"""What we ask of the provider, each request checked against its own description by the fake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.models import Checkout, Colloquium, TicketType
from registrations.payments import gateway
from registrations.payments.errors import CardsNotOpen, ProviderRefused, ProviderUnreachable
from registrations.payments.gateway import client
from registrations.payments.jobs import start_checkout
from registrations.payments.rules import Movement
from tests.factories.registrations import UserFactory
from tests.factories.sales import actor_for, order_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def intent(ticket_type, fake):
    """A ticket paid by card at the provider's: the name of the payment there."""
    now, person = timezone.now(), UserFactory(email="camille@exemple.test")
    TicketType.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    Colloquium.objects.update(published_at=now - timedelta(days=2))
    start_checkout(order=order_ticket(ticket_type, person, at=now), by=actor_for(person), at=now)
    return fake.pay(Checkout.objects.get().session_id)["payment_intent"]


def today():
    now = timezone.now()
    return {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1)}


def test_list_balance_transactions_reads_all_pages_the_oldest_first(intent, fake, monkeypatch):
    monkeypatch.setattr("registrations.payments.gateway.balance.PAGE", 2)
    refund = fake.give_back(intent, 1_000)
    dispute = fake.dispute(intent, amount=2_000)
    payout = fake.payout(500)

    rows = gateway.list_balance_transactions(**today())

    assert [(row.kind, row.cents, row.fee_cents, row.net_cents, row.source) for row in rows[1:]] == [
        (Movement.REFUND, -1_000, 0, -1_000, refund["id"]),
        (Movement.ADJUSTMENT, -2_000, 1_500, -3_500, dispute["id"]),
        (Movement.PAYOUT, -500, 0, -500, payout["source"]),
    ]
    assert (rows[0].kind, rows[0].cents, rows[0].fee_cents, rows[0].currency) == ("charge", 34_489, 1_030, "cad")
    assert [row.payment_reference for row in rows] == [intent, intent, "", ""]
    assert rows[0].available_at == rows[0].made_at + timedelta(days=2)


def test_list_balance_transactions_keeps_to_its_bounds(intent):
    until = timezone.now() - timedelta(minutes=5)
    assert gateway.list_balance_transactions(since=until - timedelta(hours=1), until=until) == []


def test_refund_that_the_bank_sends_back_is_a_movement_above_zero(intent, fake):
    fake.fail_refund(fake.give_back(intent, 1_000)["id"])
    assert [row.cents for row in gateway.list_balance_transactions(**today()) if row.kind == "refund"] == [
        -1_000,
        1_000,
    ]


def test_refunds_and_disputes_are_read_as_they_stand(intent, fake):
    made = fake.give_back(intent, 1_000)
    fake.fail_refund(made["id"])
    opened = fake.dispute(intent)
    fact = gateway.read_refund(made["id"])
    assert (fact.status, fact.cents, fact.currency, fact.payment_reference, fact.refund_uuid, fact.failure) == (
        "failed",
        1_000,
        "cad",
        intent,
        "",
        "expired_or_canceled_card",
    )
    same = [
        gateway.refunds_of_payment(intent),
        gateway.refunds_of_charge(made["charge"]),
        gateway.list_refunds(**today()),
    ]
    assert same == [[fact]] * 3
    dispute = gateway.read_dispute(opened["id"])
    assert (dispute.status, dispute.cents, dispute.reason, dispute.payment_reference) == (
        "needs_response",
        34_489,
        "fraudulent",
        intent,
    )
    assert gateway.list_disputes(**today()) == [dispute]


def test_sessions_of_payment_finds_the_page(intent):
    assert [fact.session_id for fact in gateway.sessions_of_payment(intent)] == [Checkout.objects.get().session_id]


def test_provider_that_asks_for_a_wait_is_heard(fake, quick):
    fake.fault("429", retry_after=90)
    with pytest.raises(ProviderUnreachable) as busy:
        gateway.read_refund("re_1")
    assert busy.value.members["retry_after"] == 90


@pytest.mark.parametrize("kind", ["500", "timeout", "429"])
def test_provider_that_fails_is_told_apart_from_one_that_refuses(fake, quick, kind):
    fake.fault(kind, seconds=0)
    with pytest.raises(ProviderUnreachable):
        gateway.read_refund("re_1")
    with pytest.raises(ProviderRefused):
        gateway.read_refund("re_1")


def test_key_that_is_not_accepted_is_no_refusal_of_the_act(fake, quick, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_x"
    with pytest.raises(ProviderUnreachable):
        gateway.read_refund("re_1")
    assert client.is_live()
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(CardsNotOpen):
        gateway.read_refund("re_1")
