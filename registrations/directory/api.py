"""`/organisations`, `/directory` and `/vocabularies`: the public directory."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router

from registrations.caching.answers import changes_at, public
from registrations.directory.queries import (
    directory,
    public_organisation,
    vocabularies,
    year_book,
    years_with_members,
)
from registrations.directory.schemas import (
    OrganisationOut,
    OrganisationsOut,
    PlaceOut,
    SearchIn,
    VocabulariesOut,
    YearOut,
)

router = Router()
AREA = "organisations"


@router.get("/organisations", response=OrganisationsOut, operation_id="organisations_list")
@public(AREA)
def list_organisations(request: HttpRequest, search: Query[SearchIn]) -> dict[str, Any]:
    """Centres and partners, by name, or nearest first. A place that nobody knows is refused, with suggestions."""
    understood = search.understood()
    wanted = search.wanted(understood)
    found = directory(wanted, on=_today(request))
    rows = found.rows(search.offset, search.offset + search.limit)
    items = [OrganisationOut.of(each, here=wanted.near) for each in rows]
    return {"count": len(found), "items": items, "place": PlaceOut.of(understood)}


@router.get("/organisations/{slug:slug}", response=OrganisationOut, operation_id="organisations_one")
@public(AREA)
def get_organisation(request: HttpRequest, slug: str) -> OrganisationOut:
    """One centre or partner; the slug of a duplicate gives the organisation that it was merged into."""
    return OrganisationOut.of(public_organisation(slug, on=_today(request)))


@router.get("/directory/years", response=list[str], operation_id="directory_years")
@public(AREA)
def list_years(request: HttpRequest) -> list[str]:
    """The membership years that have members, the latest first."""
    return years_with_members()


@router.get("/directory/years/{label}", response=YearOut, operation_id="directory_year")
@public(AREA)
def get_year(request: HttpRequest, label: str) -> YearOut:
    """The members of one year, by name."""
    return YearOut.of(year_book(label, language=get_language() or "fr"))


@router.get("/vocabularies", response=VocabulariesOut, operation_id="vocabularies")
@public(AREA, same_for_all=True)
def get_vocabularies(request: HttpRequest) -> dict[str, Any]:
    """The words that fields and filters use, in French and in English."""
    return vocabularies()


def _today(request: HttpRequest) -> date:
    """Memberships lapse by date: what is shown today may change at midnight."""
    today = timezone.localdate()
    changes_at(request, timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min)))
    return today
