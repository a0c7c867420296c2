"""What a cell may hold, as django-import-export widgets: text from the file to a value, or a sentence on the refusal.

An empty cell is "" for text and None for the rest; whether it may be empty is the column's business.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from registrations.folding import folded
from registrations.phones import spelled_phone

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
SPACES = str.maketrans("", "", " \u00a0\u202f")


class Cell(Widget):
    """Parent of all: strips, lets empty cells through, and calls `read` on the rest. `read` raises ValueError."""

    empty: Any = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        text = "" if value is None else str(value).strip()
        return self.read(text) if text else self.empty_value()

    def empty_value(self) -> Any:
        return self.empty

    def read(self, text: str) -> Any:
        raise NotImplementedError


class Text(Cell):
    """One line, or several; no longer than the column of the table."""

    empty = ""

    def __init__(self, max_length: int = 200, *, lines: bool = False) -> None:
        super().__init__()
        self.max_length, self.lines = max_length, lines

    def read(self, text: str) -> str:
        kept = text if self.lines else " ".join(text.split())
        if len(kept) > self.max_length:
            raise ValueError(_("at most %(length)s characters, not %(given)s") % self._lengths(kept))
        return kept

    def _lengths(self, text: str) -> dict[str, int]:
        return {"length": self.max_length, "given": len(text)}


class Choice(Cell):
    """One word of a list, whatever its case, accents or plural; `words` maps what one may write to a value."""

    def __init__(self, words: Mapping[str, str], *, empty: str | None = None) -> None:
        super().__init__()
        self.words = {folded(word): value for word, value in words.items()}
        self.shown = list(words)
        self.empty = empty

    def read(self, text: str) -> str:
        if (value := self.words.get(folded(text))) is None:
            choices = ", ".join(f"« {word} »" for word in self.shown[:20])
            raise ValueError(_("“%(value)s” is not one of: %(choices)s") % {"value": text[:60], "choices": choices})
        return value


class YesNo(Choice):
    """*oui* or *non*; an empty cell is *non*."""

    def __init__(self) -> None:
        super().__init__({"oui": "1", "non": "", "o": "1", "n": "", "vrai": "1", "faux": "", "x": "1"})
        self.shown = ["oui", "non"]

    def read(self, text: str) -> Any:
        return bool(super().read(text))

    def empty_value(self) -> bool:
        return False


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
        raise ValueError(_("“%(value)s” is not a date: write 2026-09-21") % {"value": text[:40]})


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
        raise ValueError(_("“%(value)s” is not a date and an hour: write 2026-09-21 13:30") % {"value": text[:40]})


class Whole(Cell):
    """A whole number within bounds."""

    def __init__(self, least: int = 0, most: int = 1_000_000) -> None:
        super().__init__()
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        digits = text.translate(SPACES)
        if not re.fullmatch(r"-?[0-9]{1,9}", digits) or not self.least <= int(digits) <= self.most:
            bounds = {"value": text[:40], "least": self.least, "most": self.most}
            raise ValueError(_("“%(value)s” is not a whole number from %(least)s to %(most)s") % bounds)
        return int(digits)


class Money(Cell):
    """Dollars, as 1 234,56 $ or 1234.56; the value is whole cents."""

    def read(self, text: str) -> int:
        amount = text.translate(SPACES).replace("$", "").replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", amount):
            raise ValueError(_("“%(value)s” is not an amount: write 125,50") % {"value": text[:40]})
        dollars, _dot, cents = amount.partition(".")
        return int(dollars) * 100 + int((cents + "00")[:2])


class Hours(Cell):
    """A length in hours, as 3, 1,5 or 1 h 30; the value is whole minutes."""

    def read(self, text: str) -> int:
        if clock := HOUR.fullmatch(text):
            return int(clock["h"]) * 60 + int(clock["min"] or 0)
        amount = text.translate(SPACES).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", amount):
            raise ValueError(_("“%(value)s” is not a number of hours: write 1,5") % {"value": text[:40]})
        return round(float(amount) * 60)


class Coordinate(Cell):
    """Decimal degrees."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def read(self, text: str) -> Decimal:
        try:
            degrees = Decimal(text.translate(SPACES).replace(",", "."))
        except InvalidOperation:
            degrees = Decimal("NaN")
        if not degrees.is_finite() or abs(degrees) > self.most:
            raise ValueError(_("“%(value)s” is not a coordinate in degrees") % {"value": text[:40]})
        return degrees.quantize(Decimal("0.00001"))


class Email(Cell):
    """An address, in lower case."""

    empty = ""

    def read(self, text: str) -> str:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("“%(value)s” is not an e-mail address") % {"value": text[:80]}) from None
        return text.lower()


class Url(Cell):
    """A web address; `https://` may be left out."""

    empty = ""

    def read(self, text: str) -> str:
        address = text if "://" in text else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ValueError(_("“%(value)s” is not a web address") % {"value": text[:80]}) from None
        if len(address) > 200:
            raise ValueError(_("at most %(length)s characters, not %(given)s") % {"length": 200, "given": len(address)})
        return address


class Phone(Cell):
    """A telephone number of North America, or with its country code; kept as 514 555-0100, poste 12."""

    empty = ""

    def read(self, text: str) -> str:
        if (spelled := spelled_phone(text)) is None:
            raise ValueError(_("“%(value)s” is not a telephone number") % {"value": text[:40]})
        return spelled


class Matching(Cell):
    """Text of one form, given without spaces and in capitals: a postal code, an NEQ."""

    def __init__(self, form: str, example: str, *, written: str = r"\g<0>", empty: str | None = "") -> None:
        super().__init__()
        self.form, self.example, self.written, self.empty = re.compile(form), example, written, empty

    def read(self, text: str) -> str:
        found = self.form.fullmatch(text.translate(SPACES).replace("-", "").upper())
        if not found:
            raise ValueError(_("“%(value)s” has not the form %(example)s") % self._said(text))
        return found.expand(self.written)

    def _said(self, text: str) -> dict[str, str]:
        return {"value": text[:40], "example": self.example}


class Several(Cell):
    """Values separated by a comma, a semicolon or a bar, each read by another cell, each once."""

    def __init__(self, one: Cell, *, most: int = 50) -> None:
        super().__init__()
        self.one, self.most = one, most

    def empty_value(self) -> list[Any]:
        return []

    def read(self, text: str) -> list[Any]:
        found = list(dict.fromkeys(self.one.read(part.strip()) for part in re.split(r"[|,;\n]", text) if part.strip()))
        if len(found) > self.most:
            raise ValueError(_("at most %(most)s values") % {"most": self.most})
        return found


NEQ = Matching(r"[0-9]{10}", "1141234567", empty=None)
POSTAL_CODE = Matching(r"([A-Z][0-9][A-Z])([0-9][A-Z][0-9])", "H2X 1Y4", written=r"\1 \2")


class Domain(Cell):
    """The part of an e-mail address after its sign."""

    def read(self, text: str) -> str:
        domain = text.lower().removeprefix("@")
        if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", domain):
            raise ValueError(_("“%(value)s” is not an e-mail domain: write centre.qc.ca") % {"value": text[:60]})
        return domain
