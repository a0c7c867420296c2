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
from registrations.accounting.queries.figures import flows
from registrations.accounting.queries.journal import digest, entries, lines, until
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import BAD_DEBTS, BANK, CARD, DISPUTES, Account, balances
from registrations.models import AccountMap, Closing, Entry
from registrations.orders.actions import credit_invoice
from registrations.payments.actions import (
    record_dispute,
    record_payment,
    record_received,
    record_refund,
    record_refund_by_hand,
    refund_order,
    reverse_payment,
)
from tests.factories.registrations import NOW
from tests.factories.sales import actor_for
from tests.registrations.accounting.conftest import ACCOUNTANT, number_accounts
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.refunds.conftest import contested, said

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


def test_money_given_back_by_hand_is_of_the_day_it_was_given(place):
    number_accounts()
    order = place()
    receive(order, NOW.date(), at=NOW)
    (refund,) = refund_order(order=order, reason="Annulé", give_back=True, by=ACCOUNTANT, at=NOW).refunds
    how = {"refund": refund, "method": "cheque", "reference": "C-1", "by": ACCOUNTANT, "at": NOVEMBER}
    closing = close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    with pytest.raises(PeriodClosed):
        record_refund_by_hand(**how, given_on=OCTOBER)
    reopen_books(closing=closing, reason="Remboursement", by=ACCOUNTANT, at=NOVEMBER)
    record_refund_by_hand(**how, given_on=OCTOBER)

    found = [entry for entry in entries(until(NOVEMBER.date())) if entry.key[0].startswith("refund-done")]
    assert [(entry.day, balances([entry])[BANK]) for entry in found] == [(OCTOBER, -10_000)]
    month = Period(date(2026, 10, 1), date(2026, 11, 1))
    assert flows(month).months[month.first].refunded == 10_000


@pytest.fixture
def paid_by_card(place):
    number_accounts()
    return record_payment(fact_of(place(on_account=False)), by=ACCOUNTANT, at=NOW)


def test_a_refund_that_fails_later_leaves_the_month_in_which_it_was_made(paid_by_card):
    by_stripe = {"by": ACCOUNTANT, "at": NOW}
    record_refund(said(paid_by_card), **by_stripe)
    close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    before = written(OCTOBER)

    record_refund(said(paid_by_card, status="failed"), by=ACCOUNTANT, at=NOVEMBER)

    assert written(OCTOBER) == before
    assert balances(entries(until(NOVEMBER.date())))[CARD] == 22_880


def test_a_dispute_that_changes_afterwards_leaves_what_was_closed(paid_by_card):
    """Another amount, lost, then won after all: the money ends where it began."""
    record_dispute(contested(paid_by_card), by=ACCOUNTANT, at=NOW)
    close_books(last=OCTOBER, by=ACCOUNTANT, at=NOVEMBER)
    before = written(OCTOBER)

    for status, cents in (("needs_response", 20_000), ("lost", 20_000), ("won", 20_000)):
        record_dispute(contested(paid_by_card, status=status, cents=cents), by=ACCOUNTANT, at=NOVEMBER)

    assert written(OCTOBER) == before
    sums = balances(entries(until(NOVEMBER.date())))
    assert (sums[CARD], sums[DISPUTES], sums[BAD_DEBTS]) == (22_880, 0, 0)
