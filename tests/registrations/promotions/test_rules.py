"""What a code takes off, whatever the lines; what a price is at the instant of its change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.promotions.rules import (
    Priced,
    PriceWindow,
    Scope,
    Standing,
    Value,
    discounts,
    is_code,
    key_of,
    standing,
    steps,
    window_at,
    windows_fit,
    windows_of,
    written,
)

MONTREAL = ZoneInfo("America/Montreal")
KINDS = ("ticket", "session", "booth")
LINES = st.lists(
    st.builds(
        Priced,
        kind=st.sampled_from(KINDS),
        item=st.sampled_from("abc"),
        cents=st.integers(0, 5_000_000),
        is_member=st.booleans(),
        discountable=st.booleans(),
    ),
    max_size=20,
)
SCOPES = st.builds(
    Scope,
    kinds=st.frozensets(st.sampled_from(KINDS)),
    items=st.frozensets(st.sampled_from("abc")),
    audience=st.sampled_from(["", "members", "others"]),
)
VALUES = st.one_of(st.builds(Value, cents=st.integers(1, 20_000_000)), st.builds(Value, rate=st.integers(1, 10_000)))
LEFT = st.none() | st.integers(0, 20_000_000)


@given(lines=LINES, scope=SCOPES, value=VALUES, left=LEFT)
def test_the_shares_are_the_discount_and_never_more_than_their_line(lines, scope, value, left):
    covered = [line.cents for line in lines if scope.covers(line)]
    off = value.off(sum(covered))

    shares = discounts(lines, scope=scope, value=value, left_cents=left)

    assert sum(shares) == (off if left is None else min(off, left))
    assert all(0 <= share <= line.cents for share, line in zip(shares, lines, strict=True))
    assert all(not share for share, line in zip(shares, lines, strict=True) if not scope.covers(line))


@given(lines=LINES, rate=st.integers(1, 10_000))
def test_a_percentage_is_within_half_a_cent_of_the_exact_one(lines, rate):
    shares = discounts(lines, scope=Scope(), value=Value(rate=rate), left_cents=None)
    exact = sum(line.cents for line in lines if line.discountable) * rate
    assert abs(sum(shares) * 10_000 - exact) <= 5_000


@pytest.mark.parametrize(
    ("value", "left", "expected"),
    [
        (Value(rate=1_000), None, [2_000, 1_000]),
        (Value(rate=10_000), None, [20_000, 10_000]),
        (Value(cents=5_000), None, [3_333, 1_667]),
        (Value(cents=90_000), None, [20_000, 10_000]),
        (Value(rate=1_000), 1_000, [667, 333]),
        (Value(rate=1_000), 0, [0, 0]),
    ],
)
def test_discount_is_shared_by_largest_remainder_and_capped(value, left, expected):
    lines = [Priced("ticket", "a", 20_000), Priced("ticket", "b", 10_000), Priced("dues", "c", 5_000, False, False)]
    assert discounts(lines, scope=Scope(), value=value, left_cents=left) == [*expected, 0]


def test_half_a_cent_goes_up():
    assert discounts([Priced("ticket", "a", 5)], scope=Scope(), value=Value(rate=1_000), left_cents=None) == [1]


@pytest.mark.parametrize("typed", ["bienvenue", "BIENVENUE", " bien-venue ", "B1ENVENUE"])
def test_codes_that_read_the_same_are_the_same(typed):
    assert key_of(typed) == key_of("BIENVENUE")


@pytest.mark.parametrize(("code", "right"), [("ABCD", True), ("ABC", False), ("A-B-C", False), ("ÉTÉ2", False)])
def test_a_code_has_four_plain_letters_at_least(code, right):
    assert is_code(code) is right
    assert written(" abc - de f ") == "ABC-DEF"


NOON = datetime(2026, 8, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Standing.LIVE),
        ({"enabled": False}, Standing.OFF),
        ({"archived": True}, Standing.OFF),
        ({"starts_at": NOON}, Standing.LIVE),
        ({"starts_at": NOON + timedelta(microseconds=1)}, Standing.COMING),
        ({"ends_at": NOON}, Standing.ENDED),
        ({"ends_at": NOON + timedelta(microseconds=1)}, Standing.LIVE),
    ],
)
def test_a_code_is_live_from_its_start_until_its_end(changes, expected):
    given_ = {"enabled": True, "archived": False, "starts_at": None, "ends_at": None} | changes
    assert standing(**given_, at=NOON) is expected


def window(until, public=20_000, member=10_000):
    return PriceWindow(until, public, member)


# 1 November 2026, 2 a.m. happens twice in Montréal; 8 March 2026, 2 a.m. never does.
@pytest.mark.parametrize(
    "until",
    [
        datetime(2026, 8, 16, tzinfo=MONTREAL),
        datetime(2026, 11, 1, 1, 30, tzinfo=MONTREAL, fold=0),
        datetime(2026, 11, 1, 1, 30, tzinfo=MONTREAL, fold=1),
        datetime(2026, 3, 8, 2, 30, tzinfo=MONTREAL),
    ],
)
def test_a_window_ends_at_its_instant_whatever_the_clocks_do(until):
    windows = windows_of([window(until).as_data()])
    instant = until.astimezone(UTC)
    assert window_at(windows, at=instant - timedelta(microseconds=1)) == windows[0]
    assert window_at(windows, at=instant) is None


def test_both_hours_of_the_night_when_clocks_go_back_are_told_apart():
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=MONTREAL, fold=fold) for fold in (0, 1))
    windows = [window(second, public=2), window(first, public=1)]
    between = first.astimezone(UTC) + timedelta(minutes=30)
    assert [window_at(windows, at=at).public_cents for at in (first.astimezone(UTC) - timedelta(1), between)] == [1, 2]


@given(
    days=st.lists(st.integers(1, 300), unique=True, max_size=4),
    at=st.integers(0, 301),
    is_member=st.booleans(),
)
def test_the_price_is_the_first_step_and_steps_follow_in_time(days, at, is_member):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    windows = [window(start + timedelta(days=day), 1_000 + day, 500 + day) for day in days]
    now = start + timedelta(days=at)

    shown = steps(windows, regular_cents=7, is_member=is_member, at=now)

    found = window_at(windows, at=now)
    assert shown[0].cents == (found.cents(is_member=is_member) if found else 7)
    ends = [step.until for step in shown[:-1]]
    assert (shown[-1].until, ends) == (None, sorted(ends))
    assert all(end > now for end in ends)


def test_windows_end_within_the_sale_each_at_its_own_instant():
    opens, closes = NOON, NOON + timedelta(days=10)
    middle = NOON + timedelta(days=5)
    assert windows_fit([window(middle)], opens_at=opens, closes_at=closes)
    for wrong in ([window(opens)], [window(closes)], [window(middle), window(middle)]):
        assert not windows_fit(wrong, opens_at=opens, closes_at=closes)
