"""What names a person in free text, wherever it may have been written down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from registrations.people.models import User
from registrations.privacy.registry import ERASURES, Fate


@dataclass(frozen=True, slots=True)
class Marks:
    """The addresses that are this person's alone, and their given and family names ("" when unknown)."""

    addresses: tuple[str, ...]
    given_name: str
    family_name: str

    def within(self, column: str) -> Q:
        """Rows whose `column` holds one of the addresses, or both names."""
        found = Q(pk__in=())
        for address in self.addresses:
            found |= _holds(column, address)
        if self.given_name and self.family_name:
            found |= _holds(column, self.given_name) & _holds(column, self.family_name)
        return found


def marks_of(person: User) -> Marks:
    """Read before anything is emptied. An address that several people share names nobody."""
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    if person.contact_email and not _is_shared(person):
        addresses.add(person.contact_email)
    known = tuple(sorted(address.lower() for address in addresses if address))
    return Marks(known, person.given_name, person.family_name)


def mentioning(rows: "QuerySet[Any]", column: str, marks: Marks) -> "QuerySet[Any]":
    """Rows whose text, or JSON, in `column` names the person; reads the whole table."""
    found: QuerySet[Any] = rows.annotate(written=Cast(column, TextField())).filter(marks.within("written"))
    return found


def _is_shared(person: User) -> bool:
    others = User.objects.exclude(pk=person.pk)
    address = person.contact_email
    return others.filter(Q(email__iexact=address) | Q(contact_email__iexact=address)).exists()


def _holds(column: str, text: str) -> Q:
    """SQLite keeps JSON with its accents escaped, PostgreSQL without."""
    escaped = json.dumps(text)[1:-1]
    found = Q(**{f"{column}__icontains": text})
    return found if escaped == text else found | Q(**{f"{column}__icontains": escaped})


def fates(person: User, *, on: date) -> Iterator[Fate]:
    """What `erase` would do of everything held of this person, feature by feature; writes nothing."""
    for erasure in sorted(ERASURES, key=lambda each: each.last):
        yield from erasure.preview(person, on)
