"""What upper features tell promotions: what is sold, by kind and by item, and how an order is shown.

All are filled in `ready()`: promotions know no order.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class OrderShown:
    """An order as the page of a code lists it; the payer's name is in the row that names them."""

    code: str
    state: str | Promise
    total_cents: int
    payer: str
    placed_at: datetime | None
    address: str


PRODUCTS: dict[str, str | Promise] = {}
"""The kinds of line that a code may lower, with their names."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something on sale at an instant, or that will be."""

    kind: str
    uuid: UUID
    label: str


ITEMS: list[Callable[[datetime], list[Item]]] = []
"""What a code may be limited to, and what the team may order for somebody."""


def items(*, at: datetime) -> list[Item]:
    """Everything that is or will be on sale at an instant."""
    return [item for on_sale in ITEMS for item in on_sale(at)]


ORDERS: list[Callable[[Collection[UUID]], dict[UUID, OrderShown]]] = []
"""By uuid, the orders of these that are known."""
