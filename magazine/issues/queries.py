"""Reading issues: for their readers, and for those who prepare them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from cms.media.queries import all_sized, sizes
from magazine.articles.models import ArticlePage
from magazine.articles.queries import images_of, with_lines
from magazine.issues.errors import NotEditor
from magazine.issues.models import IssuePage
from magazine.issues.rules import ArticleFacts, Finding, IssueFacts, may_edit_magazine, preflight
from registrations.actors import Actor
from registrations.errors import NotFound


def issues(*, at: datetime) -> QuerySet[IssuePage]:
    """What readers may see, the newest first."""
    found: QuerySet[IssuePage] = (
        IssuePage.objects.visible(at=at).select_related("cover").prefetch_related(sizes("cover__renditions"))
    )
    return found


def current_issue(*, at: datetime) -> IssuePage:
    """The latest released issue, or `NotFound`."""
    if issue := issues(at=at).first():
        return issue
    raise NotFound()


def visible_issue(number: int, *, at: datetime) -> IssuePage:
    """One issue, or `NotFound` whether it does not exist or is not released."""
    if issue := issues(at=at).filter(number=number).first():
        return issue
    raise NotFound()


def issue_to_edit(number: int, *, edits: bool, at: datetime) -> IssuePage:
    """Any issue for those who edit the magazine; for others what they may see, else `NotFound`."""
    if not edits:
        return visible_issue(number, at=at)
    issue: IssuePage | None = IssuePage.objects.filter(number=number).select_related("latest_revision").first()
    if issue is None:
        raise NotFound()
    return issue


def findings(issue: IssuePage, *, by: Actor) -> list[Finding]:
    """The preflight of an issue, for those who edit the magazine."""
    if not may_edit_magazine(by):
        raise NotEditor()
    return preflight(facts_of(issue))


@dataclass(frozen=True, slots=True)
class SectionContents:
    """A section and its articles, in reading order."""

    slug: str
    name: str
    articles: list[ArticlePage]


def contents(issue: IssuePage) -> list[ArticlePage]:
    """The articles of a visible issue in reading order, with section, image and contributors: three queries."""
    shown = ArticlePage.objects.filter(issue=issue, live=True)
    return list(with_lines(shown).order_by("section__order", "section", "order", "first_page", "pk"))


def draft_contents(issue: IssuePage) -> list[ArticlePage]:
    """The articles of an issue in preparation, as their latest drafts have them, in reading order."""
    found = ArticlePage.objects.filter(issue=issue).select_related("latest_revision", "section")
    drafts = [article.get_latest_revision_as_object() for article in found]
    return sorted(drafts, key=lambda draft: (draft.section.order, draft.section.pk, draft.order, draft.pk))


def by_section(articles: Iterable[ArticlePage]) -> list[SectionContents]:
    """Articles already in reading order, under their sections."""
    grouped = groupby(articles, key=lambda article: article.section)
    return [SectionContents(section.slug, section.name, list(found)) for section, found in grouped]


def next_release(*, at: datetime) -> datetime | None:
    """When the next planned release changes what readers see."""
    planned = IssuePage.objects.filter(released_at=None, release_at__gt=at)
    first: datetime | None = planned.order_by("release_at").values_list("release_at", flat=True).first()
    return first


def due_releases(*, at: datetime) -> list[int]:
    """Issues whose planned instant has come."""
    due = IssuePage.objects.filter(released_at=None, release_at__lte=at)
    return list(due.order_by("release_at").values_list("pk", flat=True))


def attention(*, at: datetime) -> list[IssuePage]:
    """Issues whose planned instant has passed without a release: something is missing."""
    return list(IssuePage.objects.filter(released_at=None, release_at__lte=at).order_by("release_at"))


def facts_of(issue: IssuePage) -> IssueFacts:
    """What the preflight asks, from the latest revisions: what would be released."""
    issue = issue.get_latest_revision_as_object()
    drafts = [
        article.get_latest_revision_as_object()
        for article in ArticlePage.objects.filter(issue=issue).select_related("latest_revision")
    ]
    return IssueFacts(
        has_cover=issue.cover_id is not None,
        cover_described=bool(issue.cover_alt.strip()),
        has_pdf=bool(issue.pdf),
        has_editorial=bool(issue.editorial.strip()),
        images_sized=all_sized([issue.cover, *(image for draft in drafts for image in images_of(draft))]),
        articles=[article_facts(draft) for draft in drafts],
    )


def article_facts(draft: ArticlePage) -> ArticleFacts:
    """What the preflight asks of one article."""
    return ArticleFacts(
        title=draft.title,
        approved=draft.is_approved,
        has_body=bool(len(draft.body)),
        has_contributor=bool(draft.contributions.count()),
        images_described=all(image.description.strip() for image in images_of(draft)),
        first_page=draft.first_page,
    )
