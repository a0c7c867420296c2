"""What each night compares: checks, added to by the features above in `ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.functional import Promise

SLICES = 7
"""The whole of the books is gone through in as many nights."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The day that is compared, and which orders are looked at: one slice of all and those touched, or the whole."""

    at: datetime
    day: date
    slice: int | None = None
    touched: frozenset[int] = frozenset()

    def orders(self, path: str) -> Q:
        """The condition on the key of an order, by the path that leads to it."""
        if self.slice is None:
            return Q()
        rest = Mod(F(path), SLICES)
        return Q(**{f"{path}__in": self.touched}) | Q(Exact(rest, self.slice))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that does not add up. `key` names it for as long as it lasts; `about` and `pk`, the row to look at."""

    key: str
    name: str
    about: str = ""
    pk: int | None = None
    expected_cents: int | None = None
    found_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """`sentence` says what is wrong, `hint` how it is mended."""

    label: str | Promise
    sentence: str | Promise
    hint: str | Promise
    find: Callable[[Scope], Iterable[Finding]]


CHECKS: dict[str, Check] = {}
"""By the kind of discrepancy."""
