"""What holds for whole parts of the site: the admin's gate, a locked database, a refusal outside any form."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from config.problems import RETRY_AFTER, lock_timed_out, status_of
from registrations.errors import DomainError, NotFound
from registrations.memory import remembering
from registrations.people.errors import NotSignedIn

Answer = Callable[[HttpRequest], HttpResponse]
# Reached without the right to open the admin: signing in and out, and the script that knows the languages.
OPEN = ("login/", "logout/", "password_reset/", "jsi18n/")


class CleanAddress:
    """An address with a NUL, which PostgreSQL refuses in any text, is a bad request before anything looks it up.

    The API says it in its own words, of the parameter at fault.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/v1/") and (
            "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
        ):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class Memory:
    """What the parts of one page all need to know (what this person is today) is asked once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remembering():
            return self.get_response(request)


class KeptByNobody:
    """A page made for somebody's session is kept by no cache, nor shown again by Back after they signed out.

    What says itself how it is kept (a file, a picture, a page for everybody) keeps its own word.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class AdminGate:
    """A signed-in person without the right gets 403, not a loop of redirections; the team needs a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        admin = reverse("wagtailadmin_home")
        if not request.path.startswith(admin) or request.path.removeprefix(admin).startswith(OPEN):
            return None
        if not request.user.is_authenticated:
            return None  # Wagtail sends them to sign in
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if settings.MFA_REQUIRED and not is_mfa_enabled(request.user):
            messages.warning(request, _("The admin asks for a second way to prove who you are: add one here first."))
            return redirect("mfa_index")
        return None


class BusyDatabase:
    """A lock that somebody else held too long is 503 at every door, with the time to wait."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError) or not lock_timed_out(error):
            return None
        response = render(request, "portal/errors/503.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER[503])
        return response


class RefusedPage:
    """A refusal that no form could show is a page of the portal, with the status that the API would give it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        status = status_of(error)
        if isinstance(error, NotSignedIn):
            return redirect_to_login(request.get_full_path())
        page = "404" if type(error) is NotFound else "refusal"
        return render(request, f"portal/errors/{page}.html", {"refusal": error}, status=status)
