"""Prices, sale windows and states of tickets, from facts in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from registrations.actors import Actor, Role

NEXT: Mapping[str, frozenset[str]] = {
    "held": frozenset({"confirmed", "cancelled"}),
    "confirmed": frozenset({"cancelled"}),
    # Money that arrives for an expired order takes the seat again.
    "cancelled": frozenset({"held"}),
}


class Basis(StrEnum):
    """Why a price is this one."""

    MEMBER = "member"
    PUBLIC = "public"


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


def price(*, public_cents: int, member_cents: int, is_member: bool) -> Price:
    """The member price is for members; everybody else pays the public one."""
    return Price(member_cents, Basis.MEMBER) if is_member else Price(public_cents, Basis.PUBLIC)


def window(*, opens_at: datetime, closes_at: datetime, at: datetime) -> Window:
    """`closes_at` is the first instant without sale."""
    if at < opens_at:
        return Window.COMING
    return Window.OPEN if at < closes_at else Window.ENDED


def may_manage(by: Actor) -> bool:
    return by.has(Role.EVENT_LEAD)
