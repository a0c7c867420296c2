"""The choice of the weekly digest."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registrations.people.requests import actor, person_behind
from training.digests.actions import choose_digest
from training.digests.queries import refuses


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest) -> HttpResponse:
    """Whether one has it; one button to change that."""
    if request.method == "POST":
        choose_digest(wanted="resume" in request.POST, by=actor(request), at=timezone.now())
        return redirect("digests:choice")
    return render(request, "portal/digests/choice.html", {"stopped": refuses(person_behind(request))})
