"""`/magazine/articles`, `/sections`, `/contributors`: what readers may see, the same for all."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from magazine.articles import queries
from magazine.articles.models import ArticlePage, Contributor
from magazine.articles.schemas import (
    ArticleFilters,
    ArticleLineOut,
    ArticleOut,
    ContributorLineOut,
    ContributorOut,
    SectionOut,
)
from registrations.caching.answers import public
from registrations.schemas import Items, Paging, Slug, page

router = Router()
shown = public("magazine", same_for_all=True)


@router.get("/articles", response=Items[ArticleLineOut], operation_id="magazine_articles", summary="Articles")
@shown
def list_articles(request: HttpRequest, filters: Query[ArticleFilters]) -> dict[str, Any]:
    found = queries.articles(
        at=timezone.now(),
        issue=filters.issue,
        section=filters.section or "",
        contributor=filters.contributor or "",
        q=filters.q,
    )
    return page(queries.with_lines(found), filters)


@router.get("/articles/{slug}", response=ArticleOut, operation_id="magazine_article", summary="One article")
@shown
def get_article(request: HttpRequest, slug: Slug) -> ArticlePage:
    article = queries.visible_article(slug, at=timezone.now())
    beside = queries.neighbours(article)
    article.previous, article.next = beside.previous, beside.next
    return article


@router.get("/sections", response=Items[SectionOut], operation_id="magazine_sections", summary="Sections")
@shown
def list_sections(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page(queries.sections(at=timezone.now()), paging)


@router.get(
    "/contributors", response=Items[ContributorLineOut], operation_id="magazine_contributors", summary="Contributors"
)
@shown
def list_contributors(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page(queries.contributors(at=timezone.now()).prefetch_related(None), paging)


@router.get(
    "/contributors/{slug}",
    response=ContributorOut,
    operation_id="magazine_contributor",
    summary="One contributor",
)
@shown
def get_contributor(request: HttpRequest, slug: Slug) -> Contributor:
    return queries.visible_contributor(slug, at=timezone.now())
