"""Importing service points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.folding import folded
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, compared, given, refused
from registrations.imports.rules.cells import POSTAL_CODE, Coordinate, Phone, Text
from registrations.organisations.actions import add_service_point, change_service_point
from registrations.organisations.imports.cells import Name
from registrations.organisations.models import ServicePoint
from registrations.organisations.queries import OrganisationBook
from registrations.people.rules import KEEPERS

FIELDS = ("name", "street", "municipality", "postal_code", "latitude", "longitude", "phone", "hours")


class ServicePointLines(Lines):
    organisation = Column("Organisme", example="Espace carrière du Fleuve", required=True, cell=Text(200))
    name = Column("Point de service", example="Point de service de Matane", required=True, cell=Name(200))
    street = Column("Adresse", example="10, rue de l'Exemple", cell=Name(200))
    municipality = Column("Municipalité", example="Matane", required=True, cell=Name(100))
    postal_code = Column("Code postal", example="G4W 1A1", cell=POSTAL_CODE)
    latitude = Column("Latitude", example="48.84412", cell=Coordinate(90))
    longitude = Column("Longitude", example="-67.52311", cell=Coordinate(180))
    phone = Column("Téléphone", example="418 555-0100", cell=Phone())
    hours = Column("Heures d'ouverture", example="Lundi au vendredi, 8 h 30 à 16 h 30", cell=Name(300))


@dataclass(slots=True)
class Known:
    """Organisations, and their service points by folded name."""

    organisations: OrganisationBook
    points: dict[tuple[int, str], ServicePoint]

    def point(self, values: Values, organisation_id: int) -> ServicePoint | None:
        return self.points.get((organisation_id, folded(values["name"])))


class ServicePointImport(ImportKind):
    """Found by its name within its organisation."""

    kind = "service-points"
    label = gettext_lazy("Service points")
    lines = ServicePointLines
    roles = frozenset(KEEPERS)
    key = ("organisation", "name")
    order = 22
    one_action = True
    exports = True

    def prepare(self, lines: Sequence[Values]) -> Known:  # noqa: ARG002 - hundreds at most: all of them
        points = ServicePoint.objects.select_related("organisation")
        return Known(OrganisationBook.load(), {(p.organisation_id, folded(p.name)): p for p in points})

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - no date here
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            return unknown_organisation(values["organisation"])
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            return refused(_("Give both the latitude and the longitude, or neither."))
        return compared(known.point(values, organisation.pk), **given(values, FIELDS))

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            raise LookupError(values["organisation"])
        fields: dict[str, Any] = given(values, FIELDS)
        point = known.point(values, organisation.pk)
        if point is None:
            point = add_service_point(organisation=organisation, by=by, at=at, **fields)
        else:
            change_service_point(point=point, by=by, at=at, **fields)
        known.points[organisation.pk, folded(point.name)] = point

    def lines_out(self) -> Iterator[Values]:
        organisations = OrganisationBook.load()
        for point in ServicePoint.objects.filter(organisation__archived_at=None).select_related("organisation"):
            named = {"organisation": organisations.word_of(point.organisation)}
            yield {name: getattr(point, name) for name in FIELDS} | named


def unknown_organisation(name: str) -> Outcome:
    """The line names no organisation, or several."""
    sentence = _("The organisation “%(name)s” is unknown, or several have this name: write its NEQ.")
    return refused(sentence % {"name": name})
