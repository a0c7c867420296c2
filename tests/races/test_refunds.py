"""Two accountants, sixteen threads, one payment: what goes back is at most what came."""

import pytest

from registrations.actors import Role
from registrations.models import CreditNote, Payment, Refund
from registrations.orders.actions import credit_invoice
from registrations.payments.actions import ask_refund, record_dispute, record_payment, refund_order
from registrations.payments.queries import miscounted_payments
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, order_ticket, quebec_taxes
from tests.races.test_orders import at_once
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.refunds.conftest import STRIPE, contested

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WHOLE = 34_489


@pytest.fixture
def paid():
    quebec_taxes()
    return record_payment(fact_of(order_ticket(TicketTypeFactory(), UserFactory())), by=STRIPE, at=NOW)


@pytest.fixture
def accountants():
    return [actor_for(person, Role.ACCOUNTING) for person in UserFactory.create_batch(2)]


def test_two_accountants_give_back_one_order_once(paid, accountants):
    def giving(by):
        return lambda: refund_order(order=paid.order, reason="x", give_back=True, by=by, at=NOW).cents

    outcome = at_once([giving(by) for by in accountants * 8])

    assert outcome.count(WHOLE) == 1
    assert (CreditNote.objects.count(), Refund.objects.get().cents, miscounted_payments()) == (1, WHOLE, [])


def test_parts_asked_at_once_never_pass_what_was_paid_in_excess(paid, accountants):
    credit_invoice(invoice=paid.order.invoices.get(), reason="x", by=accountants[0], at=NOW)

    def asking(by):
        return lambda: ask_refund(payment=paid, cents=10_000, reason="x", by=by, at=NOW).cents

    outcome = at_once([asking(by) for by in accountants * 8])

    assert (outcome.count(10_000), outcome.count("refund-above-rest")) == (3, 13)
    assert (Payment.objects.get().refunded_cents, miscounted_payments()) == (30_000, [])


def test_refund_while_the_dispute_is_lost(paid, accountants):
    acts = [lambda: record_dispute(contested(paid, status="lost"), by=STRIPE, at=NOW).state] * 8
    acts += [
        lambda by=by: refund_order(order=paid.order, reason="x", give_back=True, by=by, at=NOW).cents
        for by in accountants * 4
    ]
    at_once(acts)
    row = Payment.objects.get()
    assert (row.lost_cents, row.refunded_cents, miscounted_payments()) == (WHOLE, 0, [])
