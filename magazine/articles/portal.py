"""An article, to be read on a phone and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from magazine.articles.queries import load_images, neighbours, visible_article


@require_safe
def article(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    shown = visible_article(slug, issue=number, at=timezone.now())
    load_images(shown)
    context = {"article": shown, "issue": shown.issue, "beside": neighbours(shown)}
    return render(request, "portal/magazine/article.html", context)
