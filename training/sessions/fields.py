"""A field for meetings: one a line."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from registrations.dates import MONTREAL
from registrations.folding import folded
from training.sessions.rules import Period

LINE = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[ ,]+(?P<h1>\d{1,2})(?::|\s*h\s*)(?P<m1>\d{2})?\s*(?:-|–|à|\s)\s*"
    r"(?P<h2>\d{1,2})(?::|\s*h\s*)(?P<m2>\d{2})?(?:\s*;\s*(?P<place>.+))?"
)

MANDATORY = frozenset({"obligatoire", "mandatory"})


class MeetingsField(forms.CharField):
    """« 2026-10-20 9:00 - 12:00 ; Salle 2 » on each line, on Montréal's clocks; the value is a list of periods."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_spelled, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [self._period(line.strip()) for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def _period(self, line: str) -> Period:
        found = LINE.fullmatch(line)
        try:
            return _read(found) if found else self._refuse(line)
        except ValueError:
            return self._refuse(line)

    def _refuse(self, line: str) -> Period:
        raise forms.ValidationError(
            _("“%(line)s” is not a meeting: write 2026-10-20 9:00 - 12:00"), params={"line": line[:60]}
        )


def _read(found: re.Match[str]) -> Period:
    day = parse_date(found["day"])
    if day is None:
        raise ValueError(found["day"])
    start, end = (
        datetime.combine(day, time(int(found[f"h{n}"]), int(found[f"m{n}"] or 0)), tzinfo=MONTREAL) for n in (1, 2)
    )
    return Period(start, end, **_said_of(found["place"] or ""))


def _said_of(text: str) -> dict[str, Any]:
    """What follows the hours, in any order but for the place before the part."""
    said: dict[str, Any] = {}
    for piece in filter(None, (piece.strip() for piece in text.split(";"))):
        if folded(piece) in MANDATORY:
            said["mandatory"] = True
        elif "://" in piece:
            said["join_url"] = forms.URLField(max_length=200, assume_scheme="https").clean(piece)
        elif "place" not in said:
            said["place"] = piece.strip("-")[:200]
        else:
            said["part"] = piece[:80]
    return said


def _spelled(period: Period) -> str:
    start, end = (at.astimezone(MONTREAL) for at in (period.starts_at, period.ends_at))
    line = f"{start:%Y-%m-%d} {start.hour}:{start:%M} - {end.hour}:{end:%M}"
    more = [period.place or "-" if period.part else period.place, period.part, period.join_url]
    return " ; ".join(filter(None, [line, *more, "obligatoire" if period.mandatory else ""]))
