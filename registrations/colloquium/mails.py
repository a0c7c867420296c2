"""What the colloquium says by mail."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.association.queries import association
from registrations.colloquium.models import Colloquium, Ticket, TicketState
from registrations.messages.calendar import Entry, Method, Party, calendar_file, content_type
from registrations.messages.registry import Attachment, Mail, MailKind

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


MAIL_KINDS = {"ticket-confirmed": MailKind(gettext_lazy("Ticket confirmed"), ticket_confirmed)}
