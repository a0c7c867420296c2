"""HTTP caching of what the API shows to everybody. For the doors alone.

    @router.get("/issues/{number}", response=IssueOut, operation_id="magazine_issue")
    @public("magazine")
    def get_issue(request, number): ...

An anonymous GET is answered from our cache while the areas' generations stand and no known change has come; it carries
an ETag and `Cache-Control: public`; a 304 costs one query. What a signed-in person gets is never kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from registrations.caching.queries import generations

SHARED_SECONDS = 60
KEPT = timedelta(minutes=10)
CREDENTIALS = ("Cookie", "Authorization", "X-Session-Token", "Accept-Language")


@dataclass(frozen=True, slots=True)
class Answer:
    """A rendered body, its tag, and the instant from which it may be wrong."""

    body: bytes
    etag: str
    content_type: str
    until: datetime


def changes_at(request: HttpRequest, when: datetime | None) -> None:
    """Tell that the answer under way changes by itself at `when` (a release, an opening); the earliest counts."""
    known: datetime | None = getattr(request, "_changes_at", None)
    if when is not None and (known is None or when < known):
        request._changes_at = when  # type: ignore[attr-defined]  # kept on the request itself


def public(*areas: str, same_for_all: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Cache what anonymous visits get, as long as `areas` are not bumped.

    `same_for_all`: the answer depends on nobody, so signed-in people are served from our cache too.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def cached(request: HttpRequest, *args: Any, **values: Any) -> Any:
            anonymous = not request.user.is_authenticated
            if not (anonymous or same_for_all):
                return view(request, *args, **values)
            now = timezone.now()
            key = _key(request, generations(areas))
            answer: Answer | None = cache.get(key)
            if answer is None or answer.until <= now:
                response: HttpResponse = request.render(view(request, *args, **values))  # type: ignore[attr-defined]
                if response.status_code != 200:
                    return response
                answer = _keep(key, request, response, now=now)
            return _shown(request, answer, now=now, shared=anonymous)

        return cached

    return decorate


def _key(request: HttpRequest, numbers: dict[str, int]) -> str:
    parts = f"{request.get_host()} {request.get_full_path()} {get_language()} {sorted(numbers.items())}"
    return f"answer:{sha256(parts.encode()).hexdigest()}"


def _keep(key: str, request: HttpRequest, response: HttpResponse, *, now: datetime) -> Answer:
    until = min(now + KEPT, getattr(request, "_changes_at", None) or now + KEPT)
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    answer = Answer(response.content, etag, response["Content-Type"], until)
    cache.set(key, answer, timeout=max(0, int((until - now).total_seconds())))
    return answer


def _shown(request: HttpRequest, answer: Answer, *, now: datetime, shared: bool) -> HttpResponse:
    seconds = max(0, min(SHARED_SECONDS, int((answer.until - now).total_seconds())))
    if shared and answer.etag in _asked_tags(request):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(answer.body, content_type=answer.content_type)
    response["ETag"] = answer.etag
    if shared:
        response["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"
    patch_vary_headers(response, CREDENTIALS)
    return response


def _asked_tags(request: HttpRequest) -> list[str]:
    return [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
