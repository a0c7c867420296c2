"""Error pages: problem+json under /api/, the portal's own page elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override

from config import refusals
from config.problems import problem
from config.strict import asked_language
from registrations.errors import DomainError, Forbidden


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's name
    return _answer(request, refusals.BadRequest(), "400")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's name
    return _answer(request, Forbidden(), "403")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's name
    return _answer(request, refusals.NoSuchAddress(), "404")


def no_such_address(request: HttpRequest) -> HttpResponse:
    """Of what begins as an API: never looked for among the pages, nor sent to the same address with a slash."""
    raise Http404(request.path)


no_such_address.csrf_exempt = True  # type: ignore[attr-defined]  # there is nothing to protect


def broken(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what is broken."""
    if request.path.startswith("/api/"):
        return _answer(request, refusals.Broken(), "500")
    return HttpResponse(render_to_string("portal/errors/500.html"), status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A form without its anti-forgery token: most often one that stayed open too long."""
    return _answer(request, Forbidden(), "csrf")


def _answer(request: HttpRequest, refusal: DomainError, page: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        with override(asked_language(request)):
            response = problem(refusal)
        response["Cache-Control"] = "private, no-store"
        return response
    status = 403 if page == "csrf" else int(page)
    return render(request, f"portal/errors/{page}.html", {"refusal": refusal}, status=status)
