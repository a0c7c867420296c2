"""Reading pages of text."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from cms.media.queries import load_sizes, picture
from cms.pages.models import StandardPage
from cms.pages.words import words_of
from cms.search.queries import Where, matching, rank
from cms.search.registry import Hit, Hits
from cms.search.rules import excerpt, question
from registrations.people.models import User


def live_page(slug: str, *, language: str) -> StandardPage | None:
    """The published page of this address in this language, else in French, the language that always comes first."""
    pages = StandardPage.objects.live().public().filter(slug=slug).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or by_language.get("fr")


def live_pages(*, language: str) -> QuerySet[StandardPage]:
    """The published pages of a language, in the order of the tree."""
    found: QuerySet[StandardPage] = StandardPage.objects.live().public().filter(locale__language_code=language)
    return found.select_related("locale").order_by("path")


def hits(q: str, _person: User | None, _at: datetime, most: int) -> Hits:
    """Pages in the search of the whole site, in the reader's language."""
    asked = question(q)
    found = live_pages(language="en" if (get_language() or "fr").startswith("en") else "fr")
    found = found.filter(matching("page", asked, Where.WHOLE)).annotate(rank=rank("page", asked))
    rows = list(found.order_by("-rank", "path")[:most])
    return Hits(
        found.count(),
        [
            Hit(
                kind="page",
                title=row.title,
                url=row.url,
                excerpt=excerpt(row.summary, asked) or excerpt(words_of(row.body), asked),
                rank=row.rank,
                on=None,
            )
            for row in rows
        ],
    )


def blocks(body: StreamValue) -> list[dict[str, Any]]:
    """A body as the API gives it: one query for its images, one for their sizes."""
    load_sizes(block.value["image"] for block in body if block.block_type == "image")
    return [{"type": block.block_type, "id": block.id or "", **_content(block)} for block in body]


def _content(block: StreamValue.StreamChild) -> dict[str, Any]:
    value = block.value
    match block.block_type:
        case "heading":
            return {"text": value}
        case "paragraph":
            return {"html": expand_db_html(value.source)}
        case "image":
            return {"image": picture(value["image"]), "caption": value["caption"]}
        case "quote":
            return {"text": value["text"], "attribution": value["attribution"]}
        case "callout":
            return {"title": value["title"], "html": expand_db_html(value["text"].source)}
    raise ValueError(f"Block {block.block_type} has no shape in schemas.py.")
