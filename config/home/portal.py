"""The portal's own pages: its home, a person's space, and the pages that every site owes to its visitors."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.pages.queries import live_page
from config.home.queries import on_offer, waiting_for
from registrations.association.queries import association
from registrations.people.queries import needs_own_address
from registrations.people.requests import actor, person_behind
from registrations.privacy.queries import privacy_notice


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can I do here? For a visitor, and for a person who has signed in."""
    at, on = timezone.now(), timezone.localdate()
    context = {"waiting": waiting_for(actor(request), at=at, on=on), "offer": on_offer(at=at, on=on)}
    return render(request, "portal/home/home.html", context)


@require_safe
@login_required
def my_space(request: HttpRequest) -> HttpResponse:
    """What waits for me, in order of urgency, and the way to all that is mine."""
    at, on = timezone.now(), timezone.localdate()
    waiting = waiting_for(actor(request), at=at, on=on)
    is_team = request.user.has_perm("wagtailadmin.access_admin")
    needs = needs_own_address(person_behind(request), on=on)
    context = {"waiting": waiting, "is_team": is_team, "needs_own_address": needs}
    return render(request, "portal/home/my_space.html", context)


@require_safe
def information(request: HttpRequest, slug: str) -> HttpResponse:
    """The team's page of this address when it has published one, else what the site can say of itself.

    Of personal data it says both: the team's words, then what the law asks for, read from the rules themselves.
    """
    page = live_page(slug, language=get_language() or "fr")
    if page and slug != "confidentialite":
        return page.serve(request)
    context = {"association": association(), "page": page, "notice": privacy_notice(on=timezone.localdate())}
    return render(request, f"portal/information/{slug}.html", context)
