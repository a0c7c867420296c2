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
from registrations.groups.errors import GroupArchived
from registrations.groups.models import Group, Mandate
from registrations.groups.rules import GroupKind
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules.cells import Choice, Day, Email, Text
from registrations.organisations.models import Organisation
from registrations.organisations.queries import OrganisationBook
from registrations.people.models import User
from registrations.people.queries import PeopleBook

# The French words of the files are part of the format: never translated.
GROUPS: dict[str, str] = {
    "Conseil d'administration": GroupKind.BOARD,
    "Conseil": GroupKind.BOARD,
    "Comité": GroupKind.COMMITTEE,
    "Projet": GroupKind.PROJECT,
    "Groupe de travail": GroupKind.WORKING,
}
FIELDS = ("office", "starts_on", "ends_on")


class MandateLines(Lines):
    group = Column("Groupe", example="Comité Emploi et Immigration", required=True, cell=Text(120))
    group_kind = Column("Type de groupe", example="Comité", required=True, cell=Choice(GROUPS))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", cell=Email())
    given_name = Column("Prénom", example="Camille", cell=Text(100))
    family_name = Column("Nom", example="Tremblay", cell=Text(100))
    organisation = Column("Organisme", example="", cell=Text(200))
    office = Column("Fonction", example="Présidence", cell=Text(100))
    starts_on = Column("Depuis", example="2025-10-08", required=True, cell=Day())
    ends_on = Column("Jusqu'au", example="", cell=Day())


Holder = User | Organisation


@dataclass(slots=True)
class Known:
    """Groups by folded name, people by address, organisations by what a file calls them, the mandates of all."""

    groups: dict[str, Group]
    people: PeopleBook
    organisations: OrganisationBook
    mandates: dict[tuple[int, Holder], list[Mandate]] = field(default_factory=lambda: defaultdict(list))

    def holder(self, values: Values) -> Holder | None:
        """By address; by name too when the file gives one (an address may be shared); else the organisation."""
        if not values.get("email"):
            return self.organisations.find(values.get("organisation", ""))
        if values.get("family_name"):
            return self.people.find(values["email"], values.get("given_name", ""), values["family_name"])
        return self.people.owner(values["email"])

    def mandate(self, group: Group | None, holder: Holder, starts_on: date) -> Mandate | None:
        """That of the same first day, else the live one."""
        held = self.mandates[group.pk, holder] if group else []
        same_day = [mandate for mandate in held if mandate.starts_on == starts_on]
        return next(iter(same_day or [m for m in held if m.ends_on is None]), None)


class MandateImport(ImportKind):
    """A group is opened by the first line that names it; who sits must be in the register."""

    kind = "groups"
    label = gettext_lazy("Groups and their members")
    lines = MandateLines
    roles = frozenset({Role.BOARD_SECRETARY})
    key = ("group", "email", "given_name", "family_name", "organisation", "starts_on")
    order = 40

    def prepare(self, lines: Sequence[Values]) -> Known:
        people = PeopleBook.load(values["email"] for values in lines if values.get("email"))
        groups = {folded(group.name): group for group in Group.objects.all()}
        known = Known(groups, people, OrganisationBook.load())
        for mandate in Mandate.objects.select_related("person", "organisation", "group"):
            known.mandates[mandate.group_id, mandate.holder].append(mandate)
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        holder = known.holder(values)
        if holder is None:
            return refused(_unknown(values))
        if values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        group = known.groups.get(folded(values["group"]))
        if group and group.kind != values["group_kind"]:
            return refused(_("This group exists with another type."))
        mandate = known.mandate(group, holder, values["starts_on"])
        if group and group.archived_at and mandate is None:
            return refused(str(GroupArchived()))
        return compared(mandate, **_fields(values))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        holder = known.holder(values)
        if holder is None:
            raise LookupError(values["group"])
        group = known.groups.get(folded(values["group"]))
        if group is None:
            group = register_group(name=values["group"], kind=values["group_kind"], by=by, at=at)
        mandate = known.mandate(group, holder, values["starts_on"])
        if mandate is None:
            mandate = appoint(group=group, **_seat(holder), by=by, at=at, **_fields(values))
            known.mandates[group.pk, holder].append(mandate)
        else:
            change_mandate(mandate=mandate, by=by, at=at, **_fields(values))
        known.groups[folded(group.name)] = group


def _unknown(values: Values) -> str:
    if values.get("email"):
        return _("Nobody in the register has the address %(email)s.") % {"email": values["email"]}
    if values.get("organisation"):
        return _("No organisation of the register is called %(name)s.") % {"name": values["organisation"]}
    return _("Give the address of a person, or an organisation.")


def _seat(holder: Holder) -> dict[str, Any]:
    return {"person": holder} if isinstance(holder, User) else {"organisation": holder}


def _fields(values: Values) -> dict[str, Any]:
    return given(values, FIELDS)


KINDS = (MandateImport(),)
