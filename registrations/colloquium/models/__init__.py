"""The colloquium: what is sold, and what is on."""

from registrations.colloquium.models.editions import Colloquium, ColloquiumMode
from registrations.colloquium.models.programme import Room, Slot, Speaker, Workshop, WorkshopKind
from registrations.colloquium.models.tickets import Ticket, TicketState, TicketType

__all__ = [
    "Colloquium",
    "ColloquiumMode",
    "Room",
    "Slot",
    "Speaker",
    "Ticket",
    "TicketState",
    "TicketType",
    "Workshop",
    "WorkshopKind",
]
