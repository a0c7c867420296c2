"""What changes the colloquium and its tickets."""

from registrations.colloquium.actions.editions import (
    add_ticket_type,
    change_colloquium,
    change_ticket_type,
    open_colloquium,
    publish_colloquium,
)
from registrations.colloquium.actions.naming import apply_names, name_newcomer, name_place
from registrations.colloquium.actions.programme import (
    add_room,
    add_slot,
    add_speaker,
    add_workshop,
    change_programme_item,
    change_workshop,
)
from registrations.colloquium.actions.records import record_ticket
from registrations.colloquium.actions.sale import TicketSale

__all__ = [
    "TicketSale",
    "add_room",
    "add_slot",
    "add_speaker",
    "add_ticket_type",
    "add_workshop",
    "apply_names",
    "change_colloquium",
    "change_programme_item",
    "change_ticket_type",
    "change_workshop",
    "name_newcomer",
    "name_place",
    "open_colloquium",
    "publish_colloquium",
    "record_ticket",
]
