"""Codes under a crowd: never used more often, nor given more, than they say."""

from collections import Counter
from datetime import timedelta

import pytest

from registrations.actors import Actor
from registrations.models import Order, Promotion, Redemption, SeatPool
from registrations.orders.actions import cancel_order, expire_order
from registrations.payments.actions import record_session
from registrations.promotions.queries import miscounted_promotions
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, actor_for, order_ticket, quebec_taxes
from tests.races.test_orders import at_once
from tests.registrations.payments.conftest import fact_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STRIPE = Actor.system("stripe")


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return TicketTypeFactory(pool__capacity=None)


def counts_are_true():
    return (miscounted_pools(), miscounted_promotions()) == ([], [])


def test_the_last_uses_of_a_code_are_taken_once(ticket_type):
    promotion = PromotionFactory(code="RABAIS", pool__capacity=5)

    def buying(person):
        return lambda: order_ticket(ticket_type, person, code="RABAIS").state

    outcome = Counter(at_once([buying(person) for person in UserFactory.create_batch(24)]))

    assert outcome == {"placed": 5, "promotion-code-exhausted": 19}
    assert (SeatPool.objects.get(pk=promotion.pool_id).taken, Redemption.objects.count(), Order.objects.count()) == (
        5,
        5,
        5,
    )
    assert counts_are_true()


def test_a_budget_is_never_passed_and_a_smaller_discount_is_never_a_surprise(ticket_type):
    """Ten orders would take 3,000 each of 10,000: three have it whole, one is told of its new price, others of none."""
    PromotionFactory(code="BUDGET", budget_cents=10_000)

    def buying(person):
        return lambda: order_ticket(ticket_type, person, code="BUDGET", expected_total=31_040).state

    outcome = Counter(at_once([buying(person) for person in UserFactory.create_batch(10)]))

    assert (outcome["placed"], sum(outcome.values())) == (3, 10)
    assert set(outcome) <= {"placed", "price-changed", "promotion-code-exhausted"}
    assert (Promotion.objects.get().spent_cents, counts_are_true()) == (9_000, True)


def test_one_payer_does_not_use_a_code_twice_at_once():
    quebec_taxes()
    PromotionFactory(code="UNEFOIS", per_payer=1)
    person = UserFactory()
    kinds = TicketTypeFactory.create_batch(8, pool__capacity=None)

    outcome = Counter(at_once([lambda kind=kind: order_ticket(kind, person, code="UNEFOIS").state for kind in kinds]))

    assert outcome == {"placed": 1, "promotion-code-already-used": 7}
    assert counts_are_true()


def test_orders_cancelled_paid_late_and_placed_at_once_keep_the_count(ticket_type):
    promotion = PromotionFactory(code="RABAIS", pool__capacity=4, budget_cents=12_000)
    people = UserFactory.create_batch(4)
    orders = [order_ticket(ticket_type, person, code="RABAIS") for person in people]
    late = NOW + timedelta(hours=2)
    acts = []
    for number, (order, person) in enumerate(zip(orders, people, strict=True)):
        fact = fact_of(order, reference=f"pi_{number}", session_id=f"cs_{number}")
        acts += [
            lambda order=order: expire_order(order_pk=order.pk, by=STRIPE, at=late),
            lambda fact=fact: record_session(fact, by=STRIPE, at=late),
            lambda order=order, person=person: cancel_order(order=order, by=actor_for(person), at=late).state,
            lambda: order_ticket(ticket_type, UserFactory(), code="RABAIS", at=late).state,
        ]

    at_once(acts)

    promotion.refresh_from_db()
    live = Redemption.objects.filter(released_at=None)
    assert promotion.pool.taken == live.count() <= 4
    assert (promotion.spent_cents, counts_are_true()) == (3_000 * live.count(), True)
    settled = set(Order.objects.filter(state="settled").values_list("uuid", flat=True))
    assert settled <= set(live.values_list("order_uuid", flat=True))
