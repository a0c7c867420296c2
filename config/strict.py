"""What every call of the API is checked for, whatever its route declares."""

import json
import math
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.operation import Operation
from ninja.parser import Parser

from config.refusals import BadInput

LARGEST = 2**63 - 1
UNKNOWN = _("This field or parameter is not known here.")
UNSAFE = _("This text holds characters that cannot be kept (NUL or half of a pair).")


def field_error(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


class StrictParser(Parser):
    """JSON without NUL, lone surrogates, repeated keys, infinities or numbers that no column holds."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = json.loads(
            request.body.decode("utf-8"),
            parse_int=_bounded,
            parse_float=_finite,
            parse_constant=_finite,
            object_pairs_hook=_once_each,
        )
        if any(map(unsafe, texts(body))):
            raise BadInput(errors=[field_error("", "unsafe-text", str(UNSAFE))])
        return body


def _bounded(number: str) -> int:
    value = int(number)
    if abs(value) > LARGEST:
        raise ValueError("number out of range")
    return value


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError("number out of range")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("repeated key")
    return members


def texts(value: Any) -> Iterator[str]:
    """Every string inside a JSON value, keys included."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as members:
                yield from members
                waiting.extend(members.values())
            case list() as items:
                waiting.extend(items)


def unsafe(text: str) -> bool:
    """Text that a database refuses, or that cannot be sent back in UTF-8."""
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)


def checked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap an operation's function: unknown query parameters and unsafe text in the address are refused."""

    @wraps(view)
    def strict(request: HttpRequest, *args: Any, **values: Any) -> Any:
        operation: Operation = request.operation  # type: ignore[attr-defined]  # put there by `remember`
        errors = [*_unknown(request, operation), *_unsafe_in_address(request)]
        if errors:
            raise BadInput(errors=errors)
        return view(request, *args, **values)

    return strict


def remember(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap an operation's run: the request knows its operation, and how to render an answer of it."""
    operation: Operation = _operation_of(run)

    @wraps(run)
    def remembered(request: HttpRequest, **values: Any) -> HttpResponseBase:
        request.operation = operation  # type: ignore[attr-defined]
        request.render = lambda answer: operation._result_to_response(  # type: ignore[attr-defined]
            request, answer, operation.api.create_temporal_response(request)
        )
        return run(request, **values)

    return remembered


def _operation_of(run: Any) -> Operation:
    while hasattr(run, "__wrapped__"):
        run = run.__wrapped__
    return run.__self__  # type: ignore[no-any-return]  # `run` is a bound method of its operation


def _declared(operation: Operation) -> set[str]:
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return {name for model in queries for name in getattr(model, "__ninja_flatten_map__", {})}


def _unknown(request: HttpRequest, operation: Operation) -> list[dict[str, str]]:
    unknown = sorted(set(request.GET) - _declared(operation))
    return [field_error(name[:100], "unknown-parameter", str(UNKNOWN)) for name in unknown]


def _unsafe_in_address(request: HttpRequest) -> list[dict[str, str]]:
    path = request.resolver_match.kwargs if request.resolver_match else {}
    given = [*((name, text) for name, values in request.GET.lists() for text in values), *path.items()]
    return [
        field_error(name, "unsafe-text", str(UNSAFE)) for name, text in given if isinstance(text, str) and unsafe(text)
    ]


def asked_language(request: HttpRequest) -> str:
    """The language of `Accept-Language` alone (the portal's cookie is the portal's); French by default."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "fr"
