"""The centre finder and the directory of members by year."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registrations.directory import map as maps
from registrations.directory.forms import DirectoryForm
from registrations.directory.queries import (
    Found,
    Search,
    directory,
    others,
    public_organisation,
    year_book,
    years_with_members,
)
from registrations.errors import NotFound
from registrations.organisations.rules import Region, TermKind

PER_PAGE = 20


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Centres and partners by place, speciality, region or word, nearest first, as a list and on a map."""
    form = DirectoryForm(request.GET or None)
    understood, today = form.understood, timezone.localdate()
    search = form.wanted(understood)
    found = directory(search, on=today)
    page = Paginator(range(len(found)), PER_PAGE).get_page(request.GET.get("page"))
    rows = found.rows(page.start_index() - 1, page.end_index()) if found.hits else []
    context = {
        "filters": form,
        "search": search,
        "understood": understood,
        "page": page,
        "rows": rows,
        "map": drawn(found, search, request),
        "others": [] if found.hits else others(search, on=today),
        "regions": Region.choices,
    }
    return render(request, "portal/directory/list.html", context)


def drawn(found: Found, search: Search, request: HttpRequest) -> maps.Drawing:
    """All of Quebec by region as long as nobody asks for a place, a region or a few; else by municipality."""

    def within(name: str, value: str) -> str:
        kept = {key: text for key, text in request.GET.items() if text and key not in ("page", "near", name)}
        return f"{reverse('directory:list')}?{urlencode({**kept, name: value})}"

    if search.near is None and not search.region and len({hit.region for hit in found.hits}) > 1:
        return maps.of_regions(found.hits, address=lambda region: within("region", region))
    return maps.of_places(
        found.hits,
        page=lambda slug: reverse("directory:page", args=[slug]),
        address=lambda place: within("place", place),
        here=search.near,
    )


@require_safe
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: where it is, how to reach it, what it offers."""
    organisation = public_organisation(slug, on=timezone.localdate())
    if organisation.slug != slug:
        return redirect("directory:page", organisation.slug, permanent=True)
    terms = list(organisation.terms.all())
    context = {
        "organisation": organisation,
        "points": list(organisation.service_points.all()),
        "map": maps.of_one(organisation.hit),
        "data": structured(organisation, request),
        **{name: [term for term in terms if term.kind == kind] for name, kind in SHOWN.items()},
    }
    return render(request, "portal/directory/page.html", context)


SHOWN = {"specialities": TermKind.SPECIALITY, "measures": TermKind.MEASURE, "networks": TermKind.NETWORK}


def structured(organisation: Any, request: HttpRequest) -> SafeString:
    """What search engines read, in the words of schema.org."""
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organisation.name,
        "url": request.build_absolute_uri(reverse("directory:page", args=[organisation.slug])),
        "description": organisation.description,
        "telephone": organisation.phone,
        "email": organisation.email,
        "sameAs": organisation.website,
        "address": _postal(organisation),
        "location": [
            {"@type": "Place", "name": point.name, "telephone": point.phone, "address": _postal(point)}
            for point in organisation.service_points.all()
        ],
    }
    if organisation.latitude is not None and organisation.longitude is not None:
        degrees = {"latitude": float(organisation.latitude), "longitude": float(organisation.longitude)}
        own = {"@type": "Place", "address": known["address"], "geo": {"@type": "GeoCoordinates", **degrees}}
        known["location"].insert(0, own)
    text = json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(NO_MARKUP))  # noqa: S308 - nothing in it can end the element


NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _postal(place: Any) -> dict[str, str]:
    given = {
        "streetAddress": place.street,
        "addressLocality": place.municipality,
        "postalCode": place.postal_code,
    }
    known = {name: value for name, value in given.items() if value}
    return {"@type": "PostalAddress", **known, "addressRegion": "QC", "addressCountry": "CA"} if known else {}


@require_safe
def latest_year(_request: HttpRequest) -> HttpResponse:
    """The directory of the latest year that has members."""
    years = years_with_members()
    if not years:
        raise NotFound()
    return redirect("directory:year", years[0])


@require_safe
def year_page(request: HttpRequest, label: str) -> HttpResponse:
    """The members of one year, by region, made to be printed."""
    book = year_book(label, language=get_language() or "fr")
    return render(request, "portal/directory/year.html", {"book": book, "today": timezone.localdate()})
