"""Reading issues: for their readers, and for those who prepare them."""

from datetime import datetime

from django.db.models import QuerySet

from magazine.articles.models import ArticlePage
from magazine.issues.models import IssuePage
from magazine.issues.rules import ArticleFacts, IssueFacts
from registrations.errors import NotFound


def issues(*, at: datetime) -> QuerySet[IssuePage]:
    """What readers may see, the newest first."""
    found: QuerySet[IssuePage] = IssuePage.objects.visible(at=at).select_related("cover")
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


def contents(issue: IssuePage) -> list[ArticlePage]:
    """The articles of a visible issue in reading order, with section, image and contributors: three queries."""
    articles = ArticlePage.objects.filter(issue=issue, live=True).select_related("section", "image", "issue")
    return list(
        articles.order_by("section__order", "order", "first_page", "pk").prefetch_related("contributions__contributor")
    )


def next_release(*, at: datetime) -> datetime | None:
    """When the next planned release changes what readers see."""
    planned = IssuePage.objects.filter(released_at=None, release_at__gt=at)
    first: datetime | None = planned.order_by("release_at").values_list("release_at", flat=True).first()
    return first


def due_releases(*, at: datetime) -> list[int]:
    """Issues whose planned instant has come."""
    due = IssuePage.objects.filter(released_at=None, release_at__lte=at)
    return list(due.order_by("release_at").values_list("pk", flat=True))


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
        articles=[article_facts(draft) for draft in drafts],
    )


def article_facts(draft: ArticlePage) -> ArticleFacts:
    """What the preflight asks of one article."""
    images = [block.value["image"] for block in draft.body if block.block_type == "image"]
    images += [draft.image] if draft.image else []
    return ArticleFacts(
        title=draft.title,
        approved=draft.is_approved,
        has_body=bool(len(draft.body)),
        has_contributor=bool(draft.contributions.count()),
        images_described=all(image.description.strip() for image in images if image),
        first_page=draft.first_page,
    )
