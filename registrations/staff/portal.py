"""Where one works, and what a registrar looks after there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.memberships.queries import standing
from registrations.people.requests import actor
from registrations.staff.queries import managed, staff_of, tiles_of


@require_safe
@login_required
def my_organisations(request: HttpRequest) -> HttpResponse:
    """Where I work, what it gives me, and what I keep there."""
    status = standing(actor(request).person, on=timezone.localdate())
    return render(request, "portal/staff/mine.html", {"standing": status})


@require_safe
@login_required
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a registrar looks after in one organisation."""
    me = actor(request)
    organisation = managed(slug, by=me, on=timezone.localdate())
    tiles = tiles_of(organisation, by=me, at=timezone.now())
    return render(request, "portal/staff/hub.html", {"organisation": organisation, "tiles": tiles})


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The staff of an organisation, for its registrars."""
    organisation = managed(slug, by=actor(request), on=timezone.localdate())
    staff = staff_of(organisation, on=timezone.localdate())
    return render(request, "portal/staff/people.html", {"organisation": organisation, "staff": staff})
