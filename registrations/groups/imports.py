"""Importing groups with their members: one line is one mandate."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.folding import folded
from registrations.groups.actions import appoint, change_mandate, register_group
from registrations.groups.models import Group, Mandate
from registrations.groups.rules import GroupKind
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules.cells import Choice, Day, Email, Text
from registrations.people.models import User
from registrations.people.queries import PeopleBook

# The French words of the files are part of the format: never translated.
GROUPS: dict[str, str] = {
    "Conseil d'administration": GroupKind.BOARD,
    "Conseil": GroupKind.BOARD,
    "Comité": GroupKind.COMMITTEE,
    "Projet": GroupKind.PROJECT,
}
FIELDS = ("office", "starts_on", "ends_on")


class MandateLines(Lines):
    group = Column("Groupe", example="Comité Emploi et Immigration", required=True, cell=Text(120))
    group_kind = Column("Type de groupe", example="Comité", required=True, cell=Choice(GROUPS))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", required=True, cell=Email())
    given_name = Column("Prénom", example="Camille", cell=Text(100))
    family_name = Column("Nom", example="Tremblay", cell=Text(100))
    office = Column("Fonction", example="Présidence", cell=Text(100))
    starts_on = Column("Depuis", example="2025-10-08", required=True, cell=Day())
    ends_on = Column("Jusqu'au", example="", cell=Day())


@dataclass(slots=True)
class Known:
    """Groups by folded name, people by address, the mandates of both."""

    groups: dict[str, Group]
    people: PeopleBook
    mandates: dict[tuple[int, int], list[Mandate]] = field(default_factory=lambda: defaultdict(list))

    def person(self, values: Values) -> User | None:
        """By address; by name too when the file gives one (an address may be shared)."""
        if values.get("family_name"):
            return self.people.find(values["email"], values.get("given_name", ""), values["family_name"])
        return self.people.owner(values["email"])

    def mandate(self, group: Group | None, person: User, starts_on: date) -> Mandate | None:
        """That of the same first day, else the live one."""
        held = self.mandates[group.pk, person.pk] if group else []
        same_day = [mandate for mandate in held if mandate.starts_on == starts_on]
        return next(iter(same_day or [m for m in held if m.ends_on is None]), None)


class MandateImport(ImportKind):
    """A group is opened by the first line that names it; a person must be in the register."""

    kind = "groups"
    label = gettext_lazy("Groups and their members")
    lines = MandateLines
    roles = frozenset({Role.BOARD_SECRETARY})
    key = ("group", "email", "given_name", "family_name", "starts_on")
    order = 40

    def prepare(self, lines: Sequence[Values]) -> Known:
        people = PeopleBook.load(values["email"] for values in lines)
        known = Known({folded(group.name): group for group in Group.objects.all()}, people)
        for mandate in Mandate.objects.select_related("person", "group"):
            known.mandates[mandate.group_id, mandate.person_id].append(mandate)
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        person = known.person(values)
        if person is None:
            return refused(_("Nobody in the register has the address %(email)s.") % {"email": values["email"]})
        if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        group = known.groups.get(folded(values["group"]))
        if group and group.kind != values["group_kind"]:
            return refused(_("This group exists with another type."))
        return compared(known.mandate(group, person, values["starts_on"]), **_fields(values))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        person = known.person(values)
        if person is None:
            raise LookupError(values["email"])
        group = known.groups.get(folded(values["group"]))
        if group is None:
            group = register_group(name=values["group"], kind=values["group_kind"], by=by, at=at)
        mandate = known.mandate(group, person, values["starts_on"])
        if mandate is None:
            mandate = appoint(group=group, person=person, by=by, at=at, **_fields(values))
            known.mandates[group.pk, person.pk].append(mandate)
        else:
            change_mandate(mandate=mandate, by=by, at=at, **_fields(values))
        known.groups[folded(group.name)] = group


def _fields(values: Values) -> dict[str, Any]:
    return given(values, FIELDS)


KINDS = (MandateImport(),)
