"""Prices, sale windows and states of tickets, from facts in hand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from registrations.actors import Actor, Role
from registrations.promotions.rules import PriceWindow, window_at

NEXT: Mapping[str, frozenset[str]] = {
    "held": frozenset({"confirmed", "cancelled"}),
    "confirmed": frozenset({"cancelled"}),
    # Money that arrives for an expired order takes the seat again.
    "cancelled": frozenset({"held"}),
}


class Basis(StrEnum):
    """Why a price is this one: whose it is, and whether it ends before the sale does."""

    MEMBER = "member"
    PUBLIC = "public"
    MEMBER_EARLY = "member-early"
    PUBLIC_EARLY = "public-early"

    @property
    def is_member(self) -> bool:
        return self in {Basis.MEMBER, Basis.MEMBER_EARLY}

    @property
    def is_early(self) -> bool:
        return self in {Basis.MEMBER_EARLY, Basis.PUBLIC_EARLY}


class Window(StrEnum):
    """Where we stand in a sale."""

    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Price:
    """A price and its basis."""

    cents: int
    basis: Basis


def price(
    *, public_cents: int, member_cents: int, is_member: bool, windows: Iterable[PriceWindow] = (), at: datetime
) -> Price:
    """The member price is for members, everybody else pays the public one; until the end of a window, its own."""
    if window := window_at(windows, at=at):
        return Price(window.cents(is_member=is_member), Basis.MEMBER_EARLY if is_member else Basis.PUBLIC_EARLY)
    return Price(member_cents, Basis.MEMBER) if is_member else Price(public_cents, Basis.PUBLIC)


def window(*, opens_at: datetime, closes_at: datetime, at: datetime) -> Window:
    """`closes_at` is the first instant without sale."""
    if at < opens_at:
        return Window.COMING
    return Window.OPEN if at < closes_at else Window.ENDED


def may_manage(by: Actor) -> bool:
    return by.has(Role.EVENT_LEAD)


def named_in_time(on: date, *, last_day: date) -> bool:
    """The last day is included."""
    return on <= last_day


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One line of a pasted list: who takes a place. `text` is what was typed; without an address it says nothing."""

    number: int
    text: str
    given_name: str = ""
    family_name: str = ""
    email: str = ""


def read_names(text: str, *, at_most: int = 200) -> list[NamedLine]:
    """A name and an address a line, apart by a semicolon, a comma or a tab (as copied from a spreadsheet).

    The name is in one cell, its last word being the family name, or in two.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:at_most]
    return [_read_name(number, line) for number, line in enumerate(lines, start=1)]


def _read_name(number: int, line: str) -> NamedLine:
    cells = [cell.strip() for cell in re.split(r"[;,\t]", line) if cell.strip()]
    if len(cells) not in (2, 3) or not ADDRESS.fullmatch(cells[-1]):
        return NamedLine(number, line)
    given, family = cells[:2] if len(cells) == 3 else cells[0].rpartition(" ")[::2]
    if not given or not family:
        return NamedLine(number, line)
    return NamedLine(number, line, given[:100], family[:100], cells[-1].lower())


ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
