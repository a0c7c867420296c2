"""What the colloquium holds of a person: their tickets."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.colloquium.models import Speaker, Ticket, TicketState
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Kept


def preview(person: User, on: date) -> Iterator[Fate]:
    if coming := _coming(person, on).count():
        yield Ends(_("Tickets to come: they are without a name, and their code is dead"), coming)
    past = Ticket.objects.filter(person=person).exclude(pk__in=_coming(person, on))
    if number := past.count():
        yield Kept(_("Tickets of past editions, without a name"), number, _("They make past numbers true."))
    if number := _spoken(person).count():
        why = _("A programme says who spoke; ask the person in charge to hide it.")
        yield Kept(_("Speakers of this name in published programmes"), number, why)


def erase(person: User, by: Actor, at: datetime) -> None:
    """Whoever paid for a ticket to come may name somebody else; the code that the person had opens nothing."""
    coming = list(_coming(person, localdate(at)))
    for ticket in coming:
        log(ticket, "privacy.end", by=by, at=at)
    rows = Ticket.objects.filter(pk__in=[ticket.pk for ticket in coming])
    rows.update(person=None, secret_version=F("secret_version") + 1, secret_hash="")


def _coming(person: User, on: date) -> "QuerySet[Ticket]":
    live = Ticket.objects.filter(person=person, colloquium__ends_on__gt=on)
    return live.exclude(state=TicketState.CANCELLED)


def _spoken(person: User) -> "QuerySet[Speaker]":
    return Speaker.objects.filter(name__iexact=f"{person.given_name} {person.family_name}".strip() or "-")


def tickets(person: User) -> Iterator[Mapping[str, Any]]:
    for ticket in Ticket.objects.filter(person=person).select_related("colloquium", "ticket_type").order_by("pk"):
        yield {
            "id": str(ticket.uuid),
            "colloquium": ticket.colloquium.title,
            "ticket_type": ticket.ticket_type.name,
            "state": str(ticket.get_state_display()),
            "created_at": ticket.created_at,
        }


def attending(since: date) -> "QuerySet[Any]":
    return Ticket.objects.filter(created_at__date__gte=since, person__isnull=False).values("person")


ACTIVITIES = [attending]
ERASURES = [Erasure(preview, erase, speaks_for=("registrations.ticket.person",))]
EXPORTS = [
    Export(
        "tickets",
        _("Your tickets"),
        tickets,
        columns={"colloquium": _("Colloquium"), "ticket_type": _("Ticket type"), "state": _("State")},
        correct="colloquium:my_tickets",
    )
]
