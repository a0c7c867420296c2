"""Importing an edition: itself, its ticket types, its programme, the tickets of the past."""

from registrations.colloquium.imports.editions import ColloquiumImport, TicketTypeImport
from registrations.colloquium.imports.programme import RoomImport, SlotImport, SpeakerImport
from registrations.colloquium.imports.tickets import TicketImport
from registrations.colloquium.imports.workshops import WorkshopImport

KINDS = (
    ColloquiumImport(),
    TicketTypeImport(),
    RoomImport(),
    SlotImport(),
    SpeakerImport(),
    WorkshopImport(),
    TicketImport(),
)
