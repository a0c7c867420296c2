"""Numbers, amounts, lengths, coordinates."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from registrations.imports.rules.cells.moments import HOUR
from registrations.imports.rules.cells.words import Cell

SPACES = str.maketrans("", "", " \u00a0\u202f")


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

    def written(self, value: Any) -> str:
        return "" if value is None else f"{value // 100},{value % 100:02d}"


class Hours(Cell):
    """A length in hours, as 3, 1,5 or 1 h 30; the value is whole minutes."""

    def read(self, text: str) -> int:
        if clock := HOUR.fullmatch(text):
            return int(clock["h"]) * 60 + int(clock["min"] or 0)
        amount = text.translate(SPACES).replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", amount):
            raise ValueError(_("“%(value)s” is not a number of hours: write 1,5") % {"value": text[:40]})
        return round(float(amount) * 60)

    def written(self, value: Any) -> str:
        if value is None or value % 60 == 0:
            return "" if value is None else str(value // 60)
        return f"{value // 60} h {value % 60:02d}"


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
