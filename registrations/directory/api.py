"""`/organisations` and `/vocabularies`: the public directory."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.caching.answers import changes_at, public
from registrations.directory.queries import directory, public_organisation, vocabularies
from registrations.directory.schemas import OrganisationOut, SearchIn, VocabulariesOut
from registrations.schemas import Items, page

router = Router()
AREA = "organisations"


@router.get("/organisations", response=Items[OrganisationOut], operation_id="organisations_list")
@public(AREA)
def list_organisations(request: HttpRequest, search: Query[SearchIn]) -> dict[str, Any]:
    """Centres and partners, by name or nearest first."""
    found = page(directory(search.wanted(), on=_today(request)), search)
    return found | {"items": [OrganisationOut.of(each) for each in found["items"]]}


@router.get("/organisations/{slug:slug}", response=OrganisationOut, operation_id="organisations_one")
@public(AREA)
def get_organisation(request: HttpRequest, slug: str) -> OrganisationOut:
    """One centre or partner."""
    return OrganisationOut.of(public_organisation(slug, on=_today(request)))


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
