"""Writing and approving articles. Approval publishes nothing: an article waits for its issue."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from cms.media.actions import prepare_images
from cms.search.actions import index
from magazine.articles.models import ArticlePage, Contribution, Contributor, Section
from magazine.articles.queries import images_of
from registrations.actors import Actor, Role
from registrations.caching.actions import bump
from registrations.errors import Forbidden
from registrations.journal.actions import log

if TYPE_CHECKING:
    from magazine.issues.models import IssuePage


APOSTROPHES = re.compile("['’]")


@dataclass(frozen=True, slots=True)
class Byline:
    """A contributor as the article names them."""

    contributor: Contributor
    affiliation: str = ""
    role: str = "author"


@transaction.atomic
def add_article(
    issue: "IssuePage", *, title: str, section: Section, bylines: list[Byline], by: Actor, at: datetime, **fields: Any
) -> ArticlePage:
    """A new article, not visible. `fields`: lead, order, first_page, image, body (list of (block, value))."""
    check_editor(by)
    article = ArticlePage(title=title, slug=free_slug(title), section=section, live=False, issue=issue, **fields)
    article.contributions = [
        Contribution(contributor=b.contributor, role=b.role, byline=b.contributor.name, affiliation=b.affiliation)
        for b in bylines
    ]
    issue.add_child(instance=article)
    article.save_revision(user=by.person)
    log(article, "magazine.add_article", by=by, at=at, issue=issue.number)
    return article


@transaction.atomic
def approve_article(article: ArticlePage, *, by: Actor, at: datetime) -> ArticlePage:
    """Approve the text as it stands; it becomes visible with its issue, and a later change must be approved again.

    The sizes of its images are made after this transaction, so that the release has nothing to encode.
    """
    check_editor(by)
    revision = article.get_latest_revision() or article.save_revision(user=by.person)
    prepare_images(image.pk for image in images_of(revision.as_object()))
    ArticlePage.objects.filter(pk=article.pk).update(approved_revision=revision)
    log(article, "magazine.approve_article", by=by, at=at)
    article.approved_revision = revision
    return article


@transaction.atomic
def add_section(*, slug: str, name: str, order: int, by: Actor) -> Section:
    """A *rubrique*, or the one that has this slug already, renamed."""
    check_editor(by)
    section, _made = Section.objects.update_or_create(slug=slug, defaults={"name": name, "order": order})
    bump("magazine")
    return section


@transaction.atomic
def add_contributor(*, name: str, organisation: str = "", function: str = "", by: Actor) -> Contributor:
    """A contributor, found again by their name's slug."""
    check_editor(by)
    defaults = {"name": name, "organisation": organisation, "function": function}
    contributor, _made = Contributor.objects.get_or_create(slug=slugify(name), defaults=defaults)
    return contributor


@transaction.atomic
def change_contributor(contributor: Contributor, *, by: Actor, **fields: Any) -> Contributor:
    """`fields`: name, function, organisation, biography, photo, consented_on. Past bylines stay as they appeared."""
    check_editor(by)
    unknown = fields.keys() - {"name", "function", "organisation", "biography", "photo", "consented_on"}
    if unknown:
        raise ValueError(f"Not a contributor's: {unknown}")
    for name, value in fields.items():
        setattr(contributor, name, value)
    contributor.save(update_fields=[*fields])
    bump("magazine")
    return contributor


def free_slug(title: str) -> str:
    """The title's slug, numbered when another article has it already, whatever its issue."""
    wanted = slugify(APOSTROPHES.sub(" ", title))[:80].strip("-") or "article"
    taken = set(ArticlePage.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{n}" for n in range(2, 100))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def check_editor(by: Actor) -> None:
    """The magazine's team alone."""
    if not by.has(Role.EDITOR):
        raise Forbidden()


def index_articles() -> int:
    """Write every article's entry in the search index anew; how many."""
    return index("article", [article.entry() for article in ArticlePage.objects.all()])
