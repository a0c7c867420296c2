"""Codes typed at a door: so many refused ones an hour for each person, whatever the reason of each refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from registrations.people.models import User
from registrations.promotions.errors import CodeRefused, TooManyGuesses
from registrations.promotions.rules import GUESS_SECONDS, MOST_GUESSES


@contextmanager
def code_typed(code: str, *, by: User | None) -> Iterator[None]:
    """Run what reads a typed code. Raises `TooManyGuesses` before it, once too many were refused.

    Every refusal counts, so that an expired code tells no more than an unknown one; the count is in the cache, since
    the refusal writes nothing.
    """
    key = f"promotion-codes:{by.pk if by else 0}"
    if code and cache.get(key, 0) >= MOST_GUESSES:
        raise TooManyGuesses(retry_after=GUESS_SECONDS)
    try:
        yield
    except CodeRefused:
        cache.add(key, 0, timeout=GUESS_SECONDS)
        cache.incr(key)
        raise
