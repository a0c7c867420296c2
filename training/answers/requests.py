"""Counting the tries at the personal links: unknown ones from one place, and answers by one link."""

from django.core.cache import cache
from django.http import HttpRequest

from registrations.people.requests import client_address
from training.invitations.errors import TooManyAnswers, UnknownInvitation
from training.invitations.models import Invitation
from training.invitations.queries import invitation_of

UNKNOWN_LINKS, MOST_ANSWERS, SECONDS = 30, 20, 3600
"""Links that open nothing, from one place, and answers by one link, in how long."""


def link_opened(request: HttpRequest, secret: str) -> Invitation:
    """The invitation of this link. Raises `UnknownInvitation`, and `TooManyAnswers`.

    Guesses close no link that exists, to anybody: a whole centre reads from one place, and nobody guesses 128 bits.
    """
    try:
        found = invitation_of(secret)
    except UnknownInvitation:
        if _count(f"invitations:unknown:{client_address(request)}") > UNKNOWN_LINKS:
            raise TooManyAnswers(retry_after=SECONDS) from None
        raise
    if request.method == "POST" and _count(f"invitations:{found.pk}") > MOST_ANSWERS:
        raise TooManyAnswers(retry_after=SECONDS)
    return found


def _count(key: str) -> int:
    cache.add(key, 0, timeout=SECONDS)
    return cache.incr(key)
