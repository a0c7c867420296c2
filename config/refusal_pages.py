"""Every refusal, documented: the `type` of a problem is the address of its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.problems import status_of
from registrations.errors import DomainError


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code, with its sentences in both languages; `%(x)s` in them are members of the problem."""

    code: str
    status: int
    french: tuple[str, str]
    english: tuple[str, str]


def kinds() -> Iterator[type[DomainError]]:
    """Every class of refusal that may leave the product, once (the tests have some of their own)."""
    found: dict[type[DomainError], None] = {}
    waiting: list[type[DomainError]] = [DomainError]
    while waiting:
        kind = waiting.pop(0)
        found[kind] = None
        waiting += kind.__subclasses__()
    return (kind for kind in found if not kind.__module__.startswith("tests.") and not kind.__name__.startswith("_"))


def catalogue() -> dict[str, Refusal]:
    """By code, in alphabetical order."""
    found = {kind.code: _described(kind) for kind in kinds()}
    return dict(sorted(found.items()))


def _described(kind: type[DomainError]) -> Refusal:
    sentences = {}
    for language in ("fr", "en"):
        with override(language):
            sentences[language] = (str(kind.title), str(kind.message))
    return Refusal(kind.code, status_of(kind), sentences["fr"], sentences["en"])


@require_safe
@cache_control(public=True, max_age=3600)
def every(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/problems/list.html", {"refusals": catalogue().values()})


@require_safe
@cache_control(public=True, max_age=3600)
def one(request: HttpRequest, code: str) -> HttpResponse:
    refusal = catalogue().get(code)
    if refusal is None:
        raise Http404
    return render(request, "portal/problems/record.html", {"refusal": refusal})
