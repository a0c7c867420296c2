"""Periods that never overlap, entries that balance."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.accounting.rules.periods import Length, may_close, months_of, period_of, shifted
from registrations.accounting.rules.posting import (
    CREDITS,
    RECEIVABLE,
    Document,
    Movement,
    balances,
    credit_entry,
    invoice_entry,
    movement_entry,
)
from registrations.accounting.rules.refunds import ACTS, Turn, turns

DAY = date(2026, 10, 6)
amounts = st.integers(0, 5_000_000)
lines = st.lists(st.tuples(st.sampled_from(["", "4100", "4200"]), amounts), max_size=6)
taxes = st.lists(st.tuples(st.sampled_from(["gst", "qst", "hst"]), amounts), max_size=3)


def document(drawn_lines, drawn_taxes, **changes):
    total = sum(cents for _code, cents in [*drawn_lines, *drawn_taxes])
    given = {"pk": 1, "day": DAY, "label": "F-2026-00001", "order": "ABCD1234", "total_cents": total}
    return Document(**given | {"lines": drawn_lines, "taxes": drawn_taxes} | changes)


@given(lines=lines, taxes=taxes)
def test_entries_of_documents_balance_and_a_credit_note_negates_the_invoice(lines, taxes):
    invoice, credit = invoice_entry(document(lines, taxes)), credit_entry(document(lines, taxes))

    assert (invoice.off_by, credit.off_by) == (0, 0)
    assert set(balances([invoice, credit]).values()) <= {0}


def test_a_document_that_does_not_add_up_is_told():
    assert invoice_entry(document([("4100", 10_000)], [], total_cents=10_001)).off_by == 1


def test_money_that_stays_where_it_was_makes_no_entry():
    moved = {"pk": 1, "day": DAY, "journal": "in", "kind": "payment", "piece": "42", "text": ""}

    assert movement_entry(Movement(**moved, debit=CREDITS, credit=CREDITS, cents=500)) is None
    assert movement_entry(Movement(**moved, debit=CREDITS, credit=RECEIVABLE, cents=0)) is None
    assert movement_entry(Movement(**moved, debit=CREDITS, credit=RECEIVABLE, cents=5)).off_by == 0


@given(day=st.dates(date(2001, 1, 1), date(2099, 12, 31)), first=st.integers(1, 12), length=st.sampled_from(Length))
def test_periods_hold_their_day_and_follow_each_other(day, first, length):
    period = period_of(day, length, first_month=first)
    after = period_of(period.after, length, first_month=first)
    before = period_of(period.first - timedelta(days=1), length, first_month=first)

    assert day in period
    assert (before.after, after.first) == (period.first, period.after)
    assert len(list(months_of(period))) == {"month": 1, "quarter": 3, "year": 12}[length]
    assert period_of(day.replace(day=1), "year", first_month=first).first.month == first
    assert shifted(shifted(period, -12), 12) == period


@pytest.mark.parametrize(
    ("at", "closable"),
    [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), False),  # still October in Montréal
        (datetime(2026, 11, 1, 4, 30, tzinfo=UTC), False),  # half past midnight
        (datetime(2026, 11, 1, 5, 0, tzinfo=UTC), True),
    ],
)
def test_a_day_is_closed_an_hour_after_it_is_over(at, closable):
    assert may_close(date(2026, 10, 31), at=at) is closable


refund_acts = st.lists(st.sampled_from(sorted(ACTS)), max_size=6)


@given(acts=refund_acts)
def test_turns_of_a_refund_end_where_its_last_act_says(acts):
    counts = Counter(turn for _at, turn in turns((datetime(2026, 10, n + 1), act) for n, act in enumerate(acts)))
    counted, done = ACTS[acts[-1]] if acts else (False, False)

    assert counts[Turn.COUNTED] - counts[Turn.UNCOUNTED] == counted
    assert counts[Turn.DONE] - counts[Turn.UNDONE] == done


def test_a_refund_that_the_bank_sends_back_is_taken_back_in_both_accounts():
    acts = ["payments.ask-refund", "payments.send-refund", "payments.confirm-refund", "payments.fail-refund"]
    assert [turn for _at, turn in turns((datetime(2026, 10, 1), act) for act in acts)] == [
        Turn.COUNTED, Turn.DONE, Turn.UNDONE, Turn.UNCOUNTED
    ]  # fmt: skip
