"""An article, to be read on a phone and on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from magazine.articles.queries import load_images, neighbours, visible_article
from registrations.errors import NotFound


@require_safe
def article(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    try:
        shown = visible_article(slug, issue=number, at=timezone.now())
    except NotFound as refusal:
        raise Http404 from refusal
    load_images(shown)
    context = {"article": shown, "issue": shown.issue, "beside": neighbours(shown)}
    return render(request, "portal/magazine/article.html", context)
