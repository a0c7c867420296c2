"""Importing whom to reach in organisations."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.folding import folded
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules.cells import Choice, Email, Phone, Text
from registrations.organisations.actions import add_contact, change_contact
from registrations.organisations.errors import ContactUnnamed
from registrations.organisations.imports.cells import Name
from registrations.organisations.imports.places import unknown_organisation
from registrations.organisations.imports.words import CONTACTS
from registrations.organisations.models import Contact
from registrations.organisations.queries import OrganisationBook
from registrations.organisations.rules import ContactKind
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from registrations.people.rules import KEEPERS

FIELDS = ("kind", "name", "title", "email", "phone")


class ContactLines(Lines):
    organisation = Column("Organisme", example="Espace carrière du Fleuve", required=True, cell=Text(200))
    kind = Column("Pour", example="Facturation", cell=Choice(CONTACTS, empty=ContactKind.GENERAL))
    name = Column("Nom", example="Camille Tremblay", cell=Name(200))
    title = Column("Titre", example="Adjointe administrative", cell=Name(120))
    email = Column("Courriel", example="comptes@espace-carriere.example", cell=Email())
    phone = Column("Téléphone", example="514 555-0102", cell=Phone())
    person = Column("Courriel de la personne", example="", cell=Email())


@dataclass(slots=True)
class Known:
    """Organisations, people by address, the contacts of each organisation."""

    organisations: OrganisationBook
    people: PeopleBook
    contacts: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))

    def person(self, values: Values) -> User | None:
        return self.people.owner(values["person"]) if values.get("person") else None

    def contact(self, values: Values, organisation_id: int) -> Contact | None:
        """For the same thing: that of the same name, or of the same person when neither has a name of its own."""
        kind, name, person = (
            values.get("kind", ContactKind.GENERAL),
            folded(values.get("name", "")),
            self.person(values),
        )
        held = [each for each in self.contacts[organisation_id] if each.kind == kind and folded(each.name) == name]
        return next((each for each in held if name or each.person == person), None)


class ContactImport(ImportKind):
    """Found by what it is for and its name, within its organisation."""

    kind = "contacts"
    label = gettext_lazy("Contacts of organisations")
    lines = ContactLines
    roles = frozenset(KEEPERS)
    key = ("organisation", "kind", "name", "person")
    order = 35
    one_action = True
    exports = True

    def prepare(self, lines: Sequence[Values]) -> Known:
        known = Known(OrganisationBook.load(), PeopleBook.load(v.get("person", "") for v in lines))
        for contact in Contact.objects.select_related("organisation", "person"):
            known.contacts[contact.organisation_id].append(contact)
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no date here
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            return unknown_organisation(values["organisation"])
        person = known.person(values)
        if values.get("person") and person is None:
            return refused(_("Nobody in the register has the address %(email)s.") % {"email": values["person"]})
        if not values.get("name") and person is None:
            return refused(str(ContactUnnamed()))
        return compared(known.contact(values, organisation.pk), **_fields(values, person))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            raise LookupError(values["organisation"])
        fields, contact = _fields(values, known.person(values)), known.contact(values, organisation.pk)
        if contact is None:
            added = add_contact(organisation=organisation, by=by, at=at, **fields)
            known.contacts[organisation.pk].append(added)
        else:
            change_contact(contact=contact, by=by, at=at, **fields)

    def lines_out(self) -> Iterator[Values]:
        organisations = OrganisationBook.load()
        contacts = Contact.objects.filter(organisation__archived_at=None).select_related("organisation", "person")
        for contact in contacts:
            yield {name: getattr(contact, name) for name in FIELDS} | {
                "organisation": organisations.word_of(contact.organisation),
                "person": contact.person.address if contact.person else "",
            }


def _fields(values: Values, person: User | None) -> dict[str, Any]:
    return given(values, FIELDS) | ({"person": person} if "person" in values else {})
