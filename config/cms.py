"""Wagtail's own API behind its gate: a preview made for editors, which nothing public depends on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api as wagtail_api

from config.problems import problem
from registrations.errors import Forbidden
from registrations.people.errors import NotSignedIn, WrongCredential

authenticate = BearerTokenAuth()


def gated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap one of its routes: no token or a bad one 401, no right to the admin 403, nothing is ever kept."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = _refusal(request) or view(request, *args, **values)
        response["Cache-Control"] = "private, no-store"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # a token, never a cookie
    return answer


def _refusal(request: HttpRequest) -> HttpResponse | None:
    header = request.headers.get("Authorization", "")
    if "\x00" in header or authenticate(request) is None:
        return problem(WrongCredential() if header else NotSignedIn())
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return problem(Forbidden())
    return None


def urls() -> tuple[list[Any], str, str]:
    """Its routes, each gated: `path("api/cms/", cms.urls())`."""
    routes, app_name, namespace = wagtail_api.urls
    for route in routes:
        if isinstance(route, URLPattern):
            route.callback = gated(route.callback)
    return routes, app_name, namespace
