"""Totals and taxes, to the cent."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.money import share_out
from registrations.orders.models import OrderState
from registrations.orders.rules import NEXT, Component, cancellable, due_on, percent, series_of, taxes_on, totals

GST = Component("gst", 5_000, "123456789 RT0001")
QST = Component("qst", 9_975, "1234567890 TQ0001")
CATEGORIES = st.sampled_from(["taxable", "exempt", "zero_rated", "outside"])
LINES = st.lists(st.tuples(CATEGORIES, st.integers(0, 10_000_000)), max_size=20)


def exact(cents: int, percents: str) -> int:
    return int((Decimal(cents) * Decimal(percents) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(st.integers(0, 2_000_000_000))
def test_taxes_are_each_half_up_on_the_taxable_total(cents: int):
    assert [tax.amount_cents for tax in taxes_on(cents, [QST, GST])] == [exact(cents, "5"), exact(cents, "9.975")]


@given(LINES)
def test_totals_are_the_sum_of_their_parts(lines: list[tuple[str, int]]):
    sums = totals(lines, [GST, QST])
    assert sums.taxable_cents + sums.exempt_cents == sum(cents for _category, cents in lines)
    assert sums.total_cents == sums.taxable_cents + sums.exempt_cents + sum(t.amount_cents for t in sums.taxes)
    assert all(tax.base_cents == sums.taxable_cents for tax in sums.taxes)


@given(LINES)
def test_totals_do_not_depend_on_the_order_of_lines(lines: list[tuple[str, int]]):
    assert totals(lines, [GST, QST]) == totals(list(reversed(lines)), [QST, GST])


@given(st.integers(0, 10_000_000), st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_share_out_gives_exactly_the_amount(amount: int, weights: list[int]):
    parts = share_out(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    assert all(
        abs(part * sum(weights) - amount * weight) <= sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_taxes_of_three_tickets_are_those_of_the_total_and_not_of_each_line():
    sums = totals([("taxable", 9_999)] * 3, [GST, QST])
    assert (sums.taxable_cents, [t.amount_cents for t in sums.taxes], sums.total_cents) == (
        29_997,
        [1_500, 2_992],
        34_489,
    )
    assert sums.taxes[1].as_data() == {
        "component": "qst",
        "base_cents": 29_997,
        "rate": "9.975",
        "amount_cents": 2_992,
        "number": "1234567890 TQ0001",
    }


def test_totals_of_exempt_lines_have_no_tax_at_all():
    assert totals([("exempt", 5_000)], [GST, QST]).taxes == ()


@pytest.mark.parametrize(("rate", "text"), [(5_000, "5"), (9_975, "9.975"), (13_000, "13"), (9_500, "9.5"), (0, "0")])
def test_percent_is_plain(rate: int, text: str):
    assert percent(rate) == text


def test_due_on_gives_an_organisation_thirty_days():
    assert due_on(date(2026, 12, 15), on_account=True) == date(2027, 1, 14)
    assert due_on(date(2026, 12, 15), on_account=False) == date(2026, 12, 15)


def test_series_is_that_of_the_year():
    assert series_of(date(2026, 12, 31)) == "F-2026"


@pytest.mark.parametrize("state", OrderState.values)
def test_next_knows_every_state(state: str):
    allowed = {
        "draft": {"placed", "cancelled"},
        "placed": {"settled", "cancelled", "expired"},
        "settled": {"placed", "cancelled"},
        "cancelled": set(),
        "expired": {"settled"},
    }
    assert NEXT[state] == allowed[state]


@pytest.mark.parametrize("state", OrderState.values)
@pytest.mark.parametrize("on_account", [True, False])
def test_cancellable_only_before_money_or_invoice(state: str, on_account: bool):
    assert cancellable(state=state, on_account=on_account) == (state == "placed" and not on_account)
