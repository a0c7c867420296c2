"""The search page of the whole site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.search.queries import answer
from registrations.people.requests import actor

MOST = 30
LABELS = {"resource": _("Resource"), "article": _("Article"), "page": _("Page")}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Resources, articles and pages together."""
    q = request.GET.get("q", "").replace("\x00", "")[:200]
    found = answer(q, person=actor(request).person, at=timezone.now(), most=MOST)
    rows = [(LABELS[hit.kind], hit) for hit in found.hits]
    return render(request, "portal/search.html", {"q": q, "found": found, "rows": rows})
