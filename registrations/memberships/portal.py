"""The directory of centres, and the pages of one's own organisations."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.memberships.forms import DirectoryForm
from registrations.memberships.queries import directory, public_organisation, staff_of, standing
from registrations.organisations.rules import TermKind
from registrations.people.requests import actor

PER_PAGE = 30


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Centres and partners, by name, place, region or speciality."""
    form = DirectoryForm(request.GET or None)
    found = directory(form.wanted(), on=timezone.localdate())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/memberships/directory.html", {"page": page, "filters": form})


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
    return render(request, "portal/memberships/organisation.html", context)


@require_safe
@login_required
def my_organisations(request: HttpRequest) -> HttpResponse:
    """Where I work, what it gives me, and what I keep there."""
    status = standing(actor(request).person, on=timezone.localdate())
    return render(request, "portal/memberships/mine.html", {"standing": status})


@require_safe
@login_required
def staff_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The staff of an organisation, for its registrars."""
    organisation, staff = staff_of(slug, by=actor(request), on=timezone.localdate())
    return render(request, "portal/memberships/staff.html", {"organisation": organisation, "staff": staff})
