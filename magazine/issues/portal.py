"""The magazine's pages: all issues, and an issue as a cover."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from magazine.issues.models import IssuePage
from magazine.issues.queries import by_section, contents, issues, visible_issue
from registrations.errors import NotFound
from registrations.files.serving import serve


@require_safe
def magazine(request: HttpRequest) -> HttpResponse:
    """The current issue on top, the others under it."""
    current, *past = [*issues(at=timezone.now()), None]
    return render(request, "portal/magazine/index.html", {"current": current, "past": past[:-1]})


@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    shown = _visible(number)
    context = {"issue": shown, "sections": by_section(contents(shown))}
    return render(request, "portal/magazine/issue.html", context)


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponseBase:
    """The PDF of a released issue, with Range."""
    shown = _visible(number)
    if not shown.pdf:
        raise Http404
    return serve(
        shown.pdf,
        request,
        filename=f"axe-magazine-{shown.number}.pdf",
        content_type="application/pdf",
        inline=True,
        sha256=shown.pdf_sha256,
    )


def _visible(number: int) -> IssuePage:
    try:
        return visible_issue(number, at=timezone.now())
    except NotFound as refusal:
        raise Http404 from refusal
