"""One cheque for several invoices: allotted, kept on account, given back, without funds."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registrations.errors import WrongState
from registrations.models import InvoiceBalance, Payment, Receipt, ReceiptReturn
from registrations.orders.actions import credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import (
    Part,
    allot_receipt,
    make_slip,
    move_overpayment,
    record_payment,
    release_part,
    return_receipt_rest,
    reverse_payment,
    reverse_receipt,
    take_off_slip,
    undo_move,
)
from registrations.payments.errors import (
    AlreadyRecorded,
    MayNotRecord,
    MoreThanLeft,
    MoreThanOwed,
    NotAReceipt,
    NothingToDeposit,
    NothingToMove,
    NothingToReturn,
    NotReversible,
    NotTheirOrder,
    PartsRemain,
    ReceiptEnded,
    ReceivedTomorrow,
    WholeAmountOnly,
)
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
BY = {"by": ACCOUNTANT, "at": NOW}


def due(*orders):
    return [InvoiceBalance.objects.get(invoice__order=order).due_cents for order in orders]


def sums(receipt):
    receipt.refresh_from_db()
    return receipt.allotted_cents, receipt.returned_cents, receipt.left_cents


def give_back(receipt, cents, **changes):
    given = {"cents": cents, "method": "transfer", "reference": "V-9", "returned_on": date(2026, 10, 6)}
    return return_receipt_rest(**{"receipt": receipt, "reason": "Payé en trop"} | given | BY | changes)


def test_one_cheque_pays_several_invoices_and_the_rest_stays_on_account(registrar, orders):
    receipt = cheque(registrar.organisation, 60_000, (orders[1], 10_000), (orders[0], 22_880))

    assert (due(*orders), sums(receipt)) == ([0, 12_880, 22_880], (32_880, 0, 27_120))
    assert [order.state for order in map(_fresh, orders)] == ["settled", "placed", "placed"]
    assert set(Payment.objects.values_list("receipt", "reference", "method")) == {(receipt.pk, "0042", "cheque")}

    allot_receipt(receipt=receipt, parts=[Part(orders[1], 12_880), Part(orders[2], 14_240)], **BY)
    assert (due(*orders), sums(receipt)) == ([0, 0, 8_640], (60_000, 0, 0))


def _fresh(row):
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        (((0, 22_881),), MoreThanOwed),
        (((0, 0),), NotAReceipt),
        (((0, -5),), NotAReceipt),
        (((0, 100), (0, 100)), NotAReceipt),
        (((0, 20_000), (1, 20_000)), MoreThanLeft),
    ],
)
def test_parts_that_do_not_add_up_are_refused_and_nothing_is_recorded(registrar, orders, parts, refusal):
    with pytest.raises(refusal):
        cheque(registrar.organisation, 30_000, *((orders[place], cents) for place, cents in parts))
    assert (Receipt.objects.count(), Payment.objects.count(), due(*orders)) == (0, 0, [22_880] * 3)


def test_the_same_cheque_twice_is_refused_until_it_was_taken_back(registrar, orders):
    receipt = cheque(registrar.organisation, 100, (orders[0], 100))
    with pytest.raises(AlreadyRecorded):
        cheque(registrar.organisation, 200, (orders[1], 200), reference=" 0042 ")
    cheque(registrar.organisation, 100, reference="0042", method="transfer")
    cheque(UserFactory(), 100)

    reverse_receipt(receipt=receipt, reason="Erreur", **BY)
    cheque(registrar.organisation, 200, (orders[1], 200))
    assert Receipt.objects.count() == 4


def test_the_same_cheque_of_a_person_twice_is_refused(db):
    person = UserFactory()
    cheque(person, 100)
    with pytest.raises(AlreadyRecorded):
        cheque(person, 100)


def test_another_payers_order_is_refused(registrar, orders, ticket_type):
    with pytest.raises(NotTheirOrder):
        cheque(UserFactory(), 30_000, (orders[0], 100))


def test_an_order_that_waits_for_a_card_takes_its_whole_price(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)
    with pytest.raises(WholeAmountOnly):
        cheque(person, 50_000, (order, order.total_cents - 1))
    receipt = cheque(person, 50_000, (order, order.total_cents))
    assert (_fresh(order).state, sums(receipt)[2]) == ("settled", 50_000 - order.total_cents)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda r, o: allot_receipt(receipt=r, parts=[Part(o, 1)], by=actor_for(None), at=NOW), MayNotRecord),
        (lambda r, o: reverse_receipt(receipt=r, reason="x", by=actor_for(None), at=NOW), MayNotRecord),
        (lambda r, o: release_part(payment=r.payments.get(), reason="x", by=actor_for(None), at=NOW), MayNotRecord),
        (lambda r, o: give_back(r, 1, by=actor_for(None)), MayNotRecord),
        (lambda r, o: make_slip(receipts=[r], deposited_on=NOW.date(), by=actor_for(None), at=NOW), MayNotRecord),
        (lambda r, o: give_back(r, 0), NothingToReturn),
        (lambda r, o: give_back(r, 1, reason=" "), NothingToReturn),
        (lambda r, o: give_back(r, 1, reference=" "), NothingToReturn),
        (lambda r, o: give_back(r, 1, method="card"), NothingToReturn),
        (lambda r, o: give_back(r, 1, returned_on=date(2026, 10, 7)), ReceivedTomorrow),
        (lambda r, o: give_back(r, 5_001), MoreThanLeft),
        (lambda r, o: allot_receipt(receipt=r, parts=[], **BY), NotAReceipt),
        (lambda r, o: allot_receipt(receipt=r, parts=[Part(o, 5_001)], **BY), MoreThanLeft),
        (lambda r, o: reverse_payment(payment=r.payments.get(), reason="x", **BY), NotReversible),
    ],
)
def test_what_may_not_be_done_changes_nothing(registrar, orders, act, refusal):
    receipt = cheque(registrar.organisation, 10_000, (orders[0], 5_000))
    with pytest.raises(refusal):
        act(receipt, orders[1])
    assert (sums(receipt), due(*orders)) == ((5_000, 0, 5_000), [17_880, 22_880, 22_880])
    assert ReceiptReturn.objects.count() == 0


def test_a_cheque_without_funds_makes_everything_owed_again(registrar, orders):
    receipt = cheque(registrar.organisation, 60_000, (orders[0], 22_880), (orders[1], 22_880))

    reverse_receipt(receipt=receipt, reason="Sans provision", **BY)

    assert (due(*orders), sums(receipt)[0]) == ([22_880] * 3, 0)
    assert {_fresh(order).state for order in orders} == {"placed"}
    assert set(receipt.payments.values_list("state", "reversal_reason")) == {("reversed", "Sans provision")}
    with pytest.raises(ReceiptEnded):
        reverse_receipt(receipt=receipt, reason="Encore", **BY)
    with pytest.raises(ReceiptEnded):
        allot_receipt(receipt=receipt, parts=[Part(orders[0], 1)], **BY)
    with pytest.raises(ReceiptEnded):
        give_back(receipt, 1)


def test_a_part_goes_back_to_the_account_and_pays_another_invoice(registrar, orders):
    receipt = cheque(registrar.organisation, 22_880, (orders[0], 22_880))

    release_part(payment=receipt.payments.get(), reason="Mauvaise facture", **BY)
    assert (due(*orders), sums(receipt)) == ([22_880] * 3, (0, 0, 22_880))

    with pytest.raises(WrongState):
        release_part(payment=receipt.payments.get(), reason="Encore", **BY)
    allot_receipt(receipt=receipt, parts=[Part(orders[2], 22_880)], **BY)
    assert due(*orders) == [22_880, 22_880, 0]


def test_the_rest_given_back_is_said_with_how_and_why(registrar, orders):
    receipt = cheque(registrar.organisation, 25_000, (orders[0], 22_880))
    given = give_back(receipt, 2_000)

    assert (sums(receipt), given.reason, given.reference) == ((22_880, 2_000, 120), "Payé en trop", "V-9")
    with pytest.raises(PartsRemain):
        reverse_receipt(receipt=receipt, reason="Sans provision", **BY)


def test_a_payment_by_hand_without_receipt_is_refused_by_the_database(registrar, orders):
    payment = cheque(registrar.organisation, 100, (orders[0], 100)).payments.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(receipt=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(method="card")


def overpaid(orders):
    """The first order paid, then credited of 50.00 and taxes."""
    receipt = cheque(orders[0].organisation, 22_880, (orders[0], 22_880))
    line = orders[0].lines.get()
    credit_invoice(invoice=orders[0].invoices.get(), lines=[Credited(line, 5_000)], reason="Rabais", **BY)
    return receipt


def move(source, target, cents, **changes):
    return move_overpayment(**{"source": source, "target": target, "cents": cents} | BY | changes)


def test_an_overpayment_moves_to_another_invoice_and_back(registrar, orders):
    receipt = overpaid(orders)
    assert due(*orders) == [-5_749, 22_880, 22_880]

    (moved,) = move(orders[0], orders[1], 5_749)

    assert due(*orders) == [0, 17_131, 22_880]
    assert (moved.method, moved.captured_cents, moved.receipt) == ("credit", 5_749, None)
    assert (_fresh(orders[0]).state, receipt.payments.get().refunded_cents) == ("settled", 5_749)
    with pytest.raises(PartsRemain):
        reverse_receipt(receipt=receipt, reason="Sans provision", **BY)

    undo_move(payment=moved, reason="Erreur", **BY)
    assert (due(*orders), receipt.payments.get().refunded_cents) == ([-5_749, 22_880, 22_880], 0)
    reverse_receipt(receipt=receipt, reason="Sans provision", **BY)
    assert due(*orders) == [17_131, 22_880, 22_880]
    with pytest.raises(WrongState):
        undo_move(payment=moved, reason="Encore", **BY)


def test_an_overpayment_of_several_payments_moves_from_the_last(registrar, orders):
    for number, cents in enumerate((20_000, 2_880)):
        cheque(registrar.organisation, cents, (orders[0], cents), reference=f"n{number}")
    credit_invoice(invoice=orders[0].invoices.get(), lines=None, reason="Annulation", **BY)

    assert [payment.captured_cents for payment in move(orders[0], orders[1], 12_000)] == [2_880, 9_120]
    assert due(*orders) == [-10_880, 10_880, 22_880]


@pytest.mark.parametrize(("place", "cents"), [(0, 5_749), (1, 5_750), (1, 0), (1, -1)])
def test_what_is_not_overpaid_does_not_move(registrar, orders, place, cents):
    overpaid(orders)
    with pytest.raises(NothingToMove):
        move(orders[0], orders[place], cents)
    assert due(*orders) == [-5_749, 22_880, 22_880]


def test_nothing_moves_to_another_payer_nor_by_another_trade(registrar, orders, ticket_type):
    overpaid(orders)
    theirs = order_ticket(ticket_type, UserFactory())
    record_payment(fact_of(theirs), **BY)
    with pytest.raises(NothingToMove):
        move(orders[0], theirs, 100)
    with pytest.raises(MayNotRecord):
        move(orders[0], orders[1], 100, by=actor_for(None, "event_lead"))
    with pytest.raises(NotReversible):
        undo_move(payment=theirs.payments.get(), reason="x", **BY)


def test_cheques_go_to_the_bank_on_one_slip_each(registrar, orders):
    first, second = cheque(registrar.organisation, 100), cheque(registrar.organisation, 200, reference="2")
    transfer = cheque(registrar.organisation, 50, reference="3", method="transfer")

    slip = make_slip(receipts=[first, second], deposited_on=NOW.date(), **BY)

    assert (str(slip), slip.total_cents, slip.receipts.count()) == ("B-0001", 300, 2)
    for again in ([first], [transfer], []):
        with pytest.raises(NothingToDeposit):
            make_slip(receipts=again, deposited_on=NOW.date(), **BY)

    assert take_off_slip(receipt=_fresh(second), **BY).total_cents == 100
    with pytest.raises(NothingToDeposit):
        take_off_slip(receipt=_fresh(first), **BY)
    assert str(make_slip(receipts=[_fresh(second)], deposited_on=NOW.date(), **BY)) == "B-0002"


def test_several_orders_of_one_cheque_are_locked_in_a_bounded_number_of_statements(
    registrar, ticket_type, django_assert_max_num_queries
):
    orders = [on_account(registrar, ticket_type) for _each in range(6)]
    with django_assert_max_num_queries(20 + 16 * len(orders)):
        cheque(registrar.organisation, 22_880 * 6, *((order, 22_880) for order in orders))
