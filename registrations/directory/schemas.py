"""Shapes of the public directory and of its vocabularies."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, field_validator, model_validator

from registrations.directory.errors import UnknownPlace
from registrations.directory.places import PlaceKind, Understood, understand
from registrations.directory.queries import Hit, Search, YearBook
from registrations.organisations.models import Organisation, ServicePoint
from registrations.organisations.rules import TermKind, distance_km
from registrations.schemas import Items, Paging
from registrations.schemas import Search as SearchText

TermSlug = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")]


class SearchIn(Paging):
    """`near` (latitude,longitude in degrees) or `place` (municipality, postal code, region): nearest first."""

    q: SearchText = ""
    region: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-7])?$")] = ""
    speciality: TermSlug = ""
    measure: TermSlug = ""
    network: TermSlug = ""
    kind: Literal["", "centre", "partner"] = ""
    near: Annotated[str, Field(max_length=40, pattern=r"^(-?\d{1,2}(\.\d{1,10})?,-?\d{1,3}(\.\d{1,10})?)?$")] = ""
    place: Annotated[str, Field(max_length=100)] = ""

    @field_validator("near")
    @classmethod
    def on_earth(cls, value: str) -> str:
        """Degrees that exist."""
        if value and any(abs(float(part)) > most for part, most in zip(value.split(","), (90, 180), strict=True)):
            raise ValueError("degrees")
        return value

    @model_validator(mode="after")
    def one_point(self) -> "SearchIn":
        """Nearest to what, when both are given?"""
        if self.near and self.place:
            raise ValueError("near or place")
        return self

    def understood(self) -> Understood | None:
        """What `place` means, if it is asked. Raises `UnknownPlace`."""
        if not self.place:
            return None
        understood = understand(self.place)
        if understood.place is None:
            raise UnknownPlace(given=understood.given, suggestions=[other.full_name for other in understood.others])
        return understood

    def wanted(self, understood: Understood | None) -> Search:
        """The same, as the query takes it."""
        latitude, _comma, longitude = self.near.partition(",")
        near = (float(latitude), float(longitude)) if self.near else None
        if understood and understood.place:
            near = understood.place.point
        asked = {name: getattr(self, name) for name in ("q", "region", "speciality", "measure", "network", "kind")}
        return Search(**asked, near=near)


class PlaceOut(Schema):
    """How `place` was understood. `others` are places of the same name, as `place` takes them."""

    given: str
    understood: str
    kind: Literal["municipality", "postal_area", "region"]
    region: str
    latitude: float
    longitude: float
    others: list[str] = []

    @classmethod
    def of(cls, understood: Understood | None) -> "PlaceOut | None":
        if understood is None or understood.place is None:
            return None
        place = understood.place
        return cls(
            given=understood.given,
            understood=place.full_name if place.kind == PlaceKind.MUNICIPALITY else place.name,
            kind=place.kind.value,
            region=place.region,
            latitude=place.latitude,
            longitude=place.longitude,
            others=[other.full_name for other in understood.others],
        )


class ServicePointOut(Schema):
    """A place where it receives people besides its own address."""

    id: UUID
    name: str
    street: str
    municipality: str
    postal_code: str
    latitude: float | None
    longitude: float | None
    phone: str
    hours: str
    distance_km: float | None = None

    @classmethod
    def of(cls, point: ServicePoint, *, here: tuple[float, float] | None) -> "ServicePointOut":
        latitude, longitude = point.latitude, point.longitude
        placed = latitude is not None and longitude is not None
        there = (float(latitude or 0), float(longitude or 0))
        names = ("name", "street", "municipality", "postal_code", "latitude", "longitude", "phone", "hours")
        away = distance_km(here, there) if here and placed else None
        return cls(id=point.uuid, distance_km=away, **{name: getattr(point, name) for name in names})


class OrganisationOut(Schema):
    """Only what is public: never the staff, the billing address or the number of the enterprise.

    `distance_km` is to the nearest of its points, and `nearest` says which one (empty: its own address).
    """

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
    description: str
    specialities: list[str]
    measures: list[str]
    networks: list[str]
    service_points: list[ServicePointOut]
    distance_km: float | None = None
    nearest: str | None = None

    @classmethod
    def of(cls, organisation: Organisation, *, here: tuple[float, float] | None = None) -> "OrganisationOut":
        """An organisation as the directory gives it: its terms, its points and its `hit` in hand."""
        hit: Hit = organisation.hit
        terms = list(organisation.terms.all())
        points = organisation.service_points.all()
        return cls(
            **{name: getattr(organisation, name) for name in PLAIN},
            **{name: [term.slug for term in terms if term.kind == kind] for name, kind in VOCABULARIES.items()},
            service_points=[ServicePointOut.of(point, here=here) for point in points],
            distance_km=hit.distance_km,
            nearest=hit.nearest.name if hit.nearest else None,
        )


VOCABULARIES = {"specialities": TermKind.SPECIALITY, "measures": TermKind.MEASURE, "networks": TermKind.NETWORK}
MADE = {*VOCABULARIES, "service_points", "distance_km", "nearest"}
PLAIN = tuple(name for name in OrganisationOut.model_fields if name not in MADE)


class OrganisationsOut(Items[OrganisationOut]):
    """One page of what was found, and how the place was understood when one was given."""

    place: PlaceOut | None = None


class ListedOut(Schema):
    """A member of that year; `slug` is null when it has no public page today."""

    name: str
    slug: str | None
    municipality: str
    region: str
    category: str


class YearOut(Schema):
    label: str
    starts_on: date
    ends_on: date
    count: int
    items: list[ListedOut]

    @classmethod
    def of(cls, book: YearBook) -> "YearOut":
        items = [
            ListedOut(
                name=member.name,
                slug=member.slug or None,
                municipality=member.municipality,
                region=member.region,
                category=member.category,
            )
            for member in book.members
        ]
        year = book.year
        return cls(label=year.label, starts_on=year.starts_on, ends_on=year.ends_on, count=len(items), items=items)


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
