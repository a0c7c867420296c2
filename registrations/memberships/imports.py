"""Importing memberships: one line is one organisation's year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor, Role
from registrations.folding import folded
from registrations.imports.registry import (
    Column,
    ImportKind,
    Lines,
    Outcome,
    Values,
    compared,
    given,
    refused,
)
from registrations.imports.rules.cells import Choice, Day, Text
from registrations.memberships.actions import correct_membership, record_membership
from registrations.memberships.models import Membership, MembershipCategory, MembershipState, MembershipYear
from registrations.organisations.queries import OrganisationBook

STATES = {
    "Active": MembershipState.ACTIVE,
    "Demandée": MembershipState.REQUESTED,
    "Admise": MembershipState.ADMITTED,
    "Refusée": MembershipState.REFUSED,
    "Annulée": MembershipState.CANCELLED,
}
FIELDS = ("starts_on", "resolution", "resolved_on")


class MembershipLines(Lines):
    organisation = Column("Organisme", example="Espace carrière du Fleuve", required=True, cell=Text(200))
    year = Column("Année", example="2026-2027", required=True, cell=Text(20))
    category = Column("Catégorie", example="Membre actif", required=True, cell=Text(80))
    state = Column("État", example="Active", cell=Choice(STATES, empty=MembershipState.ACTIVE))
    starts_on = Column("Depuis", example="2026-04-01", cell=Day())
    resolution = Column("Résolution", example="CA-2026-03-12", cell=Text(60))
    resolved_on = Column("Date de la résolution", example="2026-03-12", cell=Day())


@dataclass(slots=True)
class Known:
    """Organisations, years, categories, and the memberships that are not refused or cancelled."""

    organisations: OrganisationBook
    years: dict[str, MembershipYear]
    categories: dict[str, MembershipCategory]
    memberships: dict[tuple[int, int], Membership]

    def membership(self, values: Values) -> Membership | None:
        """That of the organisation that year."""
        organisation = self.organisations.find(values["organisation"])
        year = self.years.get(folded(values["year"]))
        return self.memberships.get((organisation.pk, year.pk)) if organisation and year else None

    def missing(self, values: Values) -> list[str]:
        """What the line names and the register does not have."""
        found = []
        if self.organisations.find(values["organisation"]) is None:
            name = {"name": values["organisation"]}
            found.append(_("The organisation “%(name)s” is unknown, or several have this name: write its NEQ.") % name)
        if folded(values["year"]) not in self.years:
            found.append(_("The membership year “%(year)s” is not open.") % {"year": values["year"]})
        if folded(values["category"]) not in self.categories:
            found.append(_("The membership category “%(name)s” is unknown.") % {"name": values["category"]})
        return found


class MembershipImport(ImportKind):
    """Found by organisation and year; a membership in another state is refused, since its state has its own acts."""

    kind = "memberships"
    label = gettext_lazy("Memberships")
    lines = MembershipLines
    roles = frozenset({Role.ACCOUNTING})
    key = ("organisation", "year")
    order = 50

    def prepare(self, lines: Sequence[Values]) -> Known:  # noqa: ARG002 - one row per organisation and year
        live = Membership.objects.exclude(state__in=[MembershipState.REFUSED, MembershipState.CANCELLED])
        return Known(
            OrganisationBook.load(),
            {folded(year.label): year for year in MembershipYear.objects.all()},
            {folded(category.name_fr): category for category in MembershipCategory.objects.all()},
            {(membership.organisation_id, membership.year_id): membership for membership in live},
        )

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        if missing := known.missing(values):
            return refused(*missing)
        if values.get("starts_on") and values["starts_on"] >= known.years[folded(values["year"])].ends_on:
            return refused(_("The first day comes after the end of the year."))
        membership = known.membership(values)
        if membership and "state" in values and membership.state != values["state"]:
            state = {"state": membership.get_state_display()}
            return refused(_("This membership is in another state (%(state)s): change it on its page.") % state)
        return compared(membership, **self._fields(values, known))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        fields = self._fields(values, known)
        if membership := known.membership(values):
            correct_membership(membership=membership, by=by, at=at, **fields)
            return
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            raise LookupError(values["organisation"])
        membership = record_membership(
            organisation=organisation,
            year=known.years[folded(values["year"])],
            state=values.get("state", MembershipState.ACTIVE),
            historical=historical,
            by=by,
            at=at,
            **fields,
        )
        known.memberships[membership.organisation_id, membership.year_id] = membership

    def _fields(self, values: Values, known: Known) -> dict[str, Any]:
        """A first day that is not given stays what it was."""
        fields = given(values, FIELDS)
        if not fields.get("starts_on"):
            fields.pop("starts_on", None)
        return fields | {"category": known.categories[folded(values["category"])]}


KINDS = (MembershipImport(),)
