"""Paid seats, booths and names under a crowd: threads against a real database, commits included."""

import random
from collections import Counter

import pytest

from registrations.actors import Actor
from registrations.colloquium.actions import name_place
from registrations.colloquium.places import live_places
from registrations.exhibitors.actions import order_booth
from registrations.models import Exhibitor, ExhibitorPackage, Order, SeatPool, Ticket
from registrations.orders.actions import Wanted, expire_order, place_order
from registrations.payments.actions import record_session
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, SeatPoolFactory, UserFactory
from tests.factories.sales import ColloquiumFactory, TaxProfileFactory, TicketTypeFactory, actor_for, quebec_taxes
from tests.factories.training import LEAD, SessionFactory
from tests.races.test_orders import at_once
from tests.registrations.payments.conftest import fact_of
from training.enrolments.actions import cancel_session, enrol
from training.models import Enrolment

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STRIPE = Actor.system("stripe")


@pytest.fixture(autouse=True)
def _untaxed():
    TaxProfileFactory(kind="session", category="exempt")
    TaxProfileFactory(kind="booth", category="exempt")


def seat(session, person):
    line = Wanted("session", session.uuid, 1, (person,))
    return place_order(lines=[line], payer=person, by=actor_for(person), at=NOW)


def test_last_paid_seats_are_ordered_once_and_the_others_wait_in_line():
    session = SessionFactory(price_cents=5_000, pool__capacity=3)
    people = UserFactory.create_batch(12)
    acts = [lambda person=person: seat(session, person).state for person in people[:8]]
    acts += [lambda p=p: enrol(session=session, person=p, by=actor_for(p), at=NOW).state for p in people[8:]]

    outcome = Counter(at_once(acts))

    assert set(outcome) <= {"placed", "sold-out", "paid-session", "waitlisted"}
    assert (outcome["placed"], SeatPool.objects.get(pk=session.pool_id).taken) == (3, 3)
    assert Enrolment.objects.filter(state="waitlisted").count() == outcome["waitlisted"]
    assert miscounted_pools() == []


def test_payment_and_expiry_of_a_paid_seat_at_the_same_moment_lose_nothing():
    session = SessionFactory(price_cents=5_000, pool__capacity=6)
    orders = [seat(session, person) for person in UserFactory.create_batch(6)]
    acts = []
    for number, order in enumerate(orders):
        fact = fact_of(order, reference=f"pi_{number}", session_id=f"cs_{number}")
        acts += [
            lambda fact=fact, order=order: record_session(fact, by=STRIPE, at=order.expires_at),
            lambda order=order: expire_order(order_pk=order.pk, by=STRIPE, at=order.expires_at),
        ]
    random.Random(6).shuffle(acts)

    at_once(acts)

    assert Counter(Order.objects.values_list("state", flat=True)) == {"settled": 6}
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {"confirmed": 6}
    assert (SeatPool.objects.get(pk=session.pool_id).taken, miscounted_pools()) == (6, [])


def test_session_cancelled_while_its_seats_are_paid_holds_nobody_and_counts_true():
    session = SessionFactory(price_cents=5_000)
    orders = [seat(session, person) for person in UserFactory.create_batch(6)]
    acts = [
        lambda n=n, order=order: record_session(
            fact_of(order, reference=f"pi_{n}", session_id=f"cs_{n}"), by=STRIPE, at=NOW
        )
        for n, order in enumerate(orders)
    ]
    acts.insert(3, lambda: cancel_session(session, by=LEAD, at=NOW))

    at_once(acts)

    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {"cancelled": 6}
    paid = Order.objects.filter(state="settled")
    asked = sum(request.places for order in paid for request in order.cancellation_requests.all())
    assert (asked, miscounted_pools()) == (paid.count(), [])


def test_one_person_is_named_on_one_place():
    quebec_taxes()
    post = AffiliationFactory(organisation=OrganisationFactory(may_pay_later=True), is_registrar=True)
    by, kind = actor_for(post.person), TicketTypeFactory()
    line = Wanted("ticket", kind.uuid, 8)
    order = place_order(lines=[line], payer=post.organisation, by=by, at=NOW, on_account=True)
    colleague = AffiliationFactory(organisation=post.organisation).person

    outcome = at_once(
        [
            lambda place=place: name_place(ticket=place, person=colleague, by=by, at=NOW).state
            for place in live_places(order)
        ]
    )

    assert Counter(outcome) == {"confirmed": 1, "already-has-ticket": 7}
    assert Ticket.objects.filter(person=colleague).count() == 1
    assert order.lines.get().attendees == [str(colleague.uuid)]


def test_one_booth_is_ordered_once():
    pool = SeatPoolFactory(capacity=1)
    package = ExhibitorPackage.objects.create(
        colloquium=ColloquiumFactory(), slug="essentiel", name="Essentiel", price_cents=35_000, pool=pool
    )
    post = AffiliationFactory(organisation=OrganisationFactory(may_pay_later=True), is_registrar=True)
    exhibitor = Exhibitor.objects.create(
        colloquium=package.colloquium, package=package, organisation=post.organisation, state="approved"
    )

    outcome = at_once([lambda: order_booth(exhibitor, on_account=True, by=actor_for(post.person), at=NOW).state] * 8)

    assert Counter(outcome) == {"placed": 1, "booth-already-ordered": 7}
    assert Order.objects.count() == 1
