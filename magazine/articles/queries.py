"""Reading articles, sections and contributors: only what readers may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from cms.media.models import CustomImage
from cms.media.queries import load_sizes, sizes
from cms.pages.words import words_of
from cms.search.queries import Where, matching, rank
from cms.search.registry import Hit, Hits
from cms.search.rules import excerpt, question
from magazine.articles.models import ArticlePage, Contribution, Contributor, Section
from registrations.dates import MONTREAL
from registrations.errors import NotFound
from registrations.folding import words
from registrations.people.models import User


def articles(
    *, at: datetime, issue: int | None = None, section: str = "", contributor: str = "", q: str = ""
) -> QuerySet[ArticlePage]:
    """Visible articles, the newest issue first and in its order. `q`: every word begins a word of the text."""
    wanted = Q()
    if issue is not None:
        wanted &= Q(issue__number=issue)
    if section:
        wanted &= Q(section__slug=section)
    if contributor:
        wanted &= Q(Exists(Contribution.objects.filter(article=OuterRef("pk"), contributor__slug=contributor)))
    for word in words(q):
        wanted &= Q(search_text__contains=f" {word}")
    visible: QuerySet[ArticlePage] = ArticlePage.objects.visible(at=at).filter(wanted)
    return visible.order_by("-issue__number", "section__order", "order", "first_page", "pk")


def hits(q: str, _person: User | None, at: datetime, most: int) -> Hits:
    """Articles in the search of the whole site."""
    asked = question(q)
    found = ArticlePage.objects.visible(at=at).filter(matching("article", asked, Where.WHOLE))
    rows = found.annotate(rank=rank("article", asked)).select_related("issue").order_by("-rank", "-issue__number", "pk")
    return Hits(
        found.count(),
        [
            Hit(
                kind="article",
                title=row.title,
                url=reverse("magazine:article", kwargs={"number": row.issue.number, "slug": row.slug}),
                excerpt=excerpt(row.lead, asked) or excerpt(words_of(row.body), asked),
                rank=row.rank,
                on=row.issue.released_at.astimezone(MONTREAL).date(),
            )
            for row in rows[:most]
        ],
    )


def with_lines(found: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """What a line of a list shows: three queries, however many articles."""
    return found.select_related("section", "image", "issue").prefetch_related(bylines(), sizes("image__renditions"))


def bylines() -> Prefetch:
    """Contributions with their contributors, in one query."""
    return Prefetch(
        "contributions", queryset=Contribution.objects.select_related("contributor").order_by("sort_order", "pk")
    )


def visible_article(slug: str, *, at: datetime, issue: int | None = None) -> ArticlePage:
    """One article, or `NotFound` whether it does not exist or its issue is not released."""
    found = articles(at=at, issue=issue).filter(slug=slug)
    if article := with_lines(found).first():
        return article
    raise NotFound()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What one reads before and after, in the order of the issue."""

    previous: ArticlePage | None
    next: ArticlePage | None


def neighbours(article: ArticlePage) -> Neighbours:
    """The articles beside this one in its issue; one query."""
    sisters = ArticlePage.objects.filter(issue=article.issue_id, live=True).select_related("issue")
    line = list(sisters.order_by("section__order", "order", "first_page", "pk"))
    at = next((n for n, sister in enumerate(line) if sister.pk == article.pk), len(line))
    return Neighbours(line[at - 1] if at else None, line[at + 1] if at + 1 < len(line) else None)


def sections(*, at: datetime) -> QuerySet[Section]:
    """The sections in which something has appeared."""
    return Section.objects.filter(Exists(ArticlePage.objects.visible(at=at).filter(section=OuterRef("pk")).order_by()))


def contributors(*, at: datetime) -> QuerySet[Contributor]:
    """Those who have appeared in a released issue."""
    visible = ArticlePage.objects.visible(at=at).order_by().values("pk")
    appeared = Contribution.objects.filter(contributor=OuterRef("pk"), article__in=visible)
    return (
        Contributor.objects.filter(Exists(appeared))
        .select_related("photo")
        .prefetch_related(sizes("photo__renditions"))
    )


def visible_contributor(slug: str, *, at: datetime) -> Contributor:
    """One contributor who has appeared, or `NotFound`."""
    if contributor := contributors(at=at).filter(slug=slug).first():
        return contributor
    raise NotFound()


def images_of(article: ArticlePage) -> list[CustomImage]:
    """The images of an article or of its draft: the one on top, then those of the text."""
    found = [article.image, *(block.value["image"] for block in article.body if block.block_type == "image")]
    return [image for image in found if image is not None]


def load_images(article: ArticlePage) -> None:
    """The sizes of the images of the text, in one query more than the images themselves."""
    load_sizes(images_of(article))
