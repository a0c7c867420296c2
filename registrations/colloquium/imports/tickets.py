"""Importing the tickets of past editions: in historical mode only, since a ticket is otherwise sold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.colloquium.actions import record_ticket
from registrations.colloquium.imports.editions import EditionImport, Known, Slug
from registrations.colloquium.models import Colloquium, Ticket, TicketState, TicketType
from registrations.imports.registry import Column, Lines, Outcome, Values, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Email, Instant, Text
from registrations.people.models import User
from registrations.people.queries import PeopleBook

STATES: dict[str, str] = {"Confirmée": TicketState.CONFIRMED, "Annulée": TicketState.CANCELLED}


class TicketLines(Lines):
    colloquium = Column("Colloque", example="quariera-2021", required=True, cell=Slug("quariera-2021"))
    ticket_type = Column("Forfait", example="quatre-jours", required=True, cell=Slug("quatre-jours"))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", required=True, cell=Email())
    given_name = Column("Prénom", example="Camille", cell=Text(100))
    family_name = Column("Nom", example="Tremblay", cell=Text(100))
    state = Column("État", example="Confirmée", cell=Choice(STATES, empty=TicketState.CONFIRMED))
    created_at = Column("Inscription le", example="2021-01-12 10:15", required=True, cell=Instant())


class TicketImport(EditionImport):
    """Found by edition and person. A ticket that exists is never changed by a file."""

    kind = "tickets"
    label = gettext_lazy("Tickets of past editions")
    lines = TicketLines
    key = ("colloquium", "email", "given_name", "family_name")
    order = 66
    model = Ticket
    natural = ("person_id",)

    def prepare(self, lines: Sequence[Values]) -> Known:
        known = super().prepare(lines)
        types = TicketType.objects.filter(colloquium__in=list(known.editions.values()))
        by_code = {(row.colloquium_id, row.slug): row for row in types}
        known.more = by_code, PeopleBook.load(values["email"] for values in lines)
        return known

    def rows(self, editions: list[Colloquium]) -> Any:
        return Ticket.objects.filter(colloquium__in=editions, person__isnull=False).order_by("pk")

    def person(self, values: Values, known: Known) -> User | None:
        """By address; by name too when the file gives one (an address may be shared)."""
        _types, people = known.more
        if values.get("family_name"):
            found: User | None = people.find(values["email"], values.get("given_name", ""), values["family_name"])
            return found
        owner: User | None = people.owner(values["email"])
        return owner

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:
        types, _people = known.more
        edition, person = known.editions[values["colloquium"]], self.person(values, known)
        if not historical:
            return refused(_("Tickets are imported in historical mode only: others are sold."))
        if (edition.pk, values["ticket_type"]) not in types:
            return refused(_("The ticket type “%(slug)s” is unknown.") % {"slug": values["ticket_type"]})
        if person is None:
            return refused(_("Nobody in the register has the address %(email)s.") % {"email": values["email"]})
        ticket = known.rows.get((edition.pk, person.pk))
        return Outcome(Verdict.SAME if ticket else Verdict.NEW)

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        types, _people = known.more
        edition, person = known.editions[values["colloquium"]], self.person(values, known)
        if person is None:
            raise LookupError(values["email"])
        ticket = record_ticket(
            ticket_type=types[edition.pk, values["ticket_type"]],
            person=person,
            state=values.get("state", TicketState.CONFIRMED),
            created_at=values["created_at"],
            by=by,
            at=at,
        )
        self.remember(known, ticket)
