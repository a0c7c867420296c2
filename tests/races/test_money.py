"""Money whose ways cross: events, buyers, jobs and accounting at the same moment, against a real database."""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations.models import (
    Checkout,
    Invoice,
    InvoiceBalance,
    Message,
    NumberSeries,
    Order,
    Payment,
    Refund,
    StripeEvent,
)
from registrations.orders.actions import Credited, Wanted, cancel_order, credit_invoice, expire_order, place_order
from registrations.payments.actions import open_checkout, record_received, record_session, refund_order
from registrations.payments.gateway import client as gateway_client
from registrations.payments.jobs import (
    apply_event,
    refresh_order,
    start_checkout,
    sweep_checkouts,
    sweep_events,
    sweep_refunds,
)
from registrations.seats.models import SeatPool
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.races.test_orders import at_once
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.machine.provider import Provider, signed

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ACCOUNTANT = actor_for(None, "accounting")
STRIPE = actor_for(None)


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory(pool__capacity=10))


@pytest.fixture
def provider(monkeypatch):
    """Calls come from many threads: their transactions are their own."""
    made = Provider(time.time)
    made.in_one_transaction = False
    monkeypatch.setattr(gateway_client, "client", made.client)
    yield made
    made.close()


def order_now(ticket_type, person=None, **changes):
    return order_ticket(ticket_type, person or UserFactory(), **{"at": timezone.now()} | changes)


def page_of(order):
    start_checkout(order=order, by=actor_for(order.person), at=timezone.now())
    return order.checkouts.latest("attempt").session_id


def told():
    """How many messages of each kind wait."""
    kinds = list(Message.objects.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in kinds}


def sound():
    """What holds whatever came first."""
    for balance in InvoiceBalance.objects.select_related("invoice__order"):
        counted = Payment.objects.filter(order=balance.invoice.order_id, state="captured", refund_due_cents=0)
        assert balance.paid_cents == sum(p.captured_cents - p.refunded_cents for p in counted.filter(refund_reason=""))
    assert Invoice.objects.count() == Invoice.objects.values("order").distinct().count()
    series = NumberSeries.objects.filter(name__startswith="F-").values_list("last", flat=True).first() or 0
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, series + 1))
    assert miscounted_pools() == []
    for pool in SeatPool.objects.all():
        assert pool.capacity is None or pool.taken <= pool.capacity


def test_sixteen_identical_webhooks_make_one_payment_one_invoice_one_set_of_mails(ticket_type, provider):
    """Through the door itself: each thread posts the signed event and its worker applies it."""
    order = order_now(ticket_type)
    provider.pay(page_of(order))
    event = provider.events()[-1]
    together = threading.Barrier(16)

    def deliver():
        together.wait()
        body, headers = signed(event)
        answer = Client().post("/webhooks/stripe", body, content_type="application/json", headers=headers)
        apply_event.call(StripeEvent.objects.get(event_id=event["id"]).pk)
        return answer.status_code

    assert at_once([deliver] * 16) == [200] * 16

    order.refresh_from_db()
    payment = Payment.objects.get()
    assert (order.state, payment.captured_cents, Invoice.objects.count()) == ("settled", order.total_cents, 1)
    assert (payment.refund_due_cents, payment.refunded_cents) == (0, 0)
    assert StripeEvent.objects.values_list("state").get() == ("applied",)
    assert told() == {"ticket-confirmed": 1, "invoice": 1}
    assert SeatPool.objects.get().taken == 1
    sound()


def test_an_event_a_sweep_the_buyer_expiry_and_a_cancellation_cross(ticket_type, provider):
    """Whoever is first, the money of each order is either its invoice's or on its way back, never both nor neither."""
    orders = [order_now(ticket_type) for _n in range(4)]
    acts = []
    for number, order in enumerate(orders):
        session = page_of(order)
        provider.pay(session)
        StripeEvent.objects.create(
            event_id=f"evt_{number}",
            kind="checkout.session.completed",
            object_id=session,
            received_at=timezone.now(),
            not_before=timezone.now(),
        )
        acts += [
            lambda order=order: refresh_order(order=Order.objects.get(pk=order.pk), at=timezone.now()),
            lambda order=order: cancel_order(order=order, by=actor_for(order.person), at=timezone.now()).state,
            lambda order=order: expire_order(order_pk=order.pk, by=STRIPE, at=order.expires_at),
        ]
    Checkout.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    acts += [sweep_events.call_local, sweep_checkouts.call_local] * 2
    random.Random(3).shuffle(acts)

    at_once(acts, threads=8)
    sweep_events.call_local()
    sweep_checkouts.call_local()

    assert sorted(Payment.objects.values_list("reference", flat=True)) == sorted(provider.captured())
    for payment in Payment.objects.select_related("order"):
        back = payment.refund_due_cents + payment.refunded_cents
        assert back == (0 if payment.order.state == "settled" else payment.captured_cents)
    settled = Order.objects.filter(state="settled").count()
    assert (Invoice.objects.count(), SeatPool.objects.get().taken) == (settled, settled)
    sound()


def test_two_pages_paid_for_one_order_at_once_settle_it_once(ticket_type):
    order = order_now(ticket_type)
    facts = [fact_of(order, reference=f"pi_{n}", session_id=f"cs_{n}") for n in range(6)]

    at_once([lambda fact=fact: record_session(fact, by=STRIPE, at=timezone.now()) for fact in facts], threads=6)

    payments = list(Payment.objects.all())
    back = sorted(payment.refund_due_cents + payment.refunded_cents for payment in payments)
    assert back == [0, *[order.total_cents] * 5]
    assert (Invoice.objects.count(), InvoiceBalance.objects.get().paid_cents) == (1, order.total_cents)
    sound()


def test_the_page_asked_for_by_eight_tabs_is_one(ticket_type, provider):
    order = order_now(ticket_type)
    by = actor_for(order.person)
    asked = at_once([lambda: start_checkout(order=order, by=by, at=timezone.now())] * 8, threads=8)
    assert len(set(asked)) == len(provider.sessions()) == Checkout.objects.count() == 1


def test_the_last_seat_paid_late_by_two_is_given_once(ticket_type):
    SeatPool.objects.update(capacity=1)
    late = []
    for number in range(2):
        order = order_now(ticket_type)
        expire_order(order_pk=order.pk, by=STRIPE, at=order.expires_at)
        late.append(fact_of(order, reference=f"pi_{number}", session_id=f"cs_{number}"))
    newcomer = UserFactory()
    acts = [lambda fact=fact: record_session(fact, by=STRIPE, at=timezone.now()) for fact in late]
    acts.append(lambda: order_now(ticket_type, newcomer).state)

    at_once(acts, threads=3)

    kept = Order.objects.filter(state__in=["settled", "placed"]).count()
    assert (kept, SeatPool.objects.get().taken) == (1, 1)
    for payment in Payment.objects.select_related("order"):
        back = payment.refund_due_cents + payment.refunded_cents
        assert back == (0 if payment.order.state == "settled" else payment.captured_cents)
    sound()


def test_a_cheque_a_card_and_a_credit_for_one_invoice_at_once(ticket_type):
    """Whatever comes last, what is paid and credited adds up, and what is above is seen as such."""
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    by, now = actor_for(registrar.person), timezone.now()
    order = place_order(
        lines=[Wanted("ticket", ticket_type.uuid, 1)], payer=registrar.organisation, by=by, at=now, on_account=True
    )
    line = order.lines.get()
    checkout = open_checkout(order=order, by=by, at=now)
    Checkout.objects.filter(pk=checkout.pk).update(session_id="cs_1")
    fact = fact_of(order, session_id="cs_1")
    cheque = {"method": "cheque", "cents": 10_000, "received_on": timezone.localdate(), "reference": "0042"}
    acts = [
        lambda: record_session(fact, by=STRIPE, at=timezone.now()).reference,
        lambda: record_received(order=order, by=ACCOUNTANT, at=timezone.now(), **cheque).reference,
        lambda: record_received(order=order, by=ACCOUNTANT, at=timezone.now(), **cheque).reference,
        lambda: (
            credit_invoice(
                invoice=Invoice.objects.get(),
                lines=[Credited(line, 1_000)],
                reason="Rabais",
                by=ACCOUNTANT,
                at=timezone.now(),
            ).number
        ),
    ]
    outcome = at_once(acts, threads=4)

    assert outcome.count("payment-already-recorded") == 1
    balance = InvoiceBalance.objects.get()
    order.refresh_from_db()
    assert (order.state, balance.due_cents <= 0, balance.credited_cents) == ("settled", True, 1_150)
    captured = sum(Payment.objects.values_list("captured_cents", flat=True))
    back = sum(payment.refund_due_cents + payment.refunded_cents for payment in Payment.objects.all())
    assert captured - back == balance.paid_cents
    sound()


def test_refunds_asked_and_sent_by_many_at_once_go_once(ticket_type, provider):
    """Eight accountants give the same order back, eight workers send what waits: one credit note, one refund."""
    order = order_now(ticket_type)
    provider.pay(page_of(order))
    refresh_order(order=order, at=timezone.now())

    def give_back():
        given = {"order": order, "reason": "Annulé", "give_back": True, "by": ACCOUNTANT, "at": timezone.now()}
        return str(refund_order(**given).cents)

    outcome = at_once([give_back] * 8, threads=8)
    assert sorted(outcome) == sorted([str(order.total_cents), *["nothing-to-credit"] * 7])

    at_once([sweep_refunds.call_local] * 8, threads=8)

    payment, refund = Payment.objects.get(), Refund.objects.get()
    assert provider.given_back() == {payment.reference: order.total_cents}
    assert (refund.state, payment.refunded_cents, InvoiceBalance.objects.get().paid_cents) == (
        "confirmed",
        order.total_cents,
        0,
    )
    order.refresh_from_db()
    assert (order.state, SeatPool.objects.get().taken) == ("cancelled", 0)
    sound()
