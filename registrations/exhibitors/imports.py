"""Importing the packages of an edition, and its exhibitors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.colloquium.imports.editions import EditionImport, Known, Slug
from registrations.colloquium.models import Colloquium
from registrations.exhibitors.actions import add_package, change_exhibitor, change_package, record_exhibitor
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage, ExhibitorState
from registrations.imports.registry import Column, Lines, Outcome, Values, changes, compared, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Money, Text, Whole
from registrations.organisations.queries import OrganisationBook

STATES: dict[str, str] = {
    "Candidature": ExhibitorState.APPLIED,
    "Approuvé": ExhibitorState.APPROVED,
    "Refusé": ExhibitorState.REFUSED,
    "Payé": ExhibitorState.PAID,
    "Confirmé": ExhibitorState.CONFIRMED,
}


class PackageLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    slug = Column("Code", example="essentiel", required=True, cell=Slug("essentiel"))
    name = Column("Nom", example="Kiosque Essentiel", required=True, cell=Text(120))
    benefits = Column("Avantages", example="Page au programme, deux accès.", cell=Text(5000, lines=True))
    price_cents = Column("Prix", example="350,00", required=True, cell=Money())
    badges = Column("Accès inclus", example="2", cell=Whole(0, 100))
    capacity = Column("Kiosques", example="10", cell=Whole(1, 10_000))


class PackageImport(EditionImport):
    """Found by edition and code; empty *Kiosques* is unlimited."""

    kind = "exhibitor_packages"
    label = gettext_lazy("Exhibitor packages")
    lines = PackageLines
    key = ("colloquium", "slug")
    order = 67
    model = ExhibitorPackage
    natural = ("slug",)

    def rows(self, editions: list[Colloquium]) -> Any:
        return ExhibitorPackage.objects.filter(colloquium__in=editions).select_related("pool", "colloquium")

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no window here
        row = self.row(values, known)
        if row and "capacity" in values and row.pool.capacity != values["capacity"]:
            return Outcome(Verdict.UPDATE)
        return compared(row, **_of_package(values))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        row, fields = self.row(values, known), _of_package(values)
        if row is None:
            edition, capacity = known.editions[values["colloquium"]], values.get("capacity")
            slug = values["slug"]
            row = add_package(colloquium=edition, slug=slug, capacity=capacity, by=by, at=at, **fields)
        else:
            change_package(package=row, by=by, at=at, **fields, **given(values, ("capacity",)))
        self.remember(known, row)


def _of_package(values: Values) -> dict[str, Any]:
    badges = {"badges": values["badges"]} if values.get("badges") is not None else {}
    return given(values, ("name", "benefits", "price_cents")) | badges


class ExhibitorLines(Lines):
    colloquium = Column("Colloque", example="quariera-2027", required=True, cell=Slug("quariera-2027"))
    package = Column("Forfait", example="essentiel", required=True, cell=Slug("essentiel"))
    organisation = Column("Organisme", example="Éditions du Pont-Levis", required=True, cell=Text(200))
    state = Column("État", example="Confirmé", cell=Choice(STATES, empty=ExhibitorState.APPLIED))
    booth = Column("Kiosque", example="K-01", cell=Text(20))
    description = Column("Présentation", example="Guides et tests.", cell=Text(5000, lines=True))


class ExhibitorImport(EditionImport):
    """Found by edition and organisation. An existing exhibitor's state and package have their own acts."""

    kind = "exhibitors"
    label = gettext_lazy("Exhibitors")
    lines = ExhibitorLines
    key = ("colloquium", "organisation")
    order = 68
    model = Exhibitor
    natural = ("organisation_id",)
    fields = ("booth", "description")

    def prepare(self, lines: Sequence[Values]) -> Known:
        known = super().prepare(lines)
        packages = ExhibitorPackage.objects.filter(colloquium__in=list(known.editions.values()))
        known.more = {(row.colloquium_id, row.slug): row for row in packages}, OrganisationBook.load()
        return known

    def row(self, values: Values, known: Known) -> Any:
        _packages, organisations = known.more
        organisation = organisations.find(values["organisation"])
        edition = known.editions[values["colloquium"]]
        return known.rows.get((edition.pk, organisation.pk)) if organisation else None

    def judge(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no window here
        packages, organisations = known.more
        if organisations.find(values["organisation"]) is None:
            said = _("The organisation “%(name)s” is unknown, or several have this name: write its NEQ.")
            return refused(said % {"name": values["organisation"]})
        package = packages.get((known.editions[values["colloquium"]].pk, values["package"]))
        if package is None:
            return refused(_("The exhibitor package “%(slug)s” is unknown.") % {"slug": values["package"]})
        row = self.row(values, known)
        moved = {"package_id": package.pk} | given(values, ("state",))
        if row and changes(row, **moved):
            return refused(_("This exhibitor has another state or package: change it on its page."))
        return compared(row, **given(values, self.fields))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        packages, organisations = known.more
        row, fields = self.row(values, known), given(values, self.fields)
        if row is None:
            row = record_exhibitor(
                package=packages[known.editions[values["colloquium"]].pk, values["package"]],
                organisation=organisations.find(values["organisation"]),
                state=values.get("state", ExhibitorState.APPLIED),
                historical=historical,
                by=by,
                at=at,
                **fields,
            )
        else:
            change_exhibitor(exhibitor=row, by=by, at=at, **fields)
        self.remember(known, row)


KINDS = (PackageImport(), ExhibitorImport())
