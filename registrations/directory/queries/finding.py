"""Finding centres and partners: by name, or nearest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from registrations.directory.places import placed
from registrations.errors import NotFound
from registrations.folding import folded, words
from registrations.memberships.models import Membership
from registrations.organisations.models import Organisation, ServicePoint
from registrations.organisations.rules import OrganisationKind, Region, TermKind, distance_km

Point = tuple[float, float]
LISTED = (OrganisationKind.CENTRE, OrganisationKind.PARTNER)
OTHERS = 3


@dataclass(frozen=True, slots=True)
class Search:
    """What the directory is asked for; `near` is (latitude, longitude) in degrees."""

    q: str = ""
    region: str = ""
    speciality: str = ""
    measure: str = ""
    network: str = ""
    kind: str = ""
    near: Point | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where an organisation receives people; `name` is empty at its own address.

    `roughly`: nobody gave its coordinates; they are its municipality's.
    """

    name: str
    municipality: str
    point: Point
    roughly: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation found, with all its points. `nearest` and `distance_km` when one asks from somewhere."""

    pk: int
    slug: str
    name: str
    region: str
    spots: tuple[Spot, ...] = ()
    nearest: Spot | None = None
    distance_km: float | None = None


@dataclass(frozen=True)
class Found:
    """All that a search found, in order: names and points; a page of them is read whole."""

    hits: list[Hit]
    on: date

    def __len__(self) -> int:
        return len(self.hits)

    def rows(self, start: int, stop: int) -> list[Organisation]:
        """Organisations with their terms and service points, and what `Hit` knows of them as `hit` (three queries)."""
        hits = {hit.pk: hit for hit in self.hits[start:stop]}
        full = _complete(public_organisations(on=self.on).filter(pk__in=hits)).in_bulk()
        found = [full[pk] for pk in hits if pk in full]
        for organisation in found:
            organisation.hit = hits[organisation.pk]  # type: ignore[attr-defined]  # shown beside the row
        return found


def directory(search: Search, *, on: date) -> Found:
    """Public centres and partners, by name, or nearest first: those that nobody can place come last (two queries)."""
    asked = _asked(public_organisations(on=on), search).order_by()
    rows = [Row(*values) for values in asked.values_list(*PLACED)]
    points = _service_points(asked)
    hits = sorted((_hit(row, points[row.pk]) for row in rows), key=lambda hit: (folded(hit.name), hit.pk))
    return Found(hits if search.near is None else nearest_first(hits, search.near), on)


def nearest_first(hits: Iterable[Hit], here: Point) -> list[Hit]:
    """Hundreds of rows at most: sorted in memory, the same on both databases."""
    return sorted((_from(here, hit) for hit in hits), key=lambda hit: (hit.distance_km is None, hit.distance_km or 0))


def others(search: Search, *, on: date) -> list[Hit]:
    """For who found nothing: a few that do the same elsewhere, else the nearest whatever they do."""
    here = search.near or (middle_of(search.region) if search.region else None)
    wider = replace(search, q="", region="", near=here)
    found = directory(wider, on=on) if wider not in (search, Search()) else Found([], on)
    if not found.hits and here:
        found = directory(Search(near=here), on=on)
    return found.hits[:OTHERS]


def middle_of(region: str) -> Point | None:
    """Where the people of a region are."""
    place = placed(postal_code="", municipality=Region(region).label, region=region)
    return place.point if place else None


def public_organisations(*, on: date) -> "QuerySet[Organisation]":
    """What the public may see: centres and partners that are not archived, with `is_member` that day."""
    members = Membership.objects.active(on=on).filter(organisation=OuterRef("pk"))
    listed = Organisation.objects.filter(archived_at=None, kind__in=LISTED)
    return listed.annotate(is_member=Exists(members)).order_by("name", "pk")


def public_organisation(slug: str, *, on: date) -> Organisation:
    """One of them with its `hit`, that which a duplicate was merged into included; or `NotFound`."""
    organisation = _complete(public_organisations(on=on)).filter(slug=slug).first()
    if organisation is None:
        organisation = _complete(public_organisations(on=on)).filter(merged__slug=slug).first()
    if organisation is None:
        raise NotFound()
    points = [
        (p.name, p.municipality, p.postal_code, p.latitude, p.longitude) for p in organisation.service_points.all()
    ]
    row = Row(*(getattr(organisation, name) for name in PLACED))
    organisation.hit = _hit(row, points)  # type: ignore[attr-defined]  # shown beside the row
    return organisation


def _complete(organisations: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
    return organisations.prefetch_related("terms", "service_points")


def _asked(found: "QuerySet[Organisation]", search: Search) -> "QuerySet[Organisation]":
    for word in words(search.q):
        found = found.filter(search_text__contains=word)
    if search.region:
        found = found.filter(region=search.region)
    if search.kind:
        found = found.filter(kind=search.kind)
    for vocabulary, slug in (
        (TermKind.SPECIALITY, search.speciality),
        (TermKind.MEASURE, search.measure),
        (TermKind.NETWORK, search.network),
    ):
        if slug:
            found = found.filter(terms__kind=vocabulary, terms__slug=slug)
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """What the list needs of each organisation, and no more."""

    pk: int
    slug: str
    name: str
    region: str
    municipality: str
    postal_code: str
    latitude: Decimal | None
    longitude: Decimal | None


PLACED = ("pk", "slug", "name", "region", "municipality", "postal_code", "latitude", "longitude")
Address = tuple[str, str, str, Decimal | None, Decimal | None]


def _service_points(organisations: "QuerySet[Organisation]") -> dict[int, list[Address]]:
    points: dict[int, list[Address]] = defaultdict(list)
    columns = ("organisation_id", "name", "municipality", "postal_code", "latitude", "longitude")
    for pk, *address in ServicePoint.objects.filter(organisation__in=organisations.values("pk")).values_list(*columns):
        points[pk].append(tuple(address))
    return points


def _hit(row: Row, points: Iterable[Address]) -> Hit:
    own: Address = ("", row.municipality, row.postal_code, row.latitude, row.longitude)
    spots = (_spot(address, region=row.region) for address in (own, *points))
    return Hit(row.pk, row.slug, row.name, row.region, tuple(spot for spot in spots if spot))


def _spot(address: Address, *, region: str) -> Spot | None:
    name, municipality, postal_code, latitude, longitude = address
    if latitude is not None and longitude is not None:
        return Spot(name, municipality, (float(latitude), float(longitude)))
    place = placed(postal_code=postal_code, municipality=municipality, region=region)
    return Spot(name, municipality, place.point, roughly=True) if place else None


def _from(here: Point, hit: Hit) -> Hit:
    """The distance is to the nearest of its points."""
    if not hit.spots:
        return hit
    away, nearest = min(((distance_km(here, spot.point), spot) for spot in hit.spots), key=lambda found: found[0])
    return replace(hit, nearest=nearest, distance_km=away)
