"""*Mes téléchargements*: what I downloaded, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.downloads.queries import own_downloads
from registrations.people.requests import actor


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own list; a file that they may no longer have says so."""
    rows = own_downloads(actor(request).person, at=timezone.now())
    return render(request, "portal/library/my_downloads.html", {"rows": rows})
