"""Ages, proposals and steps, from facts in hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.receivables.rules import Entry, Open, StepFact, age_of, by_age, proposed, running, step_due

TODAY = date(2026, 10, 6)
STEPS = [StepFact(1, 7, TODAY - timedelta(90)), StepFact(2, 30, TODAY - timedelta(90)), StepFact(3, 60, TODAY)]


@pytest.mark.parametrize(
    ("late", "age"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 31), (60, 31), (61, 61), (90, 61), (91, 91), (900, 91)]
)
def test_age_of_by_days_late(late, age):
    assert age_of(TODAY - timedelta(days=late), on=TODAY) == age


def test_by_age_loses_nothing():
    owed = [(TODAY - timedelta(days=late), 100 + late) for late in range(-10, 120)]
    assert sum(by_age(owed, on=TODAY).values()) == sum(cents for _day, cents in owed)


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(1, 3_000), st.booleans()), max_size=8))
def test_proposed_never_gives_more_than_there_is_or_is_owed(cents, amounts):
    owed = [Open(key, due, whole) for key, (due, whole) in enumerate(amounts)]
    parts = proposed(cents, owed)
    assert sum(parts.values()) <= cents
    assert all(0 < part <= owed[key].due_cents for key, part in parts.items())
    assert all(part == owed[key].due_cents for key, part in parts.items() if owed[key].whole)
    if not any(one.whole for one in owed):
        assert sum(parts.values()) == min(cents, sum(one.due_cents for one in owed))


def test_running_adds_up():
    entries = [Entry(TODAY, "invoice", "F", 100), Entry(TODAY, "payment", "C", -30)]
    assert [balance for _entry, balance in running(50, entries)] == [150, 120]


@pytest.mark.parametrize(("late", "step"), [(0, None), (6, None), (7, 1), (29, 1), (30, 2), (60, 3), (61, 2), (80, 2)])
def test_step_due_is_the_latest_whose_day_came_since_it_was_there(late, step):
    due = step_due(TODAY - timedelta(days=late), STEPS, since=TODAY - timedelta(60), on=TODAY)
    assert (due.pk if due else None) == step


def test_nothing_is_due_of_before_reminders_started():
    assert step_due(TODAY - timedelta(days=40), STEPS, since=TODAY, on=TODAY) is None
