"""The directory of members by year."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef

from registrations.directory.queries.finding import LISTED
from registrations.errors import NotFound
from registrations.folding import folded
from registrations.memberships.models import Membership, MembershipState, MembershipYear
from registrations.organisations.rules import Region


@dataclass(frozen=True, slots=True)
class Listed:
    """A member of a year, as the directory of that year prints it."""

    name: str
    slug: str
    municipality: str
    region: str
    category: str


@dataclass(frozen=True)
class YearBook:
    """The members of one year, by region; and the labels of every year that has some."""

    year: MembershipYear
    years: list[str]
    members: list[Listed] = field(default_factory=list)

    @cached_property
    def by_region(self) -> list[tuple[str, list[Listed]]]:
        """The regions in their official order, each with its members by name."""
        groups: dict[str, list[Listed]] = defaultdict(list)
        for member in self.members:
            groups[member.region].append(member)
        return [(Region(code).label if code else "", groups[code]) for code in sorted(groups)]


def years_with_members() -> list[str]:
    """Labels, the latest first."""
    active = Membership.objects.filter(state=MembershipState.ACTIVE, year=OuterRef("pk"))
    return list(MembershipYear.objects.filter(Exists(active)).order_by("-starts_on").values_list("label", flat=True))


def year_book(label: str, *, language: str) -> YearBook:
    """Who was a member that year, whatever became of it since (two queries); `NotFound` for a year without any."""
    years = years_with_members()
    if label not in years:
        raise NotFound()
    active = Membership.objects.filter(state=MembershipState.ACTIVE, year__label=label)
    found = list(active.select_related("organisation", "category", "year"))
    members = [_listed(membership, language) for membership in found]
    return YearBook(found[0].year, years, sorted(members, key=lambda member: folded(member.name)))


def _listed(membership: Membership, language: str) -> Listed:
    organisation, category = membership.organisation, membership.category
    named = (category.name_en if language == "en" else "") or category.name_fr
    open_page = organisation.archived_at is None and organisation.kind in LISTED
    slug = organisation.slug if open_page else ""
    return Listed(organisation.name, slug, organisation.municipality, organisation.region, named)
