"""The library's pages."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.library.errors import DownloadRefused, NoSuchResource
from cms.library.forms import FilterForm
from cms.library.queries import listing, reader, record, shelf
from cms.library.requests import play_file, send_file
from cms.library.schemas import AccessOut
from registrations.people.requests import actor

ON_A_PAGE = 20
LAST_PAGE = 500


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """What the person who looks may see, with search, filters and counts."""
    form, now = FilterForm(request.GET), timezone.now()
    filters, number = form.filters(), page_number(request)
    found = listing(
        reader(actor(request).person, at=now), filters, at=now, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE
    )
    form.count(found.facets)
    page = Paginator(range(found.count), ON_A_PAGE).get_page(number)
    rows = [(resource, found.access[resource.pk]) for resource in found.resources]
    return render(request, "portal/library/resources.html", {"form": form, "page": page, "rows": rows})


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """One work: what it is, its files, why or why not."""
    now = timezone.now()
    try:
        found = record(slug, reader(actor(request).person, at=now), at=now)
    except NoSuchResource as refusal:
        raise Http404(str(refusal)) from refusal
    access = AccessOut.of(found.access, found.resource)
    context = {"record": found, "resource": found.resource, "access": access, "remedy": access.remedy}
    return render(request, "portal/library/resource.html", context)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """The works of a collection, in its order, that the person who looks may see."""
    try:
        found, rows = shelf(slug, reader(actor(request).person, at=(now := timezone.now())), at=now)
    except NoSuchResource as refusal:
        raise Http404(str(refusal)) from refusal
    return render(request, "portal/library/collection.html", {"collection": found, "rows": rows})


@require_safe
def play(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """What a player in the page asks for, piece by piece; refused as its download is."""
    try:
        return play_file(request, uuid)
    except (NoSuchResource, DownloadRefused) as refusal:
        raise Http404(str(refusal)) from refusal


@require_safe
def file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The file, or a page that says why not and what to do."""
    try:
        return send_file(request, uuid)
    except NoSuchResource as refusal:
        raise Http404(str(refusal)) from refusal
    except DownloadRefused as refusal:
        return render(request, "portal/library/refused.html", {"access": refusal.members}, status=403)


def page_number(request: HttpRequest) -> int:
    """The page asked for; anything else is the first."""
    asked = request.GET.get("page", "")
    return min(max(int(asked[:6]), 1), LAST_PAGE) if asked.isascii() and asked.isdecimal() else 1
