"""Accounts and closings: what is closed stays as it is, and nothing is dated in it any more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registrations.accounting.actions import close_books, reopen_books, set_accounts
from registrations.accounting.errors import (
    MissingAccounts,
    NotAnAccount,
    NotClosable,
    NotReopenable,
    NotYourBooks,
    PeriodClosed,
)
from registrations.accounting.queries.closings import numbers
from registrations.accounting.queries.journal import digest, entries, lines, until
from registrations.accounting.rules.posting import Account
from registrations.models import AccountMap, Closing, Entry
from registrations.orders.actions import credit_invoice
from registrations.payments.actions import record_received, reverse_payment
from tests.factories.registrations import NOW
from tests.factories.sales import actor_for
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
NOVEMBER = datetime(2026, 11, 3, 15, tzinfo=UTC)


def receive(order, on, *, at, reference="0042"):
    given = {"method": "cheque", "cents": 10_000, "received_on": on, "reference": reference}
    return record_received(order=order, by=ACCOUNTANT, at=at, **given)


def written(last):
    """What an export of the books until this day says, line by line."""
    return [
        (line.entry.day, line.entry.piece, line.number, line.debit, line.credit) for line in lines(entries(until(last)))
    ]


def test_set_accounts_numbers_changes_and_takes_out():
    bank, revenue = Account("bank"), Account("revenue", "4100")
    set_accounts({bank: "1010", revenue: " 4100 "}, by=ACCOUNTANT, at=NOW)
    set_accounts({bank: "1020", revenue: ""}, by=ACCOUNTANT, at=NOW)

    assert numbers() == {bank: "1020"}
    assert Entry.objects.filter(action="accounting.set-account").count() == 4


@pytest.mark.parametrize("number", ["=1+1", "10 10", "é", "1" * 21])
def test_set_accounts_refuses_what_is_no_number(number):
    with pytest.raises(NotAnAccount):
        set_accounts({Account("bank"): number}, by=ACCOUNTANT, at=NOW)
    assert AccountMap.objects.count() == 0


@pytest.mark.parametrize("role", ["event_lead", "training_lead"])
def test_the_books_are_accountings(role):
    other = actor_for(None, role)
    with pytest.raises(NotYourBooks):
        set_accounts({Account("bank"): "1010"}, by=other, at=NOW)
    with pytest.raises(NotYourBooks):
        close_books(last=SEPTEMBER, by=other, at=NOW)
    closing = close_books(last=SEPTEMBER, by=ACCOUNTANT, at=NOW)
    with pytest.raises(NotYourBooks):
        reopen_books(closing=closing, reason="Erreur", by=other, at=NOW)


def test_close_books_refuses_a_day_that_is_not_over_or_is_closed_already():
    with pytest.raises(NotClosable):
        close_books(last=NOW.date(), by=ACCOUNTANT, at=NOW)
    close_books(last=SEPTEMBER, by=ACCOUNTANT, at=NOW)
    with pytest.raises(NotClosable):
        close_books(last=SEPTEMBER, by=ACCOUNTANT, at=NOW)


def test_close_books_says_which_account_has_no_number(place):
    place()
    with pytest.raises(MissingAccounts):
        close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    assert Closing.objects.count() == 0


def test_a_closed_period_refuses_money_dated_in_it_and_takes_it_after(place):
    order = place()
    number_accounts()
    close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)

    with pytest.raises(PeriodClosed) as refused:
        receive(order, OCTOBER, at=NOVEMBER)

    assert "31" in str(refused.value)
    assert order.payments.count() == 0
    receive(order, OCTOBER + timedelta(days=1), at=NOVEMBER)
    assert order.payments.count() == 1


def test_a_closed_period_stays_the_same_whatever_comes_after(place):
    order = place()
    payment = receive(order, NOW.date(), at=NOW)
    number_accounts()
    closing = close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    before = written(OCTOBER)

    reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTANT, at=NOVEMBER)
    credit_invoice(invoice=order.invoices.get(), reason="Annulée", by=ACCOUNTANT, at=NOVEMBER)
    place(at=NOVEMBER)
    set_accounts({Account("receivable"): "1999"}, by=ACCOUNTANT, at=NOVEMBER)

    assert written(OCTOBER) == before
    assert digest(entries(until(OCTOBER))) == closing.digest
    after = [row for row in written(NOVEMBER.date()) if row[0] > OCTOBER]
    assert {row[2] for row in after} >= {"1999"}
    assert len(written(NOVEMBER.date())) > len(before)


def test_reopen_books_opens_the_last_closing_with_a_reason(place):
    first = close_books(last=SEPTEMBER, by=ACCOUNTANT, at=NOW)
    last = close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    for closing, reason in ((first, "Erreur"), (last, " ")):
        with pytest.raises(NotReopenable):
            reopen_books(closing=closing, reason=reason, by=ACCOUNTANT, at=NOVEMBER)

    reopen_books(closing=last, reason="Chèque oublié", by=ACCOUNTANT, at=NOVEMBER)

    receive(place(), OCTOBER, at=NOVEMBER)
    with pytest.raises(NotReopenable):
        reopen_books(closing=last, reason="Encore", by=ACCOUNTANT, at=NOVEMBER)
