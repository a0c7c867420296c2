"""What upper apps sell: one entry per kind of line, filled in `ready()`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Model

from registrations.actors import Actor
from registrations.orders.models import LineKind, OrderLine
from registrations.organisations.models import Organisation
from registrations.people.models import User

Attendees = Sequence[User | None]
"""One entry per unit; None is a place still to be named."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who pays, a person or an organisation, and who will attend when it is known."""

    person: User | None = None
    organisation: Organisation | None = None
    attendees: Attendees = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A price and why it is this one.

    `on_account`: this buyer may be invoiced for it and pay later. `is_member`: it is the price of members, for codes
    that are for them or for others. `discountable`: a code may lower it, the team may offer it. `accounting_code`: the
    item's own, in place of that of its kind. `sold`: the item's row, which the line keeps while it is being placed.
    `province`: where it is supplied whoever buys, as the hall of an event; "" when that is where the buyer is.
    """

    unit_price_cents: int
    basis: str
    description: str
    on_account: bool = False
    is_member: bool = False
    discountable: bool = True
    accounting_code: str = ""
    sold: Model | None = None
    province: str = ""


@dataclass(frozen=True, slots=True)
class Locks:
    """What a line needs locked, taken over all lines together: people first, then the order, then pools."""

    people: frozenset[int] = field(default_factory=frozenset)
    pools: frozenset[int] = field(default_factory=frozenset)


class Sale(Protocol):
    """The app that owns a kind of line. Its methods are called inside the transaction of an order's action."""

    def quote(self, item: UUID, *, buyer: Buyer, quantity: int, at: datetime) -> Quote:
        """The price for this buyer. Raises a refusal when it is not on sale to them."""

    def locks(self, line: OrderLine, *, attendees: Attendees = ()) -> Locks:
        """`attendees` is given when the line is being placed; later the sale knows them by its own rows."""

    def hold(self, line: OrderLine, *, attendees: Attendees, until: datetime | None, by: Actor, at: datetime) -> None:
        """Hold the seats until an instant, or for good when `until` is None. Raises when none is left."""

    def retake(self, line: OrderLine, *, by: Actor, at: datetime) -> bool:
        """Take again what an expired order had; all or nothing, False when it is gone."""

    def paid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """It is paid, or invoiced: confirm. Doing it twice changes nothing; never raises for lack of seats."""

    def unpaid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """The money of an invoiced line went back: it is owed again. Doing it twice changes nothing."""

    def released(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """Cancelled or expired: give everything back. Doing it twice changes nothing."""


SALES: dict[LineKind, Sale] = {}
