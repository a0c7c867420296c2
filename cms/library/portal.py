"""The library's pages."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.library.cursors import cursor_of, place_of
from cms.library.errors import DownloadRefused, NoSuchResource
from cms.library.forms import FilterForm
from cms.library.models import Resource
from cms.library.queries import Access, Excerpt, Listing, Place, listing, reader, record, shelf
from cms.library.requests import play_file, send_cover, send_file
from cms.library.schemas import AccessOut
from cms.search.rules import Part, marked
from registrations.people.requests import actor
from registrations.schemas import BadCursor

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A resource of the list, as the page shows it."""

    resource: Resource
    access: Access
    found: Listing

    @property
    def title(self) -> list[Part]:
        """The title, its found words marked."""
        return marked(self.resource.title, self.found.asked)

    @property
    def excerpt(self) -> Excerpt | None:
        return self.found.excerpts.get(self.resource.pk)


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """What the person who looks may see, with search, filters and counts."""
    form, now = FilterForm(request.GET), timezone.now()
    filters = form.filters()
    found = listing(reader(actor(request).person, at=now), filters, at=now, limit=ON_A_PAGE, place=asked_place(request))
    facets = form.facets(found.facets)
    context = {
        "form": form,
        "filters": filters,
        "found": found,
        "facets": facets,
        "chosen": [(facet.name, choice) for facet in facets for choice in facet.chosen],
        "rows": [Row(resource, found.access[resource.pk], found) for resource in found.resources],
        "next": cursor_of(found.after),
        "previous": cursor_of(found.before),
    }
    return render(request, "portal/library/resources.html", context)


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
def cover(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The first page, as a picture."""
    try:
        return send_cover(request, uuid)
    except NoSuchResource as refusal:
        raise Http404(str(refusal)) from refusal


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


def asked_place(request: HttpRequest) -> Place | None:
    """The place that the address gives; anything else is the first page."""
    try:
        return place_of(request.GET.get("cursor", "")[:200])
    except BadCursor:
        return None
