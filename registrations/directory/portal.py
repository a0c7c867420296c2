"""The directory of centres."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.directory.forms import DirectoryForm
from registrations.directory.queries import directory, public_organisation
from registrations.organisations.rules import TermKind

PER_PAGE = 30


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Centres and partners, by name, place, region or speciality."""
    form = DirectoryForm(request.GET or None)
    found = directory(form.wanted(), on=timezone.localdate())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/directory/list.html", {"page": page, "filters": form})


@require_safe
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: where it is, how to reach it, what it offers."""
    organisation = public_organisation(slug, on=timezone.localdate())
    terms = list(organisation.terms.all())
    context = {
        "organisation": organisation,
        "specialities": [term for term in terms if term.kind == TermKind.SPECIALITY],
        "measures": [term for term in terms if term.kind == TermKind.MEASURE],
    }
    return render(request, "portal/directory/page.html", context)
