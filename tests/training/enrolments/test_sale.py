"""Seats in a session with a price: through one order, held, confirmed, given back."""

from datetime import timedelta

import pytest

from registrations.errors import NotFound
from registrations.messages.models import Message
from registrations.models import CancellationRequest, Invoice, Payment, SeatPool
from registrations.orders.actions import Wanted, credit_invoice, expire_order, place_order
from registrations.orders.errors import MayNotOrderFor, NotOnAccount
from registrations.orders.models import OrderState
from registrations.payments.actions import record_payment
from registrations.payments.rules import SessionFact
from registrations.seats.errors import SoldOut
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory, actor_for
from tests.factories.training import LEAD, SessionFactory, member_person
from training.enrolments.actions import accept_offer, cancel_enrolment, cancel_session, enrol
from training.enrolments.errors import (
    AlreadyEnrolled,
    ForMembersOnly,
    FreeSession,
    NameEveryone,
    Overlapping,
    PaidSession,
    PostToConfirm,
    RegistrationClosed,
    SeatAwaitsPayment,
)
from training.enrolments.jobs import end_called_off
from training.enrolments.queries import orders_called_off
from training.models import Enrolment

pytestmark = pytest.mark.django_db
SYSTEM = LEAD
LATER = NOW + timedelta(minutes=61)


@pytest.fixture(autouse=True)
def _untaxed():
    TaxProfileFactory(kind="session", category="exempt")


@pytest.fixture(autouse=True)
def _seats_add_up(db):
    yield
    assert miscounted_pools() == []


def priced(**values):
    return SessionFactory(**{"price_cents": 12_000, "member_price_cents": 8_000} | values)


def order(session, *people, by=None, payer=None, at=NOW, **changes):
    by = by or people[0]
    line = Wanted("session", session.uuid, len(people), tuple(people))
    return place_order(lines=[line], payer=payer or by, by=actor_for(by), at=at, **changes)


def pay(placed, *, at=NOW, reference="pi_1"):
    fact = SessionFact("cs_1", "", "complete", True, placed.total_cents, "cad", str(placed.uuid), reference)
    return record_payment(fact, by=SYSTEM, at=at)


def test_a_session_that_is_not_listed_is_ordered_by_its_address():
    session, buyer = priced(visibility="unlisted"), member_person()
    pay(order(session, buyer))
    assert state_of(buyer) == "confirmed"


def test_a_session_by_invitation_is_ordered_by_those_who_are_in_line_there():
    session, buyer, lead = priced(visibility="invitation", pool__capacity=1), member_person(), LEAD
    inside = enrol(session=session, person=UserFactory(), by=lead, at=NOW, reason="Invitée")
    enrol(session=session, person=buyer, by=lead, at=NOW)
    cancel_enrolment(inside, by=lead, at=NOW)
    with pytest.raises(NotFound):
        order(session, member_person())

    pay(order(session, buyer))

    assert state_of(buyer) == "confirmed"


def state_of(person):
    return Enrolment.objects.get(person=person).state


def registrar_and_colleagues(count=2):
    registrar = member_person(is_registrar=True)
    post = registrar.affiliations.get()
    return (
        registrar,
        post.organisation,
        [AffiliationFactory(organisation=post.organisation).person for _ in range(count)],
    )


def test_order_holds_the_seat_and_payment_confirms_it():
    session, person = priced(), UserFactory()

    placed = order(session, person)

    assert (placed.total_cents, state_of(person), Message.objects.filter(kind="enrolment-confirmed").count()) == (
        12_000,
        "held",
        0,
    )
    pay(placed)
    assert (state_of(person), Message.objects.filter(kind="enrolment-confirmed", to=person).count()) == ("confirmed", 1)


def test_member_pays_the_member_price():
    assert order(priced(), member_person()).total_cents == 8_000


def test_session_free_for_members_is_confirmed_at_once():
    person = member_person()

    placed = order(priced(member_price_cents=0), person)

    assert (placed.state, state_of(person), Invoice.objects.count()) == ("settled", "confirmed", 0)


def test_expired_order_frees_the_seat_for_the_next_in_line():
    session = priced(pool__capacity=1)
    first, second = UserFactory.create_batch(2)
    placed = order(session, first)
    assert enrol(session=session, person=second, by=actor_for(second), at=NOW).state == "waitlisted"

    assert expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)

    assert (state_of(first), state_of(second)) == ("cancelled", "offered")


def test_offer_of_a_priced_session_is_ordered_not_accepted():
    session = priced(pool__capacity=1)
    first, second = UserFactory.create_batch(2)
    placed = order(session, first)
    offered = enrol(session=session, person=second, by=actor_for(second), at=NOW)
    expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)

    offered.refresh_from_db()
    with pytest.raises(PaidSession):
        accept_offer(offered, by=actor_for(second), at=LATER)
    bought = order(session, second, at=LATER)

    assert (state_of(second), bought.lines.get().enrolments.get().pk) == ("held", offered.pk)
    pay(bought, at=LATER)
    assert state_of(second) == "confirmed"


def test_offer_is_ordered_after_the_closing_too():
    session = priced(pool__capacity=1)
    first, second = UserFactory.create_batch(2)
    placed = order(session, first)
    enrol(session=session, person=second, by=actor_for(second), at=NOW)
    expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)
    type(session).objects.update(closes_at=LATER)

    with pytest.raises(RegistrationClosed):
        order(session, UserFactory(), at=LATER)
    order(session, second, at=LATER)

    assert state_of(second) == "held"


def test_enrol_in_a_priced_session_with_seats_is_refused_and_nobody_queues():
    session, person = priced(), UserFactory()

    with pytest.raises(PaidSession):
        enrol(session=session, person=person, by=actor_for(person), at=NOW)

    assert SeatPool.objects.get(pk=session.pool_id).waiting == 0


def test_team_seats_somebody_without_payment_with_a_reason():
    session, person = priced(), UserFactory()
    assert enrol(session=session, person=person, by=LEAD, at=NOW, reason="Formatrice invitée").state == "confirmed"


def test_registrar_orders_for_colleagues_on_account():
    registrar, organisation, colleagues = registrar_and_colleagues()

    placed = order(priced(), *colleagues, by=registrar, payer=organisation, on_account=True, purchase_order="BC-7")

    rows = Enrolment.objects.filter(line__order=placed)
    assert sorted(rows.values_list("state", "organisation")) == [("confirmed", organisation.pk)] * 2
    assert (placed.total_cents, Invoice.objects.get().purchase_order) == (16_000, "BC-7")
    assert Message.objects.filter(kind="enrolment-confirmed").count() == 2


def test_late_payment_takes_the_seat_again():
    session, person = priced(), UserFactory()
    placed = order(session, person)
    expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)

    payment = pay(placed, at=LATER)

    assert (state_of(person), payment.refund_due_cents) == ("confirmed", 0)


def test_late_payment_for_a_seat_gone_is_to_be_given_back():
    session = priced(pool__capacity=1)
    first, second = UserFactory.create_batch(2)
    placed = order(session, first)
    expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)
    order(session, second, at=LATER)

    payment = pay(placed, at=LATER)

    assert (payment.refund_reason, state_of(first), state_of(second)) == ("seats_gone", "cancelled", "held")


def test_late_payment_for_somebody_who_sits_elsewhere_meanwhile_is_to_be_given_back():
    session, person = priced(), UserFactory()
    placed = order(session, person)
    expire_order(order_pk=placed.pk, by=SYSTEM, at=LATER)
    enrol(session=SessionFactory(), person=person, by=actor_for(person), at=LATER)

    assert pay(placed, at=LATER).refunds.get().cents == placed.total_cents


def test_cancelled_session_ends_unpaid_orders_and_shows_paid_ones_to_accounting():
    registrar, organisation, colleagues = registrar_and_colleagues()
    session, waiting = priced(), UserFactory()
    unpaid = order(session, waiting)
    order(session, *colleagues, by=registrar, payer=organisation, on_account=True)

    cancel_session(session, by=LEAD, at=NOW)
    assert orders_called_off(at_most=10) == [unpaid.pk]
    assert end_called_off() == 1

    unpaid.refresh_from_db()
    asked = CancellationRequest.objects.get()
    assert (unpaid.state, asked.why, asked.places, asked.line.order.organisation) == (
        OrderState.CANCELLED,
        "called_off",
        2,
        organisation,
    )
    told = {"enrolment-confirmed", "invoice", "order-withdrawn", "session-cancelled"}
    assert set(Message.objects.values_list("kind", flat=True)) == told


def test_payment_that_crosses_the_cancellation_of_its_session_is_shown_to_accounting():
    session, person = priced(), UserFactory()
    placed = order(session, person)
    cancel_session(session, by=LEAD, at=NOW)

    pay(placed)

    assert (state_of(person), CancellationRequest.objects.get().why) == ("cancelled", "called_off")
    assert Payment.objects.get().state == "captured"


def test_seat_given_up_after_payment_is_shown_to_accounting():
    session, person = priced(), UserFactory()
    placed = order(session, person)
    enrolment = Enrolment.objects.get()
    with pytest.raises(SeatAwaitsPayment):
        cancel_enrolment(enrolment, by=actor_for(person), at=NOW)
    pay(placed)

    cancel_enrolment(Enrolment.objects.get(), by=actor_for(person), at=NOW)

    asked = CancellationRequest.objects.get()
    assert (state_of(person), asked.why, asked.places) == ("cancelled", "given_up", 1)


def test_credit_of_the_whole_invoice_before_payment_gives_the_seats_back():
    registrar, organisation, colleagues = registrar_and_colleagues()
    session = priced()
    placed = order(session, *colleagues, by=registrar, payer=organisation, on_account=True)

    credit_invoice(invoice=placed.invoices.get(), reason="Erreur", by=actor_for(None, "accounting"), at=NOW)

    assert set(Enrolment.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(kind="enrolment-cancelled").count() == 2


def test_full_session_sells_nothing_and_writes_nothing():
    session = priced(pool__capacity=1)
    order(session, UserFactory())

    with pytest.raises(SoldOut):
        order(session, UserFactory())

    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("twice", ["held", "waitlisted"])
def test_person_has_one_live_place(twice):
    session = priced(pool__capacity=1)
    person = UserFactory()
    order(session, person if twice == "held" else UserFactory())
    if twice == "waitlisted":
        enrol(session=session, person=person, by=actor_for(person), at=NOW)

    with pytest.raises(AlreadyEnrolled):
        order(session, person)


def test_two_sessions_at_the_same_time_are_refused():
    person = UserFactory()
    order(priced(), person)
    with pytest.raises(Overlapping):
        order(priced(), person)


def test_seats_are_in_somebodys_name():
    session, person = priced(), UserFactory()
    with pytest.raises(NameEveryone):
        place_order(lines=[Wanted("session", session.uuid, 2, (person,))], payer=person, by=actor_for(person), at=NOW)


def test_free_session_is_not_ordered():
    with pytest.raises(FreeSession):
        order(SessionFactory(), UserFactory())


def test_draft_session_is_not_found():
    with pytest.raises(NotFound):
        order(priced(state="draft"), UserFactory())


def test_members_only_session_is_for_verified_staff():
    session = priced(activity__programme__members_only=True)
    with pytest.raises(ForMembersOnly):
        order(session, UserFactory())
    with pytest.raises(PostToConfirm):
        order(session, member_person(verified_at=None))
    assert order(session, member_person()).total_cents == 8_000


def test_stranger_is_not_named_and_public_organisation_is_not_invoiced():
    session, person = priced(), UserFactory()
    with pytest.raises(MayNotOrderFor):
        order(session, UserFactory(), by=person)
    with pytest.raises(NotOnAccount):
        order(session, person, on_account=True)
