"""The exhibitors of an edition, under `/colloquia`."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.caching.answers import public
from registrations.colloquium.queries import edition
from registrations.exhibitors.queries import exhibitors_of
from registrations.exhibitors.schemas import ExhibitorOut
from registrations.schemas import Items, Paging, page

router = Router()


@router.get("/{slug:slug}/exhibitors", response=Items[ExhibitorOut], operation_id="colloquia_exhibitors")
@public("colloquium")
def list_exhibitors(request: HttpRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Those who exhibit, by name."""
    found = page(exhibitors_of(edition(slug, at=timezone.now())), paging)
    return found | {"items": [ExhibitorOut.of(each) for each in found["items"]]}
