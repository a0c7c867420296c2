"""`/site` and `/pages`: what a front end needs around everything else."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from cms.pages import queries
from cms.pages.models import StandardPage
from cms.pages.schemas import PageLineOut, PageOut, SiteOut
from registrations.association.queries import association
from registrations.caching.answers import public
from registrations.errors import NotFound
from registrations.money import CURRENCY
from registrations.schemas import Items, Paging, Slug, page

router = Router()
shown = public("pages", same_for_all=True)


@router.get("/site", response=SiteOut, operation_id="site", summary="Who runs the site, and its languages")
@public("pages", "association", same_for_all=True)
def get_site(request: HttpRequest) -> dict[str, Any]:
    who = association()
    return {
        "name": who.name,
        "legal_name": who.legal_name,
        "email": who.email,
        "phone": who.phone,
        "languages": [code for code, _name in settings.LANGUAGES],
        "default_language": settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
        "currency": CURRENCY,
        "url": settings.SITE_URL,
    }


@router.get("/pages", response=Items[PageLineOut], operation_id="pages", summary="Pages, in the language asked for")
@shown
def list_pages(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page(queries.live_pages(language=get_language() or "fr"), paging)


@router.get(
    "/pages/{slug}", response=PageOut, operation_id="page", summary="One page, in French where there is no other"
)
@shown
def get_page(request: HttpRequest, slug: Slug) -> StandardPage:
    found = queries.live_page(slug, language=get_language() or "fr")
    if found is None:
        raise NotFound()
    return found
