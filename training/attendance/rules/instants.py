"""Instants as video conferences write them: 12 or 24 hours, with the month or the day first."""

import re
from datetime import UTC, datetime

from registrations.dates import MONTREAL

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "janv"),
            ("feb", "fevr", "févr"),
            ("mar", "mars"),
            ("apr", "avr"),
            ("may", "mai"),
            ("jun", "juin"),
            ("jul", "juil"),
            ("aug", "aout", "août"),
            ("sep", "sept"),
            ("oct",),
            ("nov",),
            ("dec", "déc"),
        ),
        start=1,
    )
    for name in names
}
NUMBERS = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})")
MONTH_FIRST = re.compile(r"([^\W\d]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
DAY_FIRST = re.compile(r"(\d{1,2})\s+([^\W\d]{3,9})\.?\s+(\d{4})")
HOUR = re.compile(
    r"(\d{1,2})\s*(?::|h)\s*(\d{2})(?:\s*(?::|min)\s*(\d{2})\s*s?)?\s*([ap])?\.?\s*(?:m\b)?", re.IGNORECASE
)


def instant(text: str, *, day_first: bool) -> datetime | None:
    """02/16/2021 08:55:12 AM, 16/02/2021 8:55:12, 2021-02-16 08 h 55, Feb 16, 2021 8:55 AM; None for anything else.

    On Montréal's clocks, unless it says UTC or ends with Z.
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    day = _day(text, day_first=day_first)
    hour = HOUR.search(text, day[1]) if day else None
    if day is None or hour is None:
        return None
    hours = int(hour[1])
    if hour[4]:
        hours = hours % 12 + (12 if hour[4].lower() == "p" else 0)
    zone = UTC if re.search(r"(Z|UTC|GMT)$", text) else MONTREAL
    try:
        return datetime(*day[0], hours, int(hour[2]), int(hour[3] or 0), tzinfo=zone)
    except ValueError:
        return None


def _day(text: str, *, day_first: bool) -> tuple[tuple[int, int, int], int] | None:
    """Year, month and day, and where the hour begins."""
    if found := NUMBERS.search(text):
        first, second, third = (int(part) for part in found.groups())
        if first > 31:
            return (first, second, third), found.end()
        month, day = (second, first) if day_first else (first, second)
        return (third + 2000 if third < 100 else third, month, day), found.end()
    if found := MONTH_FIRST.search(text):
        return _named(found, found[1], found[2])
    if found := DAY_FIRST.search(text):
        return _named(found, found[2], found[1])
    return None


def _named(found: "re.Match[str]", month: str, day: str) -> tuple[tuple[int, int, int], int] | None:
    number = next((MONTHS[month[:size].lower()] for size in (4, 3) if month[:size].lower() in MONTHS), None)
    return ((int(found[3]), number, int(day)), found.end()) if number else None
