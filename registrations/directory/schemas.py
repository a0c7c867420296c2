"""Shapes of the public directory and of its vocabularies."""

from typing import Annotated

from ninja import Schema
from pydantic import Field, field_validator

from registrations.directory.queries import Search
from registrations.organisations.models import Organisation
from registrations.organisations.rules import TermKind
from registrations.schemas import Paging
from registrations.schemas import Search as SearchText


class SearchIn(Paging):
    """`near` is latitude,longitude in degrees: the answer is then nearest first."""

    q: SearchText = ""
    region: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-7])?$")] = ""
    speciality: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")] = ""
    near: Annotated[str, Field(max_length=40, pattern=r"^(-?\d{1,2}(\.\d{1,10})?,-?\d{1,3}(\.\d{1,10})?)?$")] = ""

    @field_validator("near")
    @classmethod
    def on_earth(cls, value: str) -> str:
        """Degrees that exist."""
        if value and any(abs(float(part)) > most for part, most in zip(value.split(","), (90, 180), strict=True)):
            raise ValueError("degrees")
        return value

    def wanted(self) -> Search:
        """The same, as the query takes it."""
        latitude, _comma, longitude = self.near.partition(",")
        near = (float(latitude), float(longitude)) if self.near else None
        return Search(q=self.q, region=self.region, speciality=self.speciality, near=near)


class OrganisationOut(Schema):
    """Only what is public: never the staff, the billing address or the number of the enterprise."""

    slug: str
    name: str
    kind: str
    is_member: bool
    region: str
    street: str
    municipality: str
    postal_code: str
    latitude: float | None
    longitude: float | None
    website: str
    phone: str
    email: str
    specialities: list[str]
    measures: list[str]
    distance_km: float | None = None

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationOut":
        """An organisation with its terms in hand."""
        plain = {name: getattr(organisation, name) for name in PLAIN}
        terms = list(organisation.terms.all())
        return cls(
            **plain,
            specialities=[term.slug for term in terms if term.kind == TermKind.SPECIALITY],
            measures=[term.slug for term in terms if term.kind == TermKind.MEASURE],
            distance_km=getattr(organisation, "distance_km", None),
        )


PLAIN = tuple(name for name in OrganisationOut.model_fields if name not in ("specialities", "measures", "distance_km"))


class WordOut(Schema):
    """A value of a vocabulary, and how to say it."""

    code: str
    fr: str
    en: str


class VocabulariesOut(Schema):
    regions: list[WordOut]
    specialities: list[WordOut]
    measures: list[WordOut]
    networks: list[WordOut]
    kinds: list[WordOut]
    roles: list[WordOut]
    audiences: list[WordOut]
