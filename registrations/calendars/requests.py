"""Counting the reads of a feed, and of addresses that open nothing."""

from django.core.cache import cache
from django.http import HttpRequest

from registrations.calendars.errors import TooManyReads
from registrations.calendars.models import CalendarFeed
from registrations.calendars.queries import feed_behind
from registrations.calendars.rules import MOST_READS, READS_SECONDS, UNKNOWN_READS
from registrations.errors import NotFound
from registrations.people.requests import client_address


def feed_read(request: HttpRequest, secret: str) -> CalendarFeed:
    """The feed of this secret. Raises `NotFound`, and `TooManyReads` once it, or guesses, were too many in an hour.

    Guesses close no feed that exists, to anybody: Google reads thousands from one place, and nobody guesses 128 bits.
    """
    try:
        feed = feed_behind(secret)
    except NotFound:
        if _count(f"calendars:unknown:{client_address(request)}") > UNKNOWN_READS:
            raise TooManyReads(retry_after=READS_SECONDS) from None
        raise
    if _count(f"calendars:{feed.pk}") > MOST_READS:
        raise TooManyReads(retry_after=READS_SECONDS)
    return feed


def _count(key: str) -> int:
    cache.add(key, 0, timeout=READS_SECONDS)
    return cache.incr(key)
