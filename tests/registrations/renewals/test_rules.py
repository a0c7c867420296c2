"""Brackets, reminders, notices, and the day a membership lapses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.memberships.rules import lapse_day
from registrations.renewals.rules import Bracket, Notice, due_day, dues_of, is_whole, missing, notice_due, reminder_due

YEAR = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 1)}
DAYS = (-30, -7, 0, 7, 21)
DUE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("grace", "unpaid_since", "day"),
    [
        (90, None, date(2027, 6, 30)),
        (0, None, date(2027, 4, 1)),
        (90, date(2026, 1, 15), date(2026, 6, 30)),  # invoiced before the year: from its first day
        (90, date(2026, 4, 1), date(2026, 6, 30)),
        (90, date(2026, 9, 1), date(2026, 11, 30)),
        (0, date(2026, 4, 1), date(2026, 4, 2)),  # invoicing always gives a day
        (90, date(2027, 3, 31), date(2027, 6, 29)),
        (90, date(2027, 5, 1), date(2027, 6, 30)),  # never later than if it were paid
    ],
)
def test_lapse_day(grace, unpaid_since, day):
    assert lapse_day(**YEAR, grace_days=grace, unpaid_since=unpaid_since) == day


@given(grace=st.integers(0, 400), since=st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_lapse_day_is_after_the_first_and_never_later_than_paid(grace, since):
    unpaid = lapse_day(**YEAR, grace_days=grace, unpaid_since=since)
    paid = lapse_day(**YEAR, grace_days=grace)
    assert YEAR["starts_on"] < unpaid <= paid


@pytest.mark.parametrize(
    ("brackets", "whole"),
    [
        ([], False),
        ([(0, 100)], True),
        ([(0, 100), (50, 200)], True),
        ([(1, 100)], False),
        ([(0, 100), (0, 200)], False),
        ([(0, 100), (80, 200), (50, 300)], False),
        ([(0, -1)], False),
    ],
)
def test_is_whole_wants_a_start_at_zero_and_rising_brackets(brackets, whole):
    assert is_whole([Bracket(*each) for each in brackets]) is whole


@given(starts=st.sets(st.integers(1, 10**9), max_size=8), budget=st.integers(0, 2 * 10**9))
def test_every_budget_has_exactly_one_amount(starts, budget):
    bounds = [0, *sorted(starts)]
    brackets = [Bracket(start, place) for place, start in enumerate(bounds)]
    expected = max(place for place, start in enumerate(bounds) if start <= budget)
    assert dues_of(reversed(brackets), budget) == expected


def test_due_day_of_those_asked_after_it_is_a_month_later():
    assert due_day(DUE, told_on=None) == DUE
    assert due_day(DUE, told_on=DUE) == DUE
    assert due_day(DUE, told_on=DUE + timedelta(days=1)) == DUE + timedelta(days=31)


@pytest.mark.parametrize(
    ("told", "on", "reminder"),
    [
        (date(2026, 4, 20), date(2026, 5, 1), None),
        (date(2026, 4, 20), date(2026, 5, 2), -30),
        (date(2026, 4, 20), date(2026, 5, 7), -30),
        (date(2026, 4, 20), date(2026, 5, 8), None),  # too late for that one
        (date(2026, 4, 20), date(2026, 5, 25), -7),
        (date(2026, 5, 25), date(2026, 5, 25), None),  # told that very day
        (date(2026, 4, 20), date(2026, 6, 1), 0),
        (date(2026, 4, 20), date(2026, 6, 22), 21),
        (date(2026, 4, 20), date(2026, 7, 30), None),
    ],
)
def test_reminder_due(told, on, reminder):
    assert reminder_due(due_on=DUE, days=DAYS, told_on=told, on=on) == reminder


@pytest.mark.parametrize(
    ("days", "notice"),
    [(-15, None), (-14, Notice.SOON), (-1, Notice.SOON), (0, Notice.LAPSED), (5, Notice.LAPSED), (6, None)],
)
def test_notice_due(days, notice):
    assert notice_due(lapses_on=DUE, on=DUE + timedelta(days=days)) == notice


def test_missing_lists_the_parts_in_their_order():
    assert missing({"services": {"confirmed": True}}, has_budget=False) == ["budget", "coordonnees", "personnel"]
    assert missing({}, has_budget=True) == ["services", "coordonnees", "personnel"]
