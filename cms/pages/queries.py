"""Reading pages of text."""

from typing import Any

from django.db.models import QuerySet
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing

from cms.media.queries import load_sizes, picture
from cms.pages.models import StandardPage


def live_page(slug: str, *, language: str) -> StandardPage | None:
    """The published page of this address in this language, else in French, the language that always comes first."""
    pages = StandardPage.objects.live().public().filter(slug=slug).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or by_language.get("fr")


def live_pages(*, language: str) -> QuerySet[StandardPage]:
    """The published pages of a language, in the order of the tree."""
    found: QuerySet[StandardPage] = StandardPage.objects.live().public().filter(locale__language_code=language)
    return found.select_related("locale").order_by("path")


def blocks(body: StreamValue) -> list[dict[str, Any]]:
    """A body as the API gives it: one query for its images, one for their sizes."""
    load_sizes(block.value["image"] for block in body if block.block_type == "image")
    return [{"type": block.block_type, "id": block.id or "", **_content(block)} for block in body]


def words_of(body: StreamValue) -> str:
    """The plain words of a body, for searching."""
    return " ".join(get_text_for_indexing(part) for block in body for part in _texts(block))


def _texts(block: StreamValue.StreamChild) -> list[str]:
    value = block.value
    if isinstance(value, str):
        return [value]
    if isinstance(value, RichText):
        return [value.source]
    return [
        part.source if isinstance(part, RichText) else part
        for part in value.values()
        if part and part != value.get("image")
    ]


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
