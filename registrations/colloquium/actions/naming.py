"""Naming the people who take the places of an order, until the edition's last day for names."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from registrations.actors import Actor, Role
from registrations.colloquium.errors import AlreadyHasTicket, PlaceGone, TooLateToName
from registrations.colloquium.models import Ticket, TicketState
from registrations.colloquium.places import Verdict, live_places
from registrations.colloquium.rules import named_in_time
from registrations.errors import DomainError, Forbidden, NotFound, constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.errors import MayNotOrderFor
from registrations.orders.models import Order, OrderLine
from registrations.orders.queries import colleagues_of, is_payer, registrar_of
from registrations.orders.rules import may_name
from registrations.people.models import User
from registrations.questions.actions import forget_answers
from registrations.staff.actions import add_colleague


@transaction.atomic
def name_place(*, ticket: Ticket, person: User, by: Actor, at: datetime) -> Ticket:
    """Give a place to a colleague, or to oneself: told once, with a code of their own; a former holder's is dead.

    Raises `AlreadyHasTicket`, `MayNotOrderFor`, `PlaceGone`, `TooLateToName`. The same name again changes nothing.
    """
    if ticket.line is None:
        raise NotFound()
    _check(ticket, person, by=by, at=at)
    User.objects.lock(person.pk, *([ticket.person_id] if ticket.person_id else []))
    Order.objects.select_for_update(no_key=True).get(pk=ticket.line.order_id)
    ticket = Ticket.objects.select_related("colloquium", "ticket_type", "person", "line").get(pk=ticket.pk)
    if ticket.state == TicketState.CANCELLED:
        raise PlaceGone()
    if ticket.person_id != person.pk:
        _give(ticket, person, by=by, at=at)
    return ticket


@transaction.atomic
def name_newcomer(*, ticket: Ticket, given_name: str, family_name: str, email: str, by: Actor, at: datetime) -> Ticket:
    """The same for somebody who is not on the staff list yet of the organisation that pays: they join it."""
    organisation = ticket.line.order.organisation if ticket.line else None
    if organisation is None:
        raise MayNotOrderFor()
    post = add_colleague(
        organisation=organisation, given_name=given_name, family_name=family_name, email=email, by=by, at=at
    )
    return name_place(ticket=ticket, person=post.person, by=by, at=at)


def apply_names(order: Order, verdicts: Sequence[Verdict], *, by: Actor, at: datetime) -> list[Verdict]:
    """Name the unnamed places in their order, one transaction a line; what the world refuses since is said."""
    free = iter([place for place in live_places(order) if place.person_id is None])
    done = []
    for verdict in verdicts:
        if verdict.is_refused:
            done.append(verdict)
            continue
        if (place := next(free, None)) is None:
            done.append(verdict.refused(str(PlaceGone())))
            continue
        try:
            _apply(place, verdict, by=by, at=at)
            done.append(verdict)
        except DomainError as refusal:
            free = iter([place, *free])
            done.append(verdict.refused(str(refusal)))
    return done


def _apply(place: Ticket, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    line = verdict.line
    if verdict.person is not None:
        name_place(ticket=place, person=verdict.person, by=by, at=at)
    else:
        names = {"given_name": line.given_name, "family_name": line.family_name}
        name_newcomer(ticket=place, email=line.email, **names, by=by, at=at)


def _check(ticket: Ticket, person: User, *, by: Actor, at: datetime) -> None:
    on, order = localdate(at), ticket.line.order if ticket.line else None
    if order is None or not (by.has(Role.EVENT_LEAD) or is_payer(order, by, on=on)):
        raise Forbidden()
    managed = registrar_of(by, on=on)
    if not may_name(by, people={person.pk}, colleagues=colleagues_of(managed, on=on) if managed else frozenset()):
        raise MayNotOrderFor()
    last = ticket.colloquium.last_day_for_names
    if not named_in_time(on, last_day=last) and not by.has(Role.EVENT_LEAD):
        raise TooLateToName(last_day=date_format(last, "DATE_FORMAT"))


def _give(ticket: Ticket, person: User, *, by: Actor, at: datetime) -> None:
    before = ticket.person
    ticket.person, ticket.secret_version = person, ticket.secret_version + 1
    if ticket.state == TicketState.CONFIRMED:
        ticket.secret_hash = sha256(ticket.secret.encode()).hexdigest()
    with constraint_means(Ticket, "ticket_one_live_per_person", AlreadyHasTicket()):
        ticket.save(update_fields=["person", "secret_version", "secret_hash"])
    if before is not None:  # also what they answered to questions that are not asked any more
        forget_answers(ticket.uuid)
    _write_attendees(ticket)
    log(ticket, "colloquium.name-ticket", by=by, at=at, again=before is not None)
    if ticket.state != TicketState.CONFIRMED:
        return
    fact = f"{ticket.uuid}:{ticket.secret_version}"
    tell("ticket-confirmed", about=ticket, to=person, at=at, fact=f"ticket-confirmed:{fact}")
    if before:
        tell("ticket-passed-on", about=ticket, to=before, at=at, fact=f"ticket-passed-on:{fact}")


def _write_attendees(ticket: Ticket) -> None:
    """The line says who attends; its invoice, once issued, keeps what it printed."""
    live = Ticket.objects.filter(line=ticket.line, person__isnull=False).exclude(state=TicketState.CANCELLED)
    people = [str(uuid) for uuid in live.order_by("pk").values_list("person__uuid", flat=True)]
    OrderLine.objects.filter(tickets=ticket).update(attendees=people)
