"""How tickets are sold: what orders ask of the colloquium (`SALES["ticket"]`)."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from registrations.actors import Actor
from registrations.colloquium.errors import AlreadyHasTicket, SaleEnded, SaleNotOpen
from registrations.colloquium.models import Ticket, TicketState, TicketType
from registrations.colloquium.queries import may_be_invoiced, price_for, ticket_type_on_sale
from registrations.colloquium.rules import NEXT, Window, window
from registrations.errors import WrongState, constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.models import OrderLine
from registrations.orders.sales import Attendees, Buyer, Locks, Quote
from registrations.people.models import User
from registrations.seats.actions import Holder, keep_each, keep_seats, release_seats, take_each, take_seats
from registrations.seats.errors import Closed, SoldOut
from registrations.states import move


class TicketSale:
    """A ticket is held when ordered, confirmed when paid or invoiced, cancelled when the order ends without money."""

    def quote(self, item: UUID, *, buyer: Buyer, quantity: int, at: datetime) -> Quote:  # noqa: ARG002 - no price by quantity
        ticket_type = ticket_type_on_sale(item, at=at)
        check_window(ticket_type, at=at)
        priced = price_for(ticket_type, buyer=buyer, at=at)
        return Quote(
            unit_price_cents=priced.cents,
            basis=priced.basis,
            description=f"{ticket_type.colloquium.title} – {ticket_type.name}",
            on_account=may_be_invoiced(buyer, on=localdate(at)),
            is_member=priced.basis.is_member,
            accounting_code=ticket_type.accounting_code,
            sold=ticket_type,
            province=ticket_type.colloquium.province,
        )

    def locks(self, line: OrderLine, *, attendees: Attendees = ()) -> Locks:
        people = {person.pk for person in attendees if person}
        if line.pk:
            people |= set(line.tickets.exclude(person=None).values_list("person_id", flat=True))
        return Locks(people=frozenset(people), pools=frozenset({_sold(line).pool_id}))

    def hold(self, line: OrderLine, *, attendees: Attendees, until: datetime | None, by: Actor, at: datetime) -> None:
        ticket_type = _sold(line)
        tickets = [_held(line, ticket_type, person, at=at) for person in attendees]
        take_each(ticket_type.pool_id, holders=[Holder.of(ticket) for ticket in tickets], until=until, at=at)
        with constraint_means(Ticket, "ticket_one_live_per_person", AlreadyHasTicket(), savepoint=False):
            Ticket.objects.bulk_create(tickets)
        for ticket in tickets:
            log(ticket, "colloquium.hold-ticket", by=by, at=at)

    def paid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        held = line.tickets.filter(state=TicketState.HELD)
        if tickets := list(held.select_related("person", "ticket_type")):
            keep_each(tickets[0].ticket_type.pool_id, holders=[Holder.of(ticket) for ticket in tickets])
            _confirm(tickets, by=by, at=at)
        for ticket in tickets:
            if ticket.person:
                tell("ticket-confirmed", about=ticket, to=ticket.person, at=at)

    def unpaid(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        """An invoiced ticket stays confirmed: the invoice is owed again, and reminders follow."""

    def released(self, line: OrderLine, *, by: Actor, at: datetime) -> None:
        for ticket in line.tickets.exclude(state=TicketState.CANCELLED).select_related("ticket_type"):
            release_seats(ticket.ticket_type.pool_id, holder=Holder.of(ticket), at=at)
            _move(ticket, TicketState.CANCELLED, by=by, at=at, secret_hash="")

    def retake(self, line: OrderLine, *, by: Actor, at: datetime) -> bool:
        tickets = list(line.tickets.select_related("ticket_type"))
        try:
            with constraint_means(Ticket, "ticket_one_live_per_person", AlreadyHasTicket()):
                for ticket in tickets:
                    _retake(ticket, by=by, at=at)
        except (SoldOut, Closed, AlreadyHasTicket):
            return False
        return True


def check_window(ticket_type: TicketType, *, at: datetime) -> None:
    """Raise what the sale window says outside of it."""
    state = window(opens_at=ticket_type.opens_at, closes_at=ticket_type.closes_at, at=at)
    if state == Window.COMING:
        opens_on = date_format(localtime(ticket_type.opens_at), "DATETIME_FORMAT")
        raise SaleNotOpen(opens_on=opens_on, opens_at=ticket_type.opens_at.isoformat())
    if state == Window.ENDED:
        raise SaleEnded()


def _sold(line: OrderLine) -> TicketType:
    """What the line is for: as it was quoted while it is being placed, else as it is now."""
    return line.sold if isinstance(line.sold, TicketType) else TicketType.objects.get(uuid=line.item_uuid)


def _held(line: OrderLine, ticket_type: TicketType, person: User | None, *, at: datetime) -> Ticket:
    return Ticket(
        colloquium_id=ticket_type.colloquium_id,
        ticket_type=ticket_type,
        line=line,
        person=person,
        state=TicketState.HELD,
        created_at=at,
    )


def _retake(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Keep the seat that nobody took meanwhile, or take one again. Raises when none is left."""
    pool, holder = ticket.ticket_type.pool_id, Holder.of(ticket)
    if not keep_seats(pool, holder=holder):
        take_seats(pool, holder=holder, at=at)
    if ticket.state == TicketState.CANCELLED:
        _move(ticket, TicketState.HELD, by=by, at=at)


def _confirm(tickets: list[Ticket], *, by: Actor, at: datetime) -> None:
    """Held tickets of one line are confirmed, each with the hash of its secret, by one guarded UPDATE."""
    for ticket in tickets:
        ticket.state, ticket.secret_hash = TicketState.CONFIRMED, sha256(ticket.secret.encode()).hexdigest()
    still_held = Ticket.objects.filter(state=TicketState.HELD)
    if still_held.bulk_update(tickets, ["state", "secret_hash"]) != len(tickets):
        raise WrongState(expected=TicketState.HELD, to=TicketState.CONFIRMED)
    for ticket in tickets:
        log(ticket, "colloquium.confirmed-ticket", by=by, at=at, **{"from": TicketState.HELD})


def _move(ticket: Ticket, to: TicketState, *, by: Actor, at: datetime, **fields: str) -> None:
    move(Ticket.objects.all(), ticket.pk, table=NEXT, from_=ticket.state, to=to, **fields)
    log(ticket, f"colloquium.{to}-ticket", by=by, at=at, **{"from": ticket.state})
