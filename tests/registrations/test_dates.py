"""Dates and hours as people read them."""

from datetime import UTC, date, datetime

from registrations.dates import spelled_day, spelled_duration, spelled_instant, spelled_period, spelled_time

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
