"""The magazine's pages: all issues, and an issue as a cover."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from magazine.issues.queries import by_section, contents, issues, visible_issue
from registrations.errors import NotFound
from registrations.files.serving import serve


@require_safe
def magazine(request: HttpRequest) -> HttpResponse:
    """The current issue on top, the others under it."""
    found = list(issues(at=timezone.now()))
    return render(request, "portal/magazine/index.html", {"current": found[0] if found else None, "past": found[1:]})


@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    shown = visible_issue(number, at=timezone.now())
    context = {"issue": shown, "sections": by_section(contents(shown))}
    return render(request, "portal/magazine/issue.html", context)


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponseBase:
    """The PDF of a released issue, with Range."""
    shown = visible_issue(number, at=timezone.now())
    if not shown.pdf:
        raise NotFound()
    return serve(
        shown.pdf,
        request,
        filename=f"axe-magazine-{shown.number}.pdf",
        content_type="application/pdf",
        inline=True,
        sha256=shown.pdf_sha256,
    )


class IssuesFeed(Feed):
    """`/feeds/issues.atom`: the latest released issues."""

    feed_type = Atom1Feed
    title = "AXE Magazine"
    link = reverse_lazy("magazine:index")
    language = "fr-CA"
    author_name = "AXTRA"

    def items(self) -> Any:
        return issues(at=timezone.now())[:20]

    def item_title(self, item: Any) -> str:
        return f"{item.title} : {item.theme}"

    def item_description(self, item: Any) -> str:
        return item.editorial

    def item_link(self, item: Any) -> str:
        return reverse("magazine:issue", args=[item.number])

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_pubdate(self, item: Any) -> Any:
        return item.released_at

    def item_updateddate(self, item: Any) -> Any:
        return item.last_published_at
