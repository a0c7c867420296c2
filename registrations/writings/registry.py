"""What lists know of the people behind their rows: `RECIPIENTS[model label]`, filled in each app's `ready()`.

    def of_enrolments(pks, audience, on):
        rows = Enrolment.objects.select_related("person", "session__activity", "organisation").filter(pk__in=pks)
        return {e.pk: [to_person(e.person, organisation=e.organisation, fields={"séance": ...})] for e in rows}

    RECIPIENTS["training.Enrolment"] = Source(
        read=of_enrolments, fields={"séance": _("title of the session"), "organisme": _("name of the organisation")}
    )

Its list in the admin then offers *Écrire à…*.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PEOPLE = {"": _("The people themselves")}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person, or an address without one, with what fills the fields."""

    person: Any | None
    address: str
    language: str = "fr"
    organisation_id: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """`read(keys, audience, on)` gives the people behind each row, by its key, in a few statements.

    `audiences` names whom one may mean (an organisation's registrars, its contacts); `fields`, what `read` fills.
    """

    read: Callable[[Collection[int], str, date], Mapping[int, list[Addressee]]]
    fields: Mapping[str, str | Promise] = field(default_factory=dict)
    audiences: Mapping[str, str | Promise] = field(default_factory=lambda: PEOPLE)


Consents = Callable[[Collection[int], str, date], Mapping[int, str]]
"""`(people, purpose, on)`: why not, for each person (by key) to whom the law does not let this be sent."""

RECIPIENTS: dict[str, Source] = {}
CONSENTS: list[Consents] = []
"""Asked as messages are handed over; while nobody answers here, only service messages leave."""


def to_person(person: Any, *, organisation: Any = None, fields: Mapping[str, str] | None = None) -> Addressee:
    """A person where their messages go, in their language."""
    own = {"organisme": organisation.name} if organisation else {}
    return Addressee(
        person=person,
        address=person.address,
        language=person.language,
        organisation_id=organisation.pk if organisation else None,
        fields={**own, **(fields or {})},
    )
