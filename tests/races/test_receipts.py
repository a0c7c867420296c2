"""One cheque, many hands: recorded once, its rest used once, its parts taken back once."""

from collections import Counter

import pytest
from django.db.models import Sum

from registrations.models import InvoiceBalance, Payment, Receipt, ReceiptReturn
from registrations.payments.actions import (
    Part,
    allot_receipt,
    make_slip,
    move_overpayment,
    release_part,
    return_receipt_rest,
    reverse_receipt,
)
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, quebec_taxes
from tests.races.test_orders import at_once
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BY = {"by": ACCOUNTANT, "at": NOW}


@pytest.fixture
def registrar():
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def orders(registrar):
    quebec_taxes()
    ticket_type = TicketTypeFactory(pool__capacity=50)
    return [on_account(registrar, ticket_type) for _each in range(4)]


def balanced(orders):
    """What every act leaves true."""
    for receipt in Receipt.objects.all():
        parts = receipt.payments.filter(state="captured").aggregate(sum=Sum("captured_cents"))["sum"] or 0
        assert (receipt.allotted_cents, receipt.left_cents >= 0) == (parts, True)
    for order in orders:
        live = Payment.objects.filter(order=order, state="captured")
        paid = sum(payment.captured_cents - payment.refunded_cents for payment in live)
        assert InvoiceBalance.objects.get(invoice__order=order).paid_cents == paid
    return True


def test_the_same_cheque_recorded_sixteen_times_is_there_once(registrar, orders):
    def act(number):
        pair = [orders[number % 4], orders[(number + 1) % 4]]
        return lambda: cheque(registrar.organisation, 45_760, *((each, 22_880) for each in pair)).reference

    outcome = Counter(at_once([act(number) for number in range(16)]))
    assert outcome["0042"] == 1
    assert set(outcome) <= {"0042", "payment-already-recorded"}
    assert (Receipt.objects.count(), Payment.objects.count(), balanced(orders)) == (1, 2, True)


def test_the_same_rest_allotted_sixteen_times_is_used_once(registrar, orders):
    receipt = cheque(registrar.organisation, 22_880)

    def act(number):
        return lambda: allot_receipt(receipt=receipt, parts=[Part(orders[number % 4], 22_880)], **BY).left_cents

    outcome = Counter(at_once([act(number) for number in range(16)]))
    assert outcome[0] == 1
    assert set(outcome) <= {0, "more-than-left", "more-than-owed"}
    assert (Payment.objects.count(), balanced(orders)) == (1, True)


def test_allotted_given_back_released_and_bounced_at_once_the_sums_agree(registrar, orders):
    receipt = cheque(registrar.organisation, 60_000, (orders[0], 22_880), (orders[1], 100))
    parts = list(receipt.payments.order_by("pk"))
    given = {"method": "transfer", "reference": "V", "returned_on": NOW.date(), "reason": "Trop"}
    acts = [lambda n=n: str(allot_receipt(receipt=receipt, parts=[Part(orders[n], 9_000)], **BY)) for n in (3, 2, 1)]
    acts += [lambda: str(return_receipt_rest(receipt=receipt, cents=20_000, **given, **BY))] * 3
    acts += [lambda p=p: str(release_part(payment=p, reason="Erreur", **BY)) for p in parts * 2]
    acts += [lambda: str(reverse_receipt(receipt=receipt, reason="Sans provision", **BY))] * 3
    at_once(acts)

    receipt.refresh_from_db()
    back = ReceiptReturn.objects.aggregate(sum=Sum("cents"))["sum"] or 0
    assert (receipt.returned_cents, balanced(orders)) == (back, True)
    assert receipt.reversed_at is None or not Payment.objects.filter(state="captured").exists()


def test_cheques_that_cross_the_same_invoices_wait_for_each_other_and_do_not_die(registrar, orders):
    def act(number):
        chosen = orders if number % 2 else list(reversed(orders))
        parts = [(order, 1_000) for order in chosen]
        return lambda: cheque(registrar.organisation, 4_000, *parts, reference=f"n{number}").left_cents

    assert at_once([act(number) for number in range(16)]) == [0] * 16
    assert {balance.paid_cents for balance in InvoiceBalance.objects.all()} == {16_000}


def test_one_overpayment_moved_sixteen_times_moves_once(registrar, orders):
    from registrations.orders.actions import credit_invoice

    cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    credit_invoice(invoice=orders[0].invoices.get(), reason="Annulation", **BY)

    def act(number):
        target = orders[1 + number % 3]
        return lambda: len(move_overpayment(source=orders[0], target=target, cents=22_880, **BY))

    outcome = Counter(at_once([act(number) for number in range(16)]))
    assert outcome == {1: 1, "nothing-to-move": 15}
    assert balanced(orders)


def test_cheques_put_on_sixteen_slips_are_on_one(registrar):
    receipts = [cheque(registrar.organisation, 100, reference=f"n{number}") for number in range(3)]
    outcome = at_once([lambda: make_slip(receipts=receipts, deposited_on=NOW.date(), **BY).total_cents] * 16)
    assert Counter(outcome) == {300: 1, "nothing-to-deposit": 15}
