"""The provider times out, is busy, is down, loses its answer or does it twice: no money is lost, none doubled."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.models import Checkout, Invoice, Order, Payment, StripeEvent
from registrations.orders.actions import cancel_order
from registrations.payments.actions import receive_event
from registrations.payments.gateway import client as gateway_client
from registrations.payments.jobs import apply_event, refresh_order, start_checkout, sweep_checkouts, sweep_events
from registrations.payments.rules import EventHead
from tests.factories.registrations import UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.registrations.payments.machine.provider import BUSY, DOWN, LOST, SILENT, TWICE, Provider

pytestmark = pytest.mark.django_db
FAULTS = (SILENT, BUSY, DOWN, LOST)
EVERY_FAULT = pytest.mark.parametrize("fault", [*FAULTS, TWICE])


@pytest.fixture
def provider(monkeypatch):
    made = Provider(time.time)
    monkeypatch.setattr(gateway_client, "client", made.client)
    yield made
    made.close()


@pytest.fixture
def order(client):
    quebec_taxes()
    buyer = UserFactory(email="camille@exemple.test")
    client.force_login(buyer)
    return order_ticket(on_sale_now(TicketTypeFactory()), buyer, at=timezone.now())


@pytest.fixture
def page(order, provider):
    """The identifier of the page of the order, once it was opened."""
    start_checkout(order=order, by=actor_for(order.person), at=timezone.now())
    return Checkout.objects.get().session_id


def money():
    return [
        Order.objects.get().state,
        list(Payment.objects.values_list("captured_cents", "refunded_cents", "refund_due_cents")),
        Invoice.objects.count(),
    ]


UNPAID, PAID = ["placed", [], 0], ["settled", [(34_489, 0, 0)], 1]


@EVERY_FAULT
@pytest.mark.parametrize("times", [1, 3])
def test_opening_the_page(client, order, provider, fault, times):
    """The buyer reads that nothing was charged and what to do; trying again opens one page, the same for ever."""
    provider.mishaps = [fault] * times
    address = f"/commandes/{order.code}/payer"

    answers = [client.post(address) for _time in range(times)]

    if fault != TWICE:
        assert {answer.status_code for answer in answers} == {409}
        words = answers[-1].content.decode()
        assert "Rien n’a été prélevé" in words
        assert "réessayez" in words
    again = {client.post(address)["Location"] for _time in range(2)}
    assert again == {session["url"] for session in provider.sessions()}
    assert (len(provider.sessions()), Checkout.objects.count(), money()) == (1, 1, UNPAID)


@EVERY_FAULT
def test_reading_the_page_for_an_event(page, provider, fault):
    provider.pay(page)
    event = receive_event(EventHead("evt_1", "checkout.session.completed", page), at=timezone.now())
    provider.mishaps = [fault]

    apply_event.call(event.pk)

    assert money() == (PAID if fault == TWICE else UNPAID)
    StripeEvent.objects.update(not_before=timezone.now())
    for _time in range(2):
        sweep_events.call_local()
    assert (money(), StripeEvent.objects.get().state) == (PAID, "applied")


@EVERY_FAULT
def test_reading_the_page_for_the_buyer_who_is_back(client, page, order, provider, fault):
    """The page that waits is shown, never a failure; the next look finds the money."""
    provider.pay(page)
    provider.mishaps = [fault]

    assert client.get(f"/commandes/{order.code}/retour").status_code in {200, 302}
    assert money() == (PAID if fault == TWICE else UNPAID)
    refresh_order(order=Order.objects.get(), at=timezone.now())
    assert money() == PAID


@EVERY_FAULT
def test_closing_the_page_of_a_cancelled_order(page, order, provider, fault):
    cancel_order(order=order, by=actor_for(order.person), at=timezone.now())
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    provider.mishaps = [fault]

    sweep_checkouts.call_local()
    sweep_checkouts.call_local()

    assert provider.session(page)["status"] == "expired"
    assert (Checkout.objects.filter(closed_at=None).count(), provider.pay(page)) == (0, False)
    assert money() == ["cancelled", [], 0]


@EVERY_FAULT
def test_closing_a_page_that_was_paid_meanwhile(page, order, provider, fault):
    """The buyer pays while they cancel elsewhere: the money is in the books, marked or on its way back."""
    cancel_order(order=order, by=actor_for(order.person), at=timezone.now())
    provider.pay(page)
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    provider.mishaps = [fault]

    sweep_checkouts.call_local()
    sweep_checkouts.call_local()

    state, [(captured, refunded, due)], invoices = money()
    assert (state, captured, refunded + due, invoices) == ("cancelled", 34_489, 34_489, 0)


def test_an_event_of_a_provider_that_stays_down_is_given_up_in_sight(page, provider):
    """Half a day of attempts, ever rarer; then the team sees it, and the page itself is still swept."""
    provider.pay(page)
    event = receive_event(EventHead("evt_1", "checkout.session.completed", page), at=timezone.now())
    for _attempt in range(20):
        provider.mishaps = [DOWN]
        StripeEvent.objects.update(not_before=timezone.now())
        sweep_events.call_local()
    event.refresh_from_db()
    assert (event.state, event.error != "", money()) == ("failed", True, UNPAID)

    provider.mishaps = []
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    sweep_checkouts.call_local()
    assert money() == PAID
