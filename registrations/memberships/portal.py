"""The pages of one's own organisations."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.memberships.queries import staff_of, standing
from registrations.people.requests import actor


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
