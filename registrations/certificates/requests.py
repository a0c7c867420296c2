"""Codes tried at a public door: so many unknown ones an hour for each address."""

from django.core.cache import cache
from django.http import HttpRequest

from registrations.certificates.errors import TooManyLookups
from registrations.certificates.models import Certificate
from registrations.certificates.queries import numbered, verified
from registrations.certificates.rules import LOOKUP_SECONDS, LOOKUPS
from registrations.people.requests import client_address


def looked_up(request: HttpRequest, typed: str, *, numbers: bool = False) -> Certificate | None:
    """The certificate of this code (or number), or None, which counts. Raises `TooManyLookups`.

    Those who check fifty certificates are never stopped: only what does not exist counts.
    """
    key = f"certificates:{client_address(request)}"
    if cache.get(key, 0) >= LOOKUPS:
        raise TooManyLookups(retry_after=LOOKUP_SECONDS)
    found = verified(typed) or (numbered(typed) if numbers else None)
    if found is None:
        cache.add(key, 0, timeout=LOOKUP_SECONDS)
        cache.incr(key)
    return found
