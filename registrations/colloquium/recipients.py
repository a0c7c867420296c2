"""Who holds tickets, for whoever writes to them."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from registrations.colloquium.models import Ticket
from registrations.writings.registry import Addressee, Source, to_person


def _of_tickets(keys: Collection[int], _audience: str, _on: date) -> Mapping[int, list[Addressee]]:
    tickets = Ticket.objects.select_related("person", "colloquium", "ticket_type").filter(pk__in=keys)
    return {t.pk: [to_person(t.person, fields=_said(t))] for t in tickets if t.person}


def _said(ticket: Ticket) -> dict[str, str]:
    return {"colloque": ticket.colloquium.title, "forfait": ticket.ticket_type.name}


SOURCES = {
    "registrations.Ticket": Source(
        _of_tickets, {"colloque": _("title of the colloquium"), "forfait": _("name of the ticket type")}
    )
}
