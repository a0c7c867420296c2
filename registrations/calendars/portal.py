"""One's calendar address, and the feed itself."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from registrations.calendars.actions import renew_feed
from registrations.calendars.errors import TooManyReads
from registrations.calendars.queries import address_of, calendar_of
from registrations.calendars.requests import feed_read
from registrations.errors import NotFound
from registrations.people.requests import actor, person_behind


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The address, how to add it, and the button that makes another."""
    if request.method == "POST":
        renew_feed(by=actor(request), at=timezone.now())
        return redirect("calendars:mine")
    address = address_of(person_behind(request))
    context = {"address": address, "webcal": address.replace("https:", "webcal:", 1) if address else ""}
    response = render(request, "portal/calendars/mine.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What calendar applications read again and again: 304 while nothing changed, 404 once revoked."""
    try:
        found = feed_read(request, token)
    except NotFound as missing:
        raise Http404 from missing
    except TooManyReads as refusal:
        answer = HttpResponse(str(refusal), status=429, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(refusal.members["retry_after"])
        return answer
    content, etag = calendar_of(found.person, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response
