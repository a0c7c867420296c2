"""Days and instants, on Montréal's clocks."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from registrations.folding import folded
from registrations.imports.rules.cells.words import Cell

MONTREAL = ZoneInfo("America/Toronto")
MONTHS = {
    folded(name): number
    for number, name in enumerate(
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
        start=1,
    )
} | {"decembre": 12}
DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
)
HOUR = re.compile(r"(?P<h>\d{1,2})\s*(?::|h)\s*(?P<min>\d{2})?(?::\d{2})?", re.IGNORECASE)


def _expect_not_a_serial(text: str) -> None:
    """A spreadsheet keeps a date as the number of days since 1900, and gives that number when the cell is no date."""
    if re.fullmatch(r"[2-6]\d{4}(?:\.\d+)?", text):
        day = (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat()
        said = {"value": text[:20], "day": day}
        raise ValueError(_("“%(value)s” is a number (the day %(day)s): give this cell the format of a date") % said)


class Day(Cell):
    """2026-09-21, 21/09/2026 or 21 septembre 2026."""

    def read(self, text: str) -> date:
        for form in DAY_FORMS:
            if found := form.fullmatch(text.partition(" 00:00")[0]):
                return self._date(text, *(int(found[part]) for part in "ymd"))
        parts = folded(text.replace("1er", "1")).split()
        if len(parts) == len("dmy") and parts[1] in MONTHS and parts[0].isdigit() and parts[2].isdigit():
            return self._date(text, int(parts[2]), MONTHS[parts[1]], int(parts[0]))
        return self._refuse(text)

    def _date(self, text: str, year: int, month: int, day: int) -> date:
        try:
            found = date(year, month, day)
        except ValueError:
            return self._refuse(text)
        return found if 1900 <= found.year <= 2100 else self._refuse(text)

    def _refuse(self, text: str) -> date:
        _expect_not_a_serial(text)
        raise ValueError(_("“%(value)s” is not a date: write 2026-09-21") % {"value": text[:40]})

    def written(self, value: Any) -> str:
        return value.isoformat() if value else ""


class Instant(Cell):
    """2026-09-21 13:30 or 21 septembre 2026 13 h 30, on Montréal's clocks."""

    def read(self, text: str) -> datetime:
        found = re.fullmatch(r"(?P<day>.*?)[\sT,]+(?:à\s+)?(?P<hour>\d{1,2}\s*(?::|h).*)", text)
        hour = HOUR.fullmatch(found["hour"].strip()) if found else None
        if not found or not hour:
            return self._refuse(text)
        day = Day().read(found["day"])
        return self._on_the_clock(text, day, int(hour["h"]), int(hour["min"] or 0))

    def _on_the_clock(self, text: str, day: date, hour: int, minute: int) -> datetime:
        if hour > 23 or minute > 59:
            return self._refuse(text)
        local = datetime.combine(day, time(hour, minute), tzinfo=MONTREAL)
        if local.astimezone(ZoneInfo("UTC")).astimezone(MONTREAL).replace(fold=0) != local:
            raise ValueError(_("“%(value)s” does not exist: clocks skip that hour") % {"value": text[:40]})
        return local

    def _refuse(self, text: str) -> datetime:
        _expect_not_a_serial(text)
        raise ValueError(_("“%(value)s” is not a date and an hour: write 2026-09-21 13:30") % {"value": text[:40]})

    def written(self, value: Any) -> str:
        return f"{value.astimezone(MONTREAL):%Y-%m-%d %H:%M}" if value else ""
