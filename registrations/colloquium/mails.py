"""What the colloquium says by mail."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.association.queries import association
from registrations.calendars.rules import KEPT_AFTER
from registrations.colloquium.asking import questions_waiting
from registrations.colloquium.models import Colloquium, Ticket, TicketState
from registrations.colloquium.places import live_places
from registrations.messages.calendar import Entry, Method, Party, calendar_file, content_type
from registrations.messages.registry import Attachment, Mail, MailKind
from registrations.orders.models import Order
from registrations.people.models import User

OPENS, CLOSES = time(8, 30), time(17)
"""Hours of a day whose programme is not published yet."""


def ticket_confirmed(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """The seat is theirs: what, when, where, and the days in their calendar."""
    ticket = Ticket.objects.select_related("colloquium", "ticket_type", "person").filter(uuid=about).first()
    if ticket is None or ticket.person is None or ticket.state != TicketState.CONFIRMED:
        return None
    edition = ticket.colloquium
    return Mail(
        subject=_("You are registered: %(title)s") % {"title": edition.title},
        paragraphs=[
            _("Your seat is confirmed. Add the attached file to your calendar: it holds each day of the colloquium."),
            _("Your ticket is personal. You find it, with the programme, on the page below."),
            *questions_waiting(ticket),
        ],
        facts=[
            (_("Colloquium"), edition.title),
            (_("Ticket"), ticket.ticket_type.name),
            (_("Dates"), dates(edition)),
            (_("Place"), place(edition)),
        ],
        action=(_("See the programme"), f"{settings.SITE_URL}/colloque/{edition.slug}/"),
        reason=_("You receive this message because a ticket for this colloquium is in your name."),
        attachments=[Attachment("quariera.ics", calendar_of(ticket), content_type(Method.REQUEST))],
    )


def passed_on(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """To whoever had the place before: it is somebody else's now. Nothing says whose."""
    ticket = Ticket.objects.select_related("colloquium", "ticket_type").filter(uuid=about).first()
    if ticket is None:
        return None
    return Mail(
        subject=_("Your place was given to a colleague: %(title)s") % {"title": ticket.colloquium.title},
        paragraphs=[
            _("The person who ordered your place has named somebody else. Your ticket is not valid any more."),
            _("Remove its days from your calendar. If it is a mistake, speak to your registrar."),
        ],
        facts=[(_("Colloquium"), ticket.colloquium.title), (_("Ticket"), ticket.ticket_type.name)],
        action=(_("See the programme"), f"{settings.SITE_URL}/colloque/{ticket.colloquium.slug}/"),
        reason=_("You receive this message because a ticket for this colloquium was in your name."),
    )


def places_to_name(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """To whoever ordered places that nobody has yet, two weeks before."""
    order = Order.objects.filter(uuid=about).first()
    places = [place for place in live_places(order) if place.person_id is None] if order else []
    if not order or not places:
        return None
    edition = places[0].colloquium
    return Mail(
        subject=_("Places without a name: %(title)s") % {"title": edition.title},
        paragraphs=[
            _("The colloquium is near, and places that you ordered have no name yet."),
            _("Say who will take them: each person then receives their ticket by e-mail."),
        ],
        facts=[
            (_("Order no."), order.code),
            (_("Places without a name"), str(len(places))),
            (_("Names can change until"), date_format(edition.last_day_for_names, "DATE_FORMAT")),
        ],
        action=(_("Name the places"), f"{settings.SITE_URL}/colloque/commandes/{order.code}/places/"),
        reason=_("You receive this message because you placed this order."),
    )


def dates(edition: Colloquium) -> str:
    """From the first day to the last, spelled."""
    first, last = edition.starts_on, edition.ends_on - timedelta(days=1)
    if first == last:
        return date_format(first, "DATE_FORMAT")
    spelled = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    return _("from %(first)s to %(last)s") % spelled


def place(edition: Colloquium) -> str:
    """Where: the venue, online, or both."""
    return edition.venue or str(edition.get_mode_display())


def calendar_of(ticket: Ticket) -> bytes:
    """One event per day, from the first slot of the programme to the last."""
    person, sender = ticket.person, association()
    if person is None:
        raise ValueError("The calendar of a ticket is for the person named on it.")
    organiser = Party(sender.sender_name or sender.name, sender.sender_email or settings.DEFAULT_FROM_EMAIL)
    attendee = Party(person.get_full_name(), person.address)
    return calendar_file(_days(ticket), method=Method.REQUEST, organiser=organiser, attendee=attendee)


def _days(ticket: Ticket) -> list[Entry]:
    edition = ticket.colloquium
    count = (edition.ends_on - edition.starts_on).days
    hours: dict[object, tuple[datetime, datetime]] = {}
    for slot in edition.slots.order_by("starts_at"):
        day = slot.starts_at.astimezone(make_aware(datetime.combine(edition.starts_on, OPENS)).tzinfo).date()
        first, last = hours.get(day, (slot.starts_at, slot.ends_at))
        hours[day] = (min(first, slot.starts_at), max(last, slot.ends_at))
    entries = []
    for number in range(count):
        day = edition.starts_on + timedelta(days=number)
        usual = make_aware(datetime.combine(day, OPENS)), make_aware(datetime.combine(day, CLOSES))
        starts_at, ends_at = hours.get(day, usual)
        entries.append(
            Entry(
                uid=f"{ticket.uuid}-{number}@axtra",
                sequence=0,
                stamp=ticket.created_at,
                starts_at=starts_at,
                ends_at=ends_at,
                summary=edition.title,
                place=place(edition),
                url=f"{settings.SITE_URL}/colloque/{edition.slug}/",
            )
        )
    return entries


def feed_entries(person: User, at: datetime) -> Iterator[Entry]:
    """The days of the editions for which somebody has a ticket, for their own feed."""
    rows = Ticket.objects.filter(person=person, state=TicketState.CONFIRMED, historical=False)
    rows = rows.filter(colloquium__ends_on__gt=localdate(at - KEPT_AFTER)).select_related("colloquium")
    for ticket in rows.order_by("pk"):
        yield from _days(ticket)


MAIL_KINDS = {
    "ticket-confirmed": MailKind(gettext_lazy("Ticket confirmed"), ticket_confirmed),
    "ticket-passed-on": MailKind(gettext_lazy("Ticket given to somebody else"), passed_on),
    "places-to-name": MailKind(gettext_lazy("Places to be named"), places_to_name),
}
