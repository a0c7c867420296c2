"""What the journal holds of a person: acts without a name, free words in their details, disclosures, incidents."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.journal.models import DisclosedPerson, Disclosure, Entry, Incident
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention
from registrations.privacy.rules import months_later

DISCLOSURES_MONTHS = 36


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := _worded(person).count():
        yield Gone(_("Words in the journal that name this person"), number)
    if number := DisclosedPerson.objects.filter(person=person).count():
        yield Gone(_("Their part in the log of disclosures, whose counts stay"), number)
    acts = Entry.objects.filter(person=person).count() + Disclosure.objects.filter(by=person).count()
    if acts:
        yield Kept(_("Acts in the journal, without their name"), acts, _("What was done must be accounted for."))


def erase(person: User, _by: Actor, _at: datetime) -> None:
    for entry in _worded(person):
        kept = {name: value for name, value in entry.details.items() if not isinstance(value, str)}
        Entry.objects.filter(pk=entry.pk).update(details=kept)
    DisclosedPerson.objects.filter(person=person).delete()


def _worded(person: User) -> "QuerySet[Entry]":
    return mentioning(Entry.objects.exclude(details={}), "details", marks_of(person))


def disclosures(person: User) -> Iterator[Mapping[str, Any]]:
    rows = Disclosure.objects.filter(people__person=person).order_by("pk")
    yield from rows.values("at", "what", "to_whom", "purpose", "legal_basis")


def acts(person: User) -> Iterator[Mapping[str, Any]]:
    yield from Entry.objects.filter(person=person).order_by("pk").values("at", "action", "about_kind", "via")


def old_disclosures(on: date) -> "QuerySet[DisclosedPerson]":
    return DisclosedPerson.objects.filter(disclosure__at__date__lt=months_later(on, -DISCLOSURES_MONTHS))


def old_incidents(on: date) -> "QuerySet[Incident]":
    return Incident.objects.filter(kept_until__lt=on)


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.disclosedperson.person",
            "registrations.disclosure.by",
            "registrations.entry.person",
        ),
    )
]
EXPORTS = [
    Export(
        "disclosures",
        _("To whom data about you was given"),
        disclosures,
        columns={"at": _("When"), "what": _("What was given"), "to_whom": _("To whom"), "purpose": _("Why")},
    ),
    Export("acts", _("What you did here"), acts),
]
RETENTIONS = [
    Retention(
        "disclosures",
        _("Disclosures: the people concerned"),
        _("Forgotten after three years; the line and its count stay."),
        lambda on: old_disclosures(on).count(),
        lambda _by, at: old_disclosures(at.date()).delete()[0],
    ),
    Retention(
        "incidents",
        _("Incident register"),
        _("Deleted five years after the incident was known, never before."),
        lambda on: old_incidents(on).count(),
        lambda _by, at: _delete_incidents(at.date()),
    ),
]


def _delete_incidents(on: date) -> int:
    number = old_incidents(on).count()
    old_incidents(on).delete()
    return number
