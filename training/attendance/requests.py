"""Codes typed at a door: so many wrong ones an hour for each person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from registrations.people.models import User
from training.attendance.errors import TooManyTries, WrongCode
from training.attendance.rules import MOST_TRIES, TRIES_SECONDS


@contextmanager
def code_tried(person: User) -> Iterator[None]:
    """Run what reads a typed code. Raises `TooManyTries` before it, once too many were wrong."""
    key = f"meeting-codes:{person.pk}"
    if cache.get(key, 0) >= MOST_TRIES:
        raise TooManyTries(retry_after=TRIES_SECONDS)
    try:
        yield
    except WrongCode:
        cache.add(key, 0, timeout=TRIES_SECONDS)
        cache.incr(key)
        raise
