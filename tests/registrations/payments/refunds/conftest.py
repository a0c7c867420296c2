"""Orders paid by card at the fake provider or by hand, who gives back, and what the provider says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.models import Checkout, Colloquium, InvoiceBalance, Payment, TicketType
from registrations.orders.actions import Wanted, place_order
from registrations.payments.actions import record_payment
from registrations.payments.jobs import refresh_order, start_checkout
from registrations.payments.queries import miscounted_payments
from registrations.payments.rules import DisputeFact, RefundFact
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.conftest import fact_of

STRIPE = Actor.system("stripe")


@pytest.fixture
def accountant() -> Actor:
    return actor_for(UserFactory(), Role.ACCOUNTING)


@pytest.fixture
def paid(ticket_type: Any) -> Payment:
    """One ticket, 344,89 $, paid by card: known to us alone."""
    return record_payment(fact_of(order_ticket(ticket_type, UserFactory())), by=STRIPE, at=NOW)


@pytest.fixture
def paid_there(ticket_type: Any, fake: Any) -> Payment:
    """The same, paid at the fake provider."""
    now, person = timezone.now(), UserFactory(email="camille@exemple.test")
    TicketType.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    Colloquium.objects.update(published_at=now - timedelta(days=2))
    order = order_ticket(ticket_type, person, at=now)
    start_checkout(order=order, by=actor_for(person), at=now)
    fake.pay(Checkout.objects.get().session_id)
    refresh_order(order=order, at=now)
    return Payment.objects.get()


def two_lines(ticket_type: Any, other: Any, person: Any) -> Any:
    lines = [Wanted("ticket", ticket_type.uuid, 1, (person,)), Wanted("ticket", other.uuid, 1, (None,))]
    return place_order(lines=lines, payer=person, by=actor_for(person), at=NOW)


def said(payment: Payment, **changes: Any) -> RefundFact:
    given = {
        "reference": "re_1",
        "status": "succeeded",
        "cents": payment.captured_cents,
        "currency": "cad",
        "payment_reference": payment.reference,
        "refund_uuid": "",
        "failure": "",
        "made_at": NOW,
    }
    return RefundFact(**given | changes)


def contested(payment: Payment, **changes: Any) -> DisputeFact:
    given = {
        "reference": "dp_1",
        "status": "needs_response",
        "reason": "fraudulent",
        "cents": payment.captured_cents,
        "currency": "cad",
        "payment_reference": payment.reference,
        "respond_by": NOW + timedelta(days=9),
        "opened_at": NOW,
    }
    return DisputeFact(**given | changes)


def amounts(payment: Payment) -> tuple[int, int, int]:
    """Given back, due back, lost; and whatever happened the sums are right."""
    payment.refresh_from_db()
    assert miscounted_payments() == []
    assert miscounted_pools() == []
    return payment.refunded_cents, payment.refund_due_cents, payment.lost_cents


def balance() -> tuple[int, int, int]:
    """Paid, credited, owed (below zero: paid in excess)."""
    row = InvoiceBalance.objects.get()
    return row.paid_cents, row.credited_cents, row.due_cents
