"""Whom to reach in an organisation, for what."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.journal.actions import log
from registrations.organisations.actions.keeping import expect_keeper
from registrations.organisations.actions.organisations import checked_phone
from registrations.organisations.errors import ContactElsewhere, ContactUnnamed
from registrations.organisations.models import Affiliation, Contact, Organisation
from registrations.people.models import User
from registrations.people.rules import spelled_name


class ContactFields(TypedDict, total=False):
    """What one says of a contact; with a `person`, what is left empty is read in their record."""

    kind: str
    name: str
    title: str
    email: str
    phone: str
    person: User | None


@transaction.atomic
def add_contact(*, organisation: Organisation, by: Actor, at: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """Name a contact. Raises `ContactUnnamed`, `ContactElsewhere`, `BadPhone`."""
    expect_keeper(organisation, by=by, at=at)
    contact = Contact(organisation=organisation, **_cleaned(fields))
    _expect_sound(contact, at=at)
    contact.save(force_insert=True)
    _note(contact, "organisations.add_contact", by=by, at=at, kind=contact.kind)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, by: Actor, at: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """Correct a contact. Raises what `add_contact` does."""
    expect_keeper(contact.organisation, by=by, at=at)
    changed = {name: value for name, value in _cleaned(fields).items() if getattr(contact, name) != value}
    for name, value in changed.items():
        setattr(contact, name, value)
    if changed:
        _expect_sound(contact, at=at)
        contact.save(update_fields=list(changed))
        _note(contact, "organisations.change_contact", by=by, at=at, fields=sorted(changed))
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, by: Actor, at: datetime) -> None:
    """Forget a contact."""
    expect_keeper(contact.organisation, by=by, at=at)
    Contact.objects.filter(pk=contact.pk).delete()
    _note(contact, "organisations.remove_contact", by=by, at=at, kind=contact.kind)


def _cleaned(fields: ContactFields) -> dict[str, Any]:
    kept: dict[str, Any] = {**fields}
    for name in kept.keys() & {"name", "title"}:
        kept[name] = spelled_name(kept[name])
    if "email" in kept:
        kept["email"] = kept["email"].lower()
    if "phone" in kept:
        kept["phone"] = checked_phone(kept["phone"])
    return kept


def _expect_sound(contact: Contact, *, at: datetime) -> None:
    """Someone by name, or a person who works there that day: a registrar names nobody else's staff."""
    if contact.person is None:
        if not contact.name:
            raise ContactUnnamed()
        return
    staff = Affiliation.objects.live(on=localdate(at)).filter(organisation_id=contact.organisation_id)
    if not staff.filter(person=contact.person).exists():
        raise ContactElsewhere()


def _note(contact: Contact, action: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """The organisation's history tells it, without a name."""
    log(contact.organisation, action, by=by, at=at, contact=str(contact.uuid), **details)
    bump("organisations")
