"""Money is recorded once, whatever comes, however often, in any order."""

from datetime import timedelta

import pytest

from registrations.actors import Actor, Role
from registrations.errors import Forbidden
from registrations.models import Checkout, Invoice, InvoiceBalance, Message, Payment, Refund, StripeEvent, Ticket
from registrations.orders.actions import Wanted, cancel_order, expire_order, place_order
from registrations.orders.rules import HOLD
from registrations.payments.actions import open_checkout, receive_event, record_payment, record_session, retry_event
from registrations.payments.errors import NotPayable, PaymentDisagrees, UnknownOrder
from registrations.payments.rules import EventHead
from registrations.seats.models import SeatPool
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
STRIPE = Actor.system("stripe")
LATE = NOW + HOLD + timedelta(minutes=5)


def test_record_payment_settles_confirms_and_invoices(ticket_type):
    order = order_ticket(ticket_type, UserFactory())

    payment = record_payment(fact_of(order), by=STRIPE, at=NOW)

    order.refresh_from_db()
    ticket, invoice = Ticket.objects.get(), Invoice.objects.get()
    assert (order.state, order.settled_at, payment.captured_cents) == ("settled", NOW, 34_489)
    assert (ticket.state, len(ticket.secret_hash), len(ticket.secret)) == ("confirmed", 64, 22)
    assert (invoice.total_cents, invoice.balance.due_cents) == (34_489, 0)
    assert set(Message.objects.values_list("kind", flat=True)) == {"ticket-confirmed", "invoice"}
    assert miscounted_pools() == []


def test_record_payment_twice_changes_nothing(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    first = record_payment(fact_of(order), by=STRIPE, at=NOW)

    assert record_payment(fact_of(order), by=STRIPE, at=LATE) == first

    assert (Payment.objects.count(), Invoice.objects.count(), Message.objects.count()) == (1, 1, 2)
    assert InvoiceBalance.objects.get().paid_cents == 34_489


@pytest.mark.parametrize("change", [{"cents": 34_488}, {"cents": 1}, {"currency": "usd"}])
def test_record_payment_that_disagrees_is_refused_and_settles_nothing(ticket_type, change):
    order = order_ticket(ticket_type, UserFactory())

    with pytest.raises(PaymentDisagrees):
        record_payment(fact_of(order, **change), by=STRIPE, at=NOW)

    order.refresh_from_db()
    assert (order.state, Payment.objects.count()) == ("placed", 0)


@pytest.mark.parametrize("uuid", ["", "x", "0193f1f0-0000-7000-8000-000000000000"])
def test_record_payment_of_an_unknown_order_is_refused(ticket_type, uuid):
    order = order_ticket(ticket_type, UserFactory())
    with pytest.raises(UnknownOrder):
        record_payment(fact_of(order, order_uuid=uuid), by=STRIPE, at=NOW)


@pytest.mark.parametrize("swept", [True, False])
def test_record_payment_of_an_expired_order_takes_the_free_seat_again(ticket_type, swept):
    order = order_ticket(ticket_type, UserFactory())
    if swept:
        expire_order(order_pk=order.pk, by=STRIPE, at=LATE)

    payment = record_payment(fact_of(order), by=STRIPE, at=LATE)

    order.refresh_from_db()
    pool = SeatPool.objects.get()
    assert (order.state, payment.refund_due_cents, pool.taken, Ticket.objects.get().state) == (
        "settled",
        0,
        1,
        "confirmed",
    )
    assert (Invoice.objects.count(), miscounted_pools()) == (1, [])


@pytest.mark.parametrize("swept", [True, False])
def test_record_payment_of_an_expired_order_whose_seat_is_gone_is_to_be_refunded(ticket_type, swept):
    SeatPool.objects.update(capacity=1)
    order = order_ticket(ticket_type, UserFactory())
    if swept:
        expire_order(order_pk=order.pk, by=STRIPE, at=LATE)
    order_ticket(ticket_type, UserFactory(), at=LATE)

    payment = record_payment(fact_of(order), by=STRIPE, at=LATE)

    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.state, payment.refunded_cents, payment.refund_reason) == ("expired", 34_489, "seats_gone")
    assert Refund.objects.values_list("state", "cents", "from_due", "asked_by").get() == ("asked", 34_489, True, None)
    assert (Invoice.objects.count(), SeatPool.objects.get().taken, miscounted_pools()) == (0, 1, [])
    assert Message.objects.filter(kind="payment-to-refund").count() == 1


def test_record_payment_when_the_person_bought_again_is_to_be_refunded(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    expire_order(order_pk=order.pk, by=STRIPE, at=LATE)
    order_ticket(ticket_type, person, at=LATE)

    payment = record_payment(fact_of(order), by=STRIPE, at=LATE)

    assert (payment.refund_reason, SeatPool.objects.get().taken, miscounted_pools()) == ("seats_gone", 1, [])


def test_record_payment_of_a_cancelled_order_is_to_be_refunded(ticket_type):
    person = UserFactory()
    order = cancel_order(order=order_ticket(ticket_type, person), by=actor_for(person), at=NOW)

    payment = record_payment(fact_of(order), by=STRIPE, at=NOW)

    assert (payment.refund_reason, payment.refunded_cents, SeatPool.objects.get().taken) == ("cancelled", 34_489, 0)


def test_record_payment_a_second_time_with_another_reference_is_to_be_refunded(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    record_payment(fact_of(order), by=STRIPE, at=NOW)

    second = record_payment(fact_of(order, reference="pi_2", session_id="cs_2"), by=STRIPE, at=NOW)

    assert (second.refund_reason, Invoice.objects.count(), InvoiceBalance.objects.get().paid_cents) == (
        "paid_twice",
        1,
        34_489,
    )


def test_record_payment_of_an_order_on_account_pays_its_invoice(ticket_type):
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    line = Wanted("ticket", ticket_type.uuid, 1, (registrar.person,))
    by = actor_for(registrar.person)
    order = place_order(lines=[line], payer=registrar.organisation, by=by, at=NOW, on_account=True)

    record_payment(fact_of(order), by=STRIPE, at=LATE)

    order.refresh_from_db()
    assert (order.state, Invoice.objects.get().balance.due_cents) == ("settled", 0)


def test_record_session_that_expired_closes_its_attempt_only(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    Checkout.objects.filter(pk=open_checkout(order=order, by=actor_for(person), at=NOW).pk).update(session_id="cs_1")

    fact = fact_of(order, session_id="cs_1", status="expired", paid=False)
    assert record_session(fact, by=STRIPE, at=LATE) is None

    order.refresh_from_db()
    assert (Checkout.objects.get().closed_at, order.state, Payment.objects.count()) == (LATE, "placed", 0)


def test_open_checkout_reuses_the_open_attempt(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    first = open_checkout(order=order, by=actor_for(person), at=NOW)
    assert open_checkout(order=order, by=actor_for(person), at=NOW + timedelta(minutes=5)) == first

    Checkout.objects.update(closed_at=NOW)
    assert open_checkout(order=order, by=actor_for(person), at=NOW).attempt == 2


def test_open_checkout_of_somebody_else_is_forbidden(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    with pytest.raises(Forbidden):
        open_checkout(order=order, by=actor_for(UserFactory()), at=NOW)


def test_open_checkout_of_an_expired_order_is_refused(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    with pytest.raises(NotPayable):
        open_checkout(order=order, by=actor_for(person), at=LATE)


def test_receive_event_keeps_it_once():
    head = EventHead("evt_1", "checkout.session.completed", "cs_1")
    assert receive_event(head, at=NOW) == receive_event(head, at=LATE)
    assert StripeEvent.objects.count() == 1


def test_retry_event_is_for_accounting_and_for_failed_ones():
    event = receive_event(EventHead("evt_1", "checkout.session.completed", "cs_1"), at=NOW)
    StripeEvent.objects.update(state="failed", attempts=3)
    with pytest.raises(Forbidden):
        retry_event(event=event, by=actor_for(UserFactory(), Role.EDITOR), at=NOW)

    retry_event(event=event, by=actor_for(UserFactory(), Role.ACCOUNTING), at=LATE)

    event.refresh_from_db()
    assert (event.state, event.attempts, event.not_before) == ("waiting", 0, LATE)
