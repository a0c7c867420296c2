"""Closing the books against money typed into them: what is dated in a closed period was recorded before its closing."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction

from registrations.accounting.actions import close_books
from registrations.accounting.queries.checks import closed_periods
from registrations.accounting.registry import Scope
from registrations.models import Closing
from registrations.orders.actions import credit_invoice
from registrations.payments.actions import ask_refund, record_receipt, record_refund_by_hand, return_receipt_rest
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, quebec_taxes
from tests.races.test_orders import at_once
from tests.registrations.accounting.conftest import number_accounts
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
LATER = NOW + timedelta(days=30)
CLOSED = NOW.date() + timedelta(days=3)
BY = {"by": ACCOUNTANT, "at": LATER}


@pytest.fixture
def registrar():
    quebec_taxes()
    number_accounts()
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def refunds(registrar):
    """Six asked for, of one order that is credited whole: to be given by hand."""
    order = on_account(registrar, TicketTypeFactory(pool__capacity=50))
    payment = cheque(registrar.organisation, 22_880, (order, 22_880)).payments.get()
    credit_invoice(invoice=order.invoices.get(), reason="Annulée", by=ACCOUNTANT, at=NOW)
    asked = {"payment": payment, "reason": "Annulée", "by": ACCOUNTANT, "at": NOW}
    return [ask_refund(cents=1_000 + number, **asked) for number in range(6)]


def test_nothing_is_dated_in_a_period_after_it_was_closed(registrar, refunds):
    rest = cheque(registrar.organisation, 60_000, reference="reste")
    given = {"method": "cheque", "reference": "V"}
    acts = [lambda: str(close_books(last=CLOSED, **BY))] * 2

    def receipt(number):
        paper = {"payer": registrar.organisation, "method": "cheque", "reference": f"n{number}", "cents": 100}
        return lambda: record_receipt(received_on=CLOSED, **paper, **BY).reference

    for number, refund in enumerate(refunds):
        acts.insert(number * 3, receipt(number))
        acts.append(lambda refund=refund: record_refund_by_hand(refund=refund, given_on=CLOSED, **given, **BY).state)
        back = {"receipt": rest, "cents": 10 + number, "returned_on": CLOSED, "reason": "Trop"}
        acts.append(lambda back=back: str(return_receipt_rest(**back, **given, **BY)))
    outcome = at_once(acts)

    assert Closing.objects.count() == 1
    done = {str(CLOSED), "V", "confirmed", *(f"n{number}" for number in range(6))}
    assert set(outcome) <= done | {"period-closed", "period-not-closable"}
    assert list(closed_periods(Scope(at=LATER, day=LATER.date()))) == []


def test_a_closing_waits_for_money_that_is_being_written(registrar, refunds):
    """Checked as open, not committed yet: the closing comes after it, and has it."""
    writing = threading.Event()

    def write():
        with transaction.atomic():
            record_refund_by_hand(refund=refunds[0], method="cheque", reference="V", given_on=CLOSED, **BY)
            writing.set()
            time.sleep(0.3)
        return "written"

    def close():
        writing.wait(5)
        return str(close_books(last=CLOSED, **BY))

    assert at_once([write, close]) == ["written", str(CLOSED)]
    assert list(closed_periods(Scope(at=LATER, day=LATER.date()))) == []
