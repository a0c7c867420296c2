"""A refund whose request is lost, late, refused for now or done twice goes once; above the payment, never."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registrations.errors import DomainError
from registrations.models import Checkout, Payment, Refund
from registrations.payments.actions import ask_refund, refund_order
from registrations.payments.gateway import client as gateway_client
from registrations.payments.jobs import refresh_order, start_checkout, sweep_provider, sweep_refunds
from tests.factories.registrations import UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.people import with_role
from tests.registrations.payments.machine.provider import BUSY, DOWN, LOST, SILENT, TWICE, Provider
from tests.registrations.payments.rows import money_rows

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")
TOTAL = 34_489


@pytest.fixture
def provider(monkeypatch):
    made = Provider(time.time)
    monkeypatch.setattr(gateway_client, "client", made.client)
    yield made
    made.close()


@pytest.fixture
def order(provider):
    """Paid by card, in the books."""
    quebec_taxes()
    buyer, now = UserFactory(), timezone.now()
    order = order_ticket(on_sale_now(TicketTypeFactory()), buyer, at=now)
    start_checkout(order=order, by=actor_for(buyer), at=now)
    provider.pay(Checkout.objects.get().session_id)
    refresh_order(order=order, at=now)
    return order


@pytest.mark.parametrize("fault", [SILENT, BUSY, DOWN, LOST, TWICE])
@pytest.mark.parametrize("times", [1, 4])
def test_sending_a_refund(order, provider, fault, times):
    refund_order(order=order, reason="Annulé", give_back=True, by=ACCOUNTANT, at=timezone.now())
    provider.mishaps = [fault] * times

    for _sweep in range(2 * times + 2):
        Refund.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        sweep_refunds.call_local()

    reference = Payment.objects.get().reference
    assert provider.given_back() == {reference: TOTAL}
    assert len(provider.refunds()) == 1
    assert Refund.objects.values_list("state", "cents", "external").get() == ("confirmed", TOTAL, False)
    assert Payment.objects.values_list("refunded_cents", "refund_due_cents").get() == (TOTAL, 0)
    before = money_rows()
    sweep_provider.call_local()
    assert money_rows() == before


@pytest.mark.parametrize("cents", [0, -1, 1, TOTAL, TOTAL + 1, 10**12])
def test_nothing_goes_back_of_what_is_owed_and_paid(order, cents):
    """Paid exactly: nothing is in excess, so that no amount may go back without a credit note."""
    before = money_rows()
    with pytest.raises(DomainError):
        ask_refund(payment=Payment.objects.get(), cents=cents, reason="Erreur", by=ACCOUNTANT, at=timezone.now())
    assert money_rows() == before


def test_an_order_goes_back_once(order):
    given = {"order": order, "reason": "Annulé", "give_back": True, "by": ACCOUNTANT, "at": timezone.now()}
    refund_order(**given)
    before = money_rows()
    with pytest.raises(DomainError):
        refund_order(**given)
    with pytest.raises(DomainError):
        ask_refund(payment=Payment.objects.get(), cents=1, reason="Encore", by=ACCOUNTANT, at=timezone.now())
    assert money_rows() == before


@pytest.mark.parametrize("roles", [[], ["editor"], ["event_lead"]])
def test_accounting_alone_gives_back(order, roles):
    before = money_rows()
    with pytest.raises(DomainError):
        refund_order(order=order, reason="x", give_back=True, by=actor_for(None, *roles), at=timezone.now())
    client = Client()
    client.force_login(with_role(UserFactory(), *roles))
    assert client.get(reverse("paiements:index")).status_code in {200, 302, 403, 404}
    assert money_rows() == before
