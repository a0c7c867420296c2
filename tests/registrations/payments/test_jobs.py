"""From the payment page to the settled order, through the fake provider over HTTP."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from registrations.models import Checkout, Colloquium, Invoice, Payment, StripeEvent, Ticket, TicketType
from registrations.orders.actions import cancel_order
from registrations.payments import gateway
from registrations.payments.actions import receive_event
from registrations.payments.errors import CardsNotOpen, ProviderUnreachable
from registrations.payments.gateway import client
from registrations.payments.jobs import apply_event, refresh_order, start_checkout, sweep_checkouts, sweep_events
from registrations.payments.rules import EventHead
from tests.factories.registrations import UserFactory
from tests.factories.sales import actor_for, order_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(email="camille@exemple.test")


@pytest.fixture
def order(ticket_type, person):
    now = timezone.now()
    TicketType.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    Colloquium.objects.update(published_at=now - timedelta(days=2))
    return order_ticket(ticket_type, person, at=now)


@pytest.fixture
def page(order, person, fake):
    return start_checkout(order=order, by=actor_for(person), at=timezone.now())


def test_start_checkout_sends_our_lines_and_each_tax_on_its_own(order, page, fake):
    checkout = Checkout.objects.get()
    session = client.client("sk_test_suite", fake.url).v1.checkout.sessions.retrieve(
        checkout.session_id, {"expand": ["line_items"]}
    )

    assert [(item.description, item.quantity, item.amount_total) for item in session.line_items.data] == [
        ("QUARIERA 2027 – Forfait complet", 1, 29_997),
        ("TPS (123456789 RT0001)", 1, 1_500),
        ("TVQ (1234567890 TQ0001)", 1, 2_992),
    ]
    assert (session.amount_total, session.currency, session.locale) == (order.total_cents, "cad", "fr-CA")
    assert (session.metadata["order"], session.customer_email) == (str(order.uuid), "camille@exemple.test")
    assert (page, session.expires_at) == (session.url, int(order.expires_at.timestamp()))


def test_start_checkout_twice_gives_the_same_page(order, page, person, fake):
    assert start_checkout(order=order, by=actor_for(person), at=timezone.now()) == page
    assert Checkout.objects.count() == 1


def test_start_checkout_when_the_answer_was_lost_gives_the_same_page(order, person, fake, quick):
    fake.fault("500", path="/v1/checkout/sessions", performed=True)
    with pytest.raises(ProviderUnreachable):
        start_checkout(order=order, by=actor_for(person), at=timezone.now())

    start_checkout(order=order, by=actor_for(person), at=timezone.now())

    assert (Checkout.objects.count(), Checkout.objects.get().attempt) == (1, 1)


def test_start_checkout_calls_the_provider_outside_any_transaction(order, person, fake, monkeypatch):
    seen = []
    real = gateway.create_session
    depth = len(connection.savepoint_ids)  # the test's own transaction

    def watched(checkout, *, email):
        seen.append(len(connection.savepoint_ids) - depth)
        return real(checkout, email=email)

    monkeypatch.setattr(gateway, "create_session", watched)
    start_checkout(order=order, by=actor_for(person), at=timezone.now())

    assert seen == [0]


def test_start_checkout_without_a_key_is_not_open(order, person, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(CardsNotOpen):
        start_checkout(order=order, by=actor_for(person), at=timezone.now())


def event_for(session_id, kind="checkout.session.completed", number=1):
    return receive_event(EventHead(f"evt_{number}", kind, session_id), at=timezone.now())


def test_apply_event_re_reads_the_page_and_settles(order, page, fake):
    session_id = Checkout.objects.get().session_id
    fake.pay(session_id)
    event = event_for(session_id)

    for _time in range(3):
        apply_event.call(event.pk)

    order.refresh_from_db()
    event.refresh_from_db()
    assert (order.state, event.state, Payment.objects.count(), Invoice.objects.count()) == ("settled", "applied", 1, 1)
    assert (Ticket.objects.get().state, Checkout.objects.get().closed_at is None) == ("confirmed", False)


def test_apply_event_believes_the_provider_and_not_the_event(order, page):
    event = event_for(Checkout.objects.get().session_id)
    apply_event.call(event.pk)

    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == ("placed", 0)


def test_apply_event_of_a_tampered_amount_fails_in_sight(order, page, fake):
    session_id = Checkout.objects.get().session_id
    fake.pay(session_id)
    type(order).objects.update(exempt_cents=100)
    event = event_for(session_id)

    apply_event.call(event.pk)

    event.refresh_from_db()
    order.refresh_from_db()
    assert (event.state, order.state, Payment.objects.count()) == ("failed", "placed", 0)
    assert "344,89" in event.error


def test_apply_event_waits_when_the_provider_is_down(order, page, fake, quick):
    session_id = Checkout.objects.get().session_id
    fake.pay(session_id)
    event = event_for(session_id)
    fake.fault("500", times=1)

    apply_event.call(event.pk)
    event.refresh_from_db()
    assert (event.state, event.attempts, event.not_before > timezone.now()) == ("waiting", 1, True)

    StripeEvent.objects.update(not_before=timezone.now())
    assert sweep_events.call_local() == 1
    order.refresh_from_db()
    assert order.state == "settled"


def test_apply_event_of_another_kind_is_kept_and_ignored():
    event = event_for("ch_1", kind="charge.succeeded")
    apply_event.call(event.pk)
    event.refresh_from_db()
    assert event.state == "ignored"


def test_sweep_checkouts_finds_money_whose_event_never_came(order, page, fake):
    fake.pay(Checkout.objects.get().session_id)
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=3))

    assert sweep_checkouts.call_local() == 1

    order.refresh_from_db()
    assert order.state == "settled"


def test_sweep_checkouts_closes_the_page_of_a_cancelled_order(order, page, person, fake):
    cancel_order(order=order, by=actor_for(person), at=timezone.now())
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=3))

    sweep_checkouts.call_local()

    assert gateway.read_session(Checkout.objects.get().session_id).status == "expired"
    assert sweep_checkouts.call_local() == 0


def test_refresh_order_settles_for_the_buyer_who_is_back_first(order, page, fake):
    fake.pay(Checkout.objects.get().session_id)
    refresh_order(order=order, at=timezone.now())
    order.refresh_from_db()
    assert order.state == "settled"
