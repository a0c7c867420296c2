"""What a code takes off, and what a price is at an instant: from facts in hand, to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from registrations.actors import Actor, Role
from registrations.money import half_up, share_out

WHOLE = 10_000
"""A hundred percent, in hundredths of a percent."""

MOST_GUESSES = 10
GUESS_SECONDS = 3600
MOST_CODES = 500
MOST_WINDOWS = 4

LIKENESSES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def key_of(code: str) -> str:
    """What makes a code the same: its letters and digits, capitals alike, O read as 0, I and L as 1."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum()).translate(LIKENESSES)


def written(code: str) -> str:
    """A code as it is shown: capitals, without spaces around."""
    return "-".join("".join(part.split()) for part in code.upper().split("-") if part.strip())


def is_code(code: str) -> bool:
    """Letters, digits and hyphens; four of them at least must tell codes apart."""
    plain = code.replace("-", "")
    return plain.isascii() and plain.isalnum() and len(plain) >= 4 and len(code) <= 20


def may_keep(by: Actor) -> bool:
    """Codes are made and followed by accounting and the event lead."""
    return by.has(Role.ACCOUNTING, Role.EVENT_LEAD)


class Audience(StrEnum):
    """Whose price a code lowers."""

    MEMBERS = "members"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a code is for: empty kinds, items or audience leave none out."""

    kinds: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    audience: str = ""

    def covers(self, line: "Priced") -> bool:
        """Whether it may lower this line."""
        return (
            line.discountable
            and (not self.kinds or line.kind in self.kinds)
            and (not self.items or line.item in self.items)
            and (not self.audience or line.is_member == (self.audience == Audience.MEMBERS))
        )


@dataclass(frozen=True, slots=True)
class Priced:
    """A line before its discount; `cents` is quantity times price."""

    kind: str
    item: str
    cents: int
    is_member: bool = False
    discountable: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """What a code takes off: an amount off the whole order, or hundredths of a percent of the lines it covers."""

    cents: int | None = None
    rate: int | None = None

    def off(self, covered_cents: int) -> int:
        """Half up; never more than what it covers."""
        wanted = half_up(covered_cents, self.rate, WHOLE) if self.rate is not None else self.cents or 0
        return min(wanted, covered_cents)


def discounts(lines: Sequence[Priced], *, scope: Scope, value: Value, left_cents: int | None) -> list[int]:
    """What is taken off each line: its share of the discount, by largest remainder, never more than the line.

    `left_cents` is what is left of the budget (None: no budget); the discount is capped by it.
    """
    covered = [line.cents if scope.covers(line) else 0 for line in lines]
    off = value.off(sum(covered))
    return share_out(off if left_cents is None else min(off, max(left_cents, 0)), covered)


class Standing(StrEnum):
    """Where a code stands at an instant."""

    OFF = "off"
    COMING = "coming"
    LIVE = "live"
    ENDED = "ended"


def standing(
    *, enabled: bool, archived: bool, starts_at: datetime | None, ends_at: datetime | None, at: datetime
) -> Standing:
    """`ends_at` is the first instant without it; what is off or archived is as if it had never been."""
    if archived or not enabled:
        return Standing.OFF
    if starts_at and at < starts_at:
        return Standing.COMING
    return Standing.ENDED if ends_at and at >= ends_at else Standing.LIVE


@dataclass(frozen=True, slots=True)
class PriceWindow:
    """A price, for everybody and for members, until an instant: the first one without it, kept in UTC.

    Python compares two instants of one zone by their clocks, so it would not tell apart the two hours of a night in
    which the clocks go back.
    """

    until: datetime
    public_cents: int
    member_cents: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "until", self.until.astimezone(UTC))

    def cents(self, *, is_member: bool) -> int:
        return self.member_cents if is_member else self.public_cents

    def as_data(self) -> dict[str, Any]:
        """What a row keeps."""
        return {"until": self.until.isoformat(), "public_cents": self.public_cents, "member_cents": self.member_cents}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "PriceWindow":
        return cls(datetime.fromisoformat(data["until"]), data["public_cents"], data["member_cents"])


def windows_of(data: Iterable[Mapping[str, Any]]) -> list[PriceWindow]:
    """The windows that a row keeps, the first to end first."""
    return sorted((PriceWindow.of(each) for each in data), key=lambda window: window.until)


def window_at(windows: Iterable[PriceWindow], *, at: datetime) -> PriceWindow | None:
    """The window that gives the price at an instant: the first that has not ended; None: the regular price."""
    return min((window for window in windows if at < window.until), key=lambda window: window.until, default=None)


def windows_fit(windows: Sequence[PriceWindow], *, opens_at: datetime, closes_at: datetime) -> bool:
    """Each ends within the sale, and no two at the same instant."""
    ends = [window.until for window in windows]
    return len(set(ends)) == len(ends) <= MOST_WINDOWS and all(opens_at < end < closes_at for end in ends)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a price that changes by date: `until` is None for the last, the regular price."""

    until: datetime | None
    cents: int


def steps(windows: Iterable[PriceWindow], *, regular_cents: int, is_member: bool, at: datetime) -> list[Step]:
    """The prices from an instant on, the one in force first; one step alone never changes."""
    coming = sorted((window for window in windows if at < window.until), key=lambda window: window.until)
    return [*(Step(w.until, w.cents(is_member=is_member)) for w in coming), Step(None, regular_cents)]
