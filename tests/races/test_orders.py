"""Money and numbers under a crowd: threads against a real database, commits included."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.idempotency.actions import again_if_deadlocked
from registrations.models import Invoice, InvoiceBalance, NumberSeries, Order, Payment, Ticket
from registrations.orders.actions import expire_order, issue_invoice
from registrations.payments.actions import receive_event, record_session
from registrations.payments.rules import EventHead
from registrations.seats.models import SeatPool
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory, order_ticket, quebec_taxes
from tests.registrations.payments.conftest import fact_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STRIPE = Actor.system("stripe")


def at_once(acts, threads=16):
    def run(act):
        try:
            return again_if_deadlocked(act)
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return TicketTypeFactory(pool__capacity=10)


def test_sixteen_deliveries_of_one_event_make_one_payment(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    fact, head = fact_of(order), EventHead("evt_1", "checkout.session.completed", "cs_test_1")

    def deliver():
        event = receive_event(head, at=NOW)
        return record_session(fact, by=STRIPE, at=NOW, event=event).reference

    assert at_once([deliver] * 16) == ["pi_1"] * 16

    order.refresh_from_db()
    assert (order.state, Payment.objects.count(), Invoice.objects.count()) == ("settled", 1, 1)
    assert (Ticket.objects.get().state, SeatPool.objects.get().taken, miscounted_pools()) == ("confirmed", 1, [])
    assert InvoiceBalance.objects.get().paid_cents == order.total_cents


def test_money_and_expiry_at_the_same_moment_lose_nothing(ticket_type):
    orders = [order_ticket(ticket_type, person) for person in UserFactory.create_batch(8)]
    acts = []
    for number, order in enumerate(orders):
        fact = fact_of(order, reference=f"pi_{number}", session_id=f"cs_{number}")
        acts += [
            lambda fact=fact, order=order: record_session(fact, by=STRIPE, at=order.expires_at),
            lambda order=order: expire_order(order_pk=order.pk, by=STRIPE, at=order.expires_at),
        ]
    random.Random(8).shuffle(acts)

    at_once(acts)

    assert Counter(Order.objects.values_list("state", flat=True)) == {"settled": 8}
    assert (Payment.objects.filter(refund_due_cents=0).count(), Invoice.objects.count()) == (8, 8)
    assert (SeatPool.objects.get().taken, miscounted_pools()) == (8, [])


def test_the_last_seats_are_ordered_once_and_every_refusal_is_polite(ticket_type):
    def buying(person):
        return lambda: order_ticket(ticket_type, person).state

    outcome = Counter(at_once([buying(person) for person in UserFactory.create_batch(40)]))

    assert outcome == {"placed": 10, "sold-out": 30}
    assert (SeatPool.objects.get().taken, Ticket.objects.count(), miscounted_pools()) == (10, 10, [])


def test_one_person_who_orders_sixteen_times_has_one_ticket(ticket_type):
    person = UserFactory()
    outcome = Counter(at_once([lambda: order_ticket(ticket_type, person).state] * 16))
    assert outcome == {"placed": 1, "already-has-ticket": 15}
    assert (SeatPool.objects.get().taken, miscounted_pools()) == (1, [])


def test_invoice_numbers_have_no_gap_when_a_third_rolls_back(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    count = 300 if connection.vendor == "postgresql" else 60

    def issuing(number):
        def act():
            with transaction.atomic():
                issue_invoice(order=order, by=STRIPE, at=NOW)
                transaction.set_rollback(number % 3 == 0)

        return act

    at_once([issuing(number) for number in range(count)])

    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == list(range(1, count - count // 3 + 1))
    assert NumberSeries.objects.get().last == len(numbers)
