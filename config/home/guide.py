"""*Aide*: the team's guide (`docs/guide`, in French), shown in the admin beside the screens that it speaks of."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER = Path(settings.ROOT) / "docs" / "guide"
# One page per trade, in the order of the menu; the first is where one starts.
PAGES = (
    "premier-jour",
    "magazine",
    "bibliotheque",
    "formation",
    "colloque",
    "adhesions",
    "finances",
    "contacts",
    "messages",
    "renseignements-personnels",
    "reglages",
)


def guide(request: HttpRequest, page: str = PAGES[0]) -> HttpResponse:
    """One page of the guide."""
    if page not in PAGES:
        raise Http404
    contents = [(name, titled(name)) for name in PAGES]
    context = {"page": page, "title": titled(page), "body": body(page), "contents": contents}
    return render(request, "team/guide.html", context)


@cache
def source(page: str) -> str:
    return (FOLDER / f"{page}.md").read_text(encoding="utf-8")


def titled(page: str) -> str:
    """The first heading."""
    return source(page).partition("\n")[0].lstrip("# ").strip()


@cache
def body(page: str) -> SafeString:
    """The rest as HTML; raw HTML in the source stays text, and the files are ours."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source(page).partition("\n")[2])
    return mark_safe(html)  # noqa: S308  # rendered from our own files with raw HTML switched off
