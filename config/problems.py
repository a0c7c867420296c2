"""Refusals as HTTP: the only table of statuses, and the one place that writes problem+json (RFC 9457)."""

import json
import logging
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from config import refusals
from config.strict import field_error
from registrations.calendars.errors import TooManyReads
from registrations.certificates.errors import TooManyLookups
from registrations.errors import Conflict, DomainError, Forbidden, NotFound
from registrations.people.errors import ForgedRequest, NotSignedIn
from registrations.promotions.errors import TooManyGuesses
from training.invitations.errors import TooManyAnswers

logger = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {
    refusals.BadRequest: 400,
    NotSignedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    refusals.NoSuchAddress: 404,
    refusals.WrongMethod: 405,
    Conflict: 409,
    refusals.TooLarge: 413,
    DomainError: 422,
    refusals.TooMany: 429,
    TooManyAnswers: 429,
    TooManyGuesses: 429,
    TooManyLookups: 429,
    TooManyReads: 429,
    refusals.Broken: 500,
    refusals.Busy: 503,
}
# Refusals that pass by themselves say after how many seconds to try again.
RETRY_AFTER = {503: 2, 429: 60}

# pydantic's kinds of error, in our words; `%(x)s` are the members of its context.
MESSAGES = {
    "missing": _("This field is required."),
    "extra_forbidden": _("This field or parameter is not known here."),
    "string_too_short": _("At least %(min_length)s characters are needed."),
    "string_too_long": _("At most %(max_length)s characters are allowed."),
    "string_pattern_mismatch": _("This text does not have the expected form."),
    "string_type": _("A text is expected."),
    "int_parsing": _("A whole number is expected."),
    "int_type": _("A whole number is expected."),
    "int_from_float": _("A whole number is expected."),
    "int_parsing_size": _("This number is too large."),
    "greater_than_equal": _("It must be at least %(ge)s."),
    "greater_than": _("It must be more than %(gt)s."),
    "less_than_equal": _("It must be at most %(le)s."),
    "less_than": _("It must be less than %(lt)s."),
    "bool_parsing": _("“true” or “false” is expected."),
    "enum": _("One of these is expected: %(expected)s."),
    "literal_error": _("One of these is expected: %(expected)s."),
    "uuid_parsing": _("An identifier (UUID) is expected."),
    "date_from_datetime_parsing": _("A date is expected, as 2026-03-31."),
    "date_parsing": _("A date is expected, as 2026-03-31."),
    "datetime_from_date_parsing": _("An instant is expected, as 2026-03-31T13:30:00-04:00."),
    "datetime_parsing": _("An instant is expected, as 2026-03-31T13:30:00-04:00."),
    "too_long": _("At most %(max_length)s items are allowed."),
    "too_short": _("At least %(min_length)s items are needed."),
    "list_type": _("A list is expected."),
}
ANYTHING = _("This value is not valid.")


def status_of(refusal: DomainError | type[DomainError]) -> int:
    kind = refusal if isinstance(refusal, type) else type(refusal)
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def problem(refusal: DomainError) -> HttpResponse:
    """The refusal as problem+json, in the language that is active."""
    status = status_of(refusal)
    body = {
        "type": f"/problems/{refusal.code}",
        "title": str(refusal.title),
        "status": status,
        "detail": str(refusal),
        "code": refusal.code,
        **{name: _plain(value) for name, value in refusal.members.items()},
    }
    content = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)
    response = HttpResponse(content, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="AXTRA"'
    if wait := refusal.members.get("retry_after", RETRY_AFTER.get(status)):
        response["Retry-After"] = str(wait)
    return response


def _plain(value: Any) -> Any:
    """A row among the members is named by its public identifier, never by its key."""
    return str(value.uuid) if hasattr(value, "uuid") else value


def refused(_request: HttpRequest, refusal: DomainError) -> HttpResponse:
    return problem(refusal)


def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(refusals.BadInput(errors=[_field_problem(fault) for fault in error.errors]))


def _field_problem(fault: dict[str, Any]) -> dict[str, str]:
    source, *path = fault["loc"]
    if len(path) > 1 and source == "body":
        path = path[1:]  # ninja puts the name of the view's own argument first
    context = {name: str(value) for name, value in fault.get("ctx", {}).items()}
    message = MESSAGES.get(fault["type"], ANYTHING)
    return field_error(".".join(map(str, path)), fault["type"].replace("_", "-"), str(message) % context)


def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja's own refusals. A body that our parser refused arrives here, with our refusal as its cause."""
    if isinstance(error.__cause__, DomainError):
        return problem(error.__cause__)
    if isinstance(error, Throttled):
        return problem(refusals.TooMany(retry_after=error.wait or RETRY_AFTER[429]))
    if isinstance(error, AuthenticationError):
        return problem(NotSignedIn())
    kinds = {400: refusals.BadRequest, 403: ForgedRequest, 404: refusals.NoSuchAddress, 413: refusals.TooLarge}
    return problem(kinds.get(error.status_code, refusals.BadRequest)())


def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(NotFound())


def suspicious(_request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem(refusals.TooLarge() if isinstance(error, RequestDataTooBig) else refusals.BadRequest())


def out_of_range(request: HttpRequest, error: Exception) -> HttpResponse:
    """A number or text that the database cannot hold came through a schema that should have bounded it."""
    logger.warning("A value beyond the database's reach at %s", request.path, exc_info=error)
    return problem(refusals.BadInput(errors=[]))


def database(_request: HttpRequest, error: OperationalError) -> HttpResponse:
    if not lock_timed_out(error):
        raise error
    return problem(refusals.Busy())


def lock_timed_out(error: OperationalError) -> bool:
    """Whether somebody else held the database too long: PostgreSQL's 55P03, deadlocks, SQLite's own words."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {"55P03", "40P01", "40001", "57014"} or "database is locked" in str(error)


def broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # Django logs it and answers by `handler500`


HANDLERS: dict[type[Exception], Any] = {
    DomainError: refused,
    ValidationError: invalid,
    HttpError: http_error,
    Http404: not_found,
    SuspiciousOperation: suspicious,
    OverflowError: out_of_range,
    DataError: out_of_range,
    OperationalError: database,
    Exception: broken,
}


def install(api: NinjaAPI) -> None:
    """Give the API our answers for all that can be raised in it."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, partial(handler))
