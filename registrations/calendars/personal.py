"""What the feeds hold of a person: the addresses that were made for their calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.calendars.models import CalendarFeed
from registrations.people.models import User
from registrations.people.registry import Merge
from registrations.privacy.registry import Erasure, Export, Fate, Gone


def preview(person: User, _on: date) -> Iterable[Fate]:
    if number := CalendarFeed.objects.filter(person=person).count():
        yield Gone(_("Calendar addresses: they open nothing any more"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    CalendarFeed.objects.filter(person=person).delete()


def rows(person: User) -> Iterable[Mapping[str, Any]]:
    for feed in CalendarFeed.objects.filter(person=person).order_by("pk"):
        yield {"created_at": feed.created_at, "revoked_at": feed.revoked_at}


def _move(_kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """Whoever holds the address of a record that is dropped reads nothing of the one that is kept."""
    CalendarFeed.objects.filter(person=dropped).delete()


MERGES = [Merge(_move, ("registrations.calendarfeed.person",))]
ERASURES = [Erasure(preview, erase, speaks_for=("registrations.calendarfeed.person",))]
EXPORTS = [
    Export(
        "calendar-addresses",
        _("Addresses made for your calendar"),
        rows,
        columns={"created_at": _("Created"), "revoked_at": _("Revoked")},
    )
]
