"""What accounting must look at, and what an order's page may offer."""

from datetime import timedelta

import pytest

from config.home.attention import finances
from registrations.actors import Role
from registrations.orders.actions import cancel_order
from registrations.orders.rules import HOLD
from registrations.payments.actions import ask_refund, receive_event, record_received
from registrations.payments.queries import payments_to_refund, situation, stale_events
from registrations.payments.rules import EventHead
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for, order_ticket

pytestmark = pytest.mark.django_db


def test_payments_to_refund_by_hand_are_in_sight_until_given_back(ticket_type):
    person = UserFactory()
    accountant = actor_for(UserFactory(), Role.ACCOUNTING)
    order = cancel_order(order=order_ticket(ticket_type, person), by=actor_for(person), at=NOW)
    before = [line.text for line in finances(on=NOW.date(), at=NOW)]
    how = {"method": "cheque", "cents": 34_489, "received_on": NOW.date(), "reference": "7"}
    payment = record_received(order=order, by=accountant, at=NOW, **how)

    assert list(payments_to_refund()) == [payment]
    new = [line.urgent for line in finances(on=NOW.date(), at=NOW) if line.text not in before]
    assert new == [True]
    ask_refund(payment=payment, cents=34_489, reason="Annulée", by=accountant, at=NOW)
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
