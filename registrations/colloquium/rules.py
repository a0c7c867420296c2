"""Prices, sale windows and states of tickets, from facts in hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
