"""The public directory: centres and partners, by name or nearest first, and the vocabularies they use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from registrations.errors import NotFound
from registrations.folding import words
from registrations.memberships.models import Membership
from registrations.memberships.rules import AUDIENCES
from registrations.organisations.models import Organisation, Term
from registrations.organisations.rules import AffiliationRole, OrganisationKind, Region, TermKind, distance_km


@dataclass(frozen=True, slots=True)
class Search:
    """What the directory is asked for; `near` is (latitude, longitude) in degrees."""

    q: str = ""
    region: str = ""
    speciality: str = ""
    near: tuple[float, float] | None = None


def directory(search: Search, *, on: date) -> "QuerySet[Organisation] | list[Organisation]":
    """Public centres and partners, `is_member` that day; by name, or nearest first with `distance_km`."""
    found = public_organisations(on=on)
    for word in words(search.q):
        found = found.filter(search_text__contains=word)
    if search.region:
        found = found.filter(region=search.region)
    if search.speciality:
        chosen = Q(terms__kind=TermKind.SPECIALITY, terms__slug=search.speciality)
        found = found.filter(chosen)
    return found if search.near is None else _nearest(found, search.near)


def public_organisations(*, on: date) -> "QuerySet[Organisation]":
    """What the public may see: centres and partners that are not archived."""
    members = Membership.objects.active(on=on).filter(organisation=OuterRef("pk"))
    listed = Organisation.objects.filter(archived_at=None, kind__in=[OrganisationKind.CENTRE, OrganisationKind.PARTNER])
    return listed.annotate(is_member=Exists(members)).prefetch_related("terms").order_by("name", "pk")


def public_organisation(slug: str, *, on: date) -> Organisation:
    """One of them, or `NotFound`."""
    organisation = public_organisations(on=on).filter(slug=slug).first()
    if organisation is None:
        raise NotFound()
    return organisation


def _nearest(found: "QuerySet[Organisation]", here: tuple[float, float]) -> list[Organisation]:
    """Hundreds of rows at most: sorted in memory, the same on both databases."""
    placed = list(found.filter(latitude__isnull=False, longitude__isnull=False))
    for organisation in placed:
        there = float(organisation.latitude or 0), float(organisation.longitude or 0)
        organisation.distance_km = distance_km(here, there)  # type: ignore[attr-defined]  # shown beside the row
    return sorted(placed, key=lambda each: each.distance_km)  # type: ignore[attr-defined]  # the same


def vocabularies() -> dict[str, list[dict[str, str]]]:
    """Every vocabulary of the register: the team's own, and those of the code in both languages."""
    terms = list(Term.objects.order_by("name_fr"))
    of_team = {
        name: [{"code": t.slug, "fr": t.name_fr, "en": t.name_en or t.name_fr} for t in terms if t.kind == kind]
        for name, kind in (
            ("specialities", TermKind.SPECIALITY),
            ("measures", TermKind.MEASURE),
            ("networks", TermKind.NETWORK),
        )
    }
    chosen: dict[str, Iterable[tuple[Any, Any]]] = {
        "regions": Region.choices,
        "kinds": OrganisationKind.choices,
        "roles": AffiliationRole.choices,
        "audiences": AUDIENCES,
    }
    return of_team | {name: [_both(code, label) for code, label in choices] for name, choices in chosen.items()}


def _both(code: str, label: object) -> dict[str, str]:
    said = {"code": str(code)}
    for language in ("fr", "en"):
        with override(language):
            said[language] = str(label)
    return said
