"""Tickets of the past, recorded as they were: nothing sold, nothing sent, no window checked."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.colloquium.errors import AlreadyHasTicket
from registrations.colloquium.models import Ticket, TicketState, TicketType
from registrations.colloquium.rules import may_manage
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.seats.actions import Holder, add_seats


@transaction.atomic
def record_ticket(
    *, ticket_type: TicketType, person: User, state: str, created_at: datetime, by: Actor, at: datetime
) -> Ticket:
    """A ticket that was given before; its seat is counted even when the pool was smaller. Raises `AlreadyHasTicket`."""
    if not may_manage(by):
        raise Forbidden()
    ticket = Ticket(
        colloquium_id=ticket_type.colloquium_id,
        ticket_type=ticket_type,
        person=person,
        state=state,
        created_at=created_at,
        historical=True,
    )
    with constraint_means(Ticket, "ticket_one_live_per_person", AlreadyHasTicket()):
        ticket.save(force_insert=True)
    if state == TicketState.CONFIRMED:
        add_seats(ticket_type.pool_id, holder=Holder.of(ticket))
    log(ticket, "colloquium.record-ticket", by=by, at=at, state=state)
    return ticket
