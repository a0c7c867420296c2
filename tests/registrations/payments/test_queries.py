"""What accounting must look at, and what an order's page may offer."""

from datetime import timedelta

import pytest

from config.home.attention import finances
from registrations.actors import Actor
from registrations.models import Payment
from registrations.orders.actions import cancel_order
from registrations.orders.rules import HOLD
from registrations.payments.actions import receive_event, record_payment
from registrations.payments.queries import payments_to_refund, situation, stale_events
from registrations.payments.rules import EventHead
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db


def test_payments_to_refund_are_in_sight_until_given_back(ticket_type):
    person = UserFactory()
    order = cancel_order(order=order_ticket(ticket_type, person), by=actor_for(person), at=NOW)
    payment = record_payment(fact_of(order), by=Actor.system("stripe"), at=NOW)

    assert list(payments_to_refund()) == [payment]
    assert [line.urgent for line in finances(on=NOW.date(), at=NOW)] == [True]
    Payment.objects.update(refunded_cents=payment.captured_cents, refund_due_cents=0)
    assert list(payments_to_refund()) == []


def test_stale_events_have_waited_for_more_than_ten_minutes():
    event = receive_event(EventHead("evt_1", "x", "y"), at=NOW)
    assert list(stale_events(at=NOW + timedelta(minutes=9))) == []
    assert list(stale_events(at=NOW + timedelta(minutes=11))) == [event]


def test_situation_offers_payment_in_time_to_the_payer_alone(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)

    def offered(by, at):
        shown = situation(order, by=actor_for(by), at=at)
        return shown.is_overdue, shown.may_pay, shown.may_cancel

    assert offered(person, NOW) == (False, True, True)
    assert offered(person, NOW + HOLD) == (True, False, True)
    assert offered(UserFactory(), NOW) == (False, False, False)
    assert situation(order, by=actor_for(person), at=NOW).lines[0][1] == [person.get_full_name()]
