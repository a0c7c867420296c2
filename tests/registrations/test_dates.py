"""Dates and hours as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from registrations.dates import (
    MONTREAL,
    holidays,
    is_working_day,
    spelled_day,
    spelled_duration,
    spelled_instant,
    spelled_period,
    spelled_time,
    spelled_until,
    working_days_after,
)

NINE = datetime(2021, 2, 16, 14, tzinfo=UTC)
NOON = datetime(2021, 2, 16, 17, tzinfo=UTC)
HALF_PAST_ONE = datetime(2021, 7, 16, 17, 30, tzinfo=UTC)  # summer time


def test_spelled_day_in_french():
    assert spelled_day(date(2021, 2, 16), "fr") == "mardi 16\u00a0février\u00a02021"


def test_spelled_day_on_the_first_in_french():
    assert spelled_day(date(2021, 3, 1), "fr", weekday=False) == "1er\u00a0mars\u00a02021"


def test_spelled_day_in_english():
    assert spelled_day(date(2021, 2, 16), "en") == "Tuesday, February 16, 2021"


def test_spelled_time_on_the_hour():
    assert [spelled_time(NINE, language) for language in ("fr", "en")] == ["9\u00a0h", "9\u00a0a.m."]


def test_spelled_time_in_summer():
    assert [spelled_time(HALF_PAST_ONE, language) for language in ("fr", "en")] == [
        "13\u00a0h\u00a030",
        "1:30\u00a0p.m.",
    ]


def test_spelled_instant_with_zone():
    assert spelled_instant(NINE, "fr", zone=True) == "mardi 16\u00a0février\u00a02021 à 9\u00a0h (heure de Montréal)"
    assert spelled_instant(NINE, "en") == "Tuesday, February 16, 2021 at 9\u00a0a.m."


def test_spelled_period_in_one_day():
    assert spelled_period(NINE, NOON, "fr", zone=True) == (
        "mardi 16\u00a0février\u00a02021, de 9\u00a0h à 12\u00a0h (heure de Montréal)"
    )
    assert spelled_period(NINE, NOON, "en") == "Tuesday, February 16, 2021, 9\u00a0a.m. to 12\u00a0p.m."


def test_spelled_period_over_days():
    assert spelled_period(NINE, datetime(2021, 2, 19, 21, tzinfo=UTC), "fr") == (
        "du mardi 16\u00a0février\u00a02021 à 9\u00a0h au vendredi 19\u00a0février\u00a02021 à 16\u00a0h"
    )


def test_spelled_duration():
    spelled = {
        minutes: (spelled_duration(minutes, "fr"), spelled_duration(minutes, "en")) for minutes in (45, 60, 90, 180)
    }

    assert spelled == {
        45: ("45\u00a0minutes", "45\u00a0minutes"),
        60: ("1\u00a0heure", "1\u00a0hour"),
        90: ("1\u00a0h\u00a030", "1\u00a0h\u00a030\u00a0min"),
        180: ("3\u00a0heures", "3\u00a0hours"),
    }


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, ["01-01", "04-18", "04-21", "05-19", "06-24", "07-01", "09-01", "10-13", "12-25"]),
        (2026, ["01-01", "04-03", "04-06", "05-18", "06-24", "07-01", "09-07", "10-12", "12-25"]),
        (2027, ["01-01", "03-26", "03-29", "05-24", "06-24", "07-01", "09-06", "10-11", "12-25"]),
    ],
)
def test_holidays_of_quebec(year, days):
    assert sorted(holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in days]


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-10-06T09:00-04:00", "2026-10-09T09:00-04:00"),  # Tuesday to Friday
        ("2026-10-09T09:00-04:00", "2026-10-15T09:00-04:00"),  # over a weekend and Thanksgiving
        ("2026-10-10T23:30-04:00", "2026-10-15T23:30-04:00"),  # from a Saturday
        ("2026-10-30T09:00-04:00", "2026-11-04T09:00-05:00"),  # over the change of clocks: the same hour
        ("2026-04-02T16:00-04:00", "2026-04-09T16:00-04:00"),  # over Easter
    ],
)
def test_three_working_days_later(at, until):
    assert working_days_after(datetime.fromisoformat(at), 3) == datetime.fromisoformat(until)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.integers(1, 10))
def test_working_days_later_is_a_working_day_with_as_many_between(at, count):
    first, last = at.astimezone(MONTREAL).date(), working_days_after(at, count).astimezone(MONTREAL).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(last)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 8, 16, tzinfo=MONTREAL), "15\u00a0août\u00a02026"),
        (datetime(2026, 8, 15, 17, tzinfo=MONTREAL), "15\u00a0août\u00a02026 à 17\u00a0h"),
    ],
)
def test_spelled_until_says_the_last_day_or_moment(at, expected):
    assert spelled_until(at, "fr") == expected


def test_months_in_french_have_no_capital():
    """A sentence of ours with the name of a month would replace Django's everywhere."""
    with override("fr"):
        written = [date_format(date(2021, month, 6), "DATE_FORMAT") for month in range(1, 13)]
    assert written == [text.lower() for text in written]
