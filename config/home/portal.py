"""The portal's own pages: its home, and the pages that every site owes to its visitors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.pages.queries import live_page
from registrations.association.queries import association


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can I do here? For a visitor, and for a person who has signed in."""
    return render(request, "portal/home/home.html")


@require_safe
def information(request: HttpRequest, slug: str) -> HttpResponse:
    """The team's page of this address when it has published one, else what the site can say of itself."""
    page = live_page(slug, language=get_language() or "fr")
    if page:
        return page.serve(request)
    return render(request, f"portal/information/{slug}.html", {"association": association()})
