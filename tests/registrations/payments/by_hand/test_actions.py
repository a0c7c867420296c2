"""Money that comes by cheque, transfer, Interac or deposit: partial, whole, too much, taken back."""

from datetime import date, timedelta

import pytest

from registrations.errors import WrongState
from registrations.models import Invoice, InvoiceBalance, Payment, Ticket
from registrations.orders.actions import Wanted, cancel_order, credit_invoice, expire_order, place_order
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import open_checkout, record_payment, record_received, reverse_payment
from registrations.payments.errors import (
    AlreadyRecorded,
    MayNotRecord,
    NotAReceipt,
    NotReversible,
    ReceivedTomorrow,
    WholeAmountOnly,
)
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def order(ticket_type):
    """One ticket at 199.00 on account: 228.80 with taxes."""
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    line = Wanted("ticket", ticket_type.uuid, 1, (registrar.person,))
    by = actor_for(registrar.person)
    return place_order(lines=[line], payer=registrar.organisation, by=by, at=NOW, on_account=True)


def receive(order, cents, reference="0042", **changes):
    given = {"method": "cheque", "cents": cents, "received_on": date(2026, 10, 6), "reference": reference}
    return record_received(**{"order": order, "by": ACCOUNTANT, "at": NOW} | given | changes)


def state(order):
    order.refresh_from_db()
    balance = InvoiceBalance.objects.get(invoice__order=order)
    return order.state, balance.paid_cents, balance.due_cents


def test_record_received_in_two_parts_settles_at_the_second(order):
    receive(order, 10_000)
    assert state(order) == ("placed", 10_000, 12_880)

    receive(order, 12_880, "0043")
    assert state(order) == ("settled", 22_880, 0)
    assert Invoice.objects.count() == 1


def test_record_received_too_much_settles_and_keeps_the_excess_on_account(order):
    payment = receive(order, 25_000)
    assert state(order) == ("settled", 22_880, 0)
    assert (payment.captured_cents, payment.receipt.left_cents) == (22_880, 2_120)


def test_record_received_twice_with_one_reference_is_refused(order):
    receive(order, 100)
    with pytest.raises(AlreadyRecorded):
        receive(order, 200)
    assert state(order) == ("placed", 100, 22_780)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"method": "card"}, NotAReceipt),
        ({"method": "gold"}, NotAReceipt),
        ({"cents": 0}, NotAReceipt),
        ({"reference": " "}, NotAReceipt),
        ({"received_on": date(2026, 10, 7)}, ReceivedTomorrow),
        ({"by": actor_for(None, "event_lead")}, MayNotRecord),
    ],
)
def test_record_received_that_is_not_a_receipt_is_refused(order, changes, refusal):
    with pytest.raises(refusal):
        receive(order, **{"cents": 100} | changes)
    assert Payment.objects.count() == 0


def test_reverse_payment_of_a_cheque_without_funds_makes_the_order_owed_again(order):
    payment = receive(order, 22_880)

    reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTANT, at=NOW)

    assert state(order) == ("placed", 0, 22_880)
    assert (Ticket.objects.get().state, Payment.objects.get().state) == ("confirmed", "reversed")
    receive(order, 22_880)
    assert state(order) == ("settled", 22_880, 0)


def test_reverse_payment_twice_is_refused(order):
    payment = receive(order, 22_880)
    reverse_payment(payment=payment, reason="Erreur", by=ACCOUNTANT, at=NOW)
    with pytest.raises(WrongState):
        reverse_payment(payment=payment, reason="Erreur", by=ACCOUNTANT, at=NOW)
    assert state(order) == ("placed", 0, 22_880)


def test_reverse_payment_by_card_is_refused(ticket_type):
    payment = record_payment(fact_of(order_ticket(ticket_type, UserFactory())), by=ACCOUNTANT, at=NOW)
    with pytest.raises(NotReversible):
        reverse_payment(payment=payment, reason="Erreur", by=ACCOUNTANT, at=NOW)


def test_record_received_for_an_order_that_waits_for_a_card_is_whole_or_nothing(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    with pytest.raises(WholeAmountOnly):
        receive(order, order.total_cents - 1)

    receive(order, order.total_cents)
    assert state(order) == ("settled", 34_489, 0)


def test_reverse_payment_of_such_an_order_leaves_it_invoiced_and_never_expired(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    payment = receive(order, order.total_cents)

    reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTANT, at=NOW)

    assert state(order) == ("placed", 0, 34_489)
    assert expire_order(order_pk=order.pk, by=ACCOUNTANT, at=NOW + timedelta(days=30)) is False


def test_record_received_for_a_cancelled_order_is_marked_to_be_given_back(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    cancel_order(order=order, by=actor_for(person), at=NOW)

    assert receive(order, 500).refund_due_cents == 500


def test_open_checkout_asks_for_what_is_left(order):
    receive(order, 10_000)
    invoice = Invoice.objects.get()
    credit_invoice(invoice=invoice, lines=[Credited(order.lines.get(), 5_000)], reason="Rabais", by=ACCOUNTANT, at=NOW)
    due = InvoiceBalance.objects.get().due_cents

    checkout = open_checkout(order=order, by=actor_for(order.placed_by), at=NOW)
    assert (checkout.cents, due) == (due, 22_880 - 10_000 - 5_749)

    checkout.session_id = "cs_test_1"
    checkout.save()
    record_payment(fact_of(order, cents=due), by=ACCOUNTANT, at=NOW)
    assert state(order) == ("settled", 10_000 + due, 0)
