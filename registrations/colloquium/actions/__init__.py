"""What changes the colloquium and its tickets."""

from registrations.colloquium.actions.editions import (
    add_ticket_type,
    change_colloquium,
    change_ticket_type,
    open_colloquium,
    publish_colloquium,
)
from registrations.colloquium.actions.sale import TicketSale

__all__ = [
    "TicketSale",
    "add_ticket_type",
    "change_colloquium",
    "change_ticket_type",
    "open_colloquium",
    "publish_colloquium",
]
