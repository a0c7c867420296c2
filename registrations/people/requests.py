"""Who is behind a request: for the doors alone."""

from functools import partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from registrations.actors import Actor, Via, roles_of
from registrations.people.errors import NotSignedIn
from registrations.people.models import User


def actor(request: HttpRequest, *, via: str = "") -> Actor:
    """The actor of this request, built once: the person, and the roles that their groups give them.

    The door is the API's when the API recognised the caller, else the one that is named, else the portal.
    """
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        known = _build(request.user, via or getattr(request, "via", Via.PORTAL))
        request._actor = known  # type: ignore[attr-defined]  # kept on the request itself
    return known


def person_behind(request: HttpRequest) -> User:
    """The person of this request; raises NotSignedIn. For routes that somebody must be signed in to reach."""
    person = actor(request).person
    if person is None:
        raise NotSignedIn
    return person


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: what the outermost of `TRUSTED_PROXY_COUNT` proxies saw, not what is claimed."""
    direct: str = request.META.get("REMOTE_ADDR") or ""
    proxies: int = settings.TRUSTED_PROXY_COUNT
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return (seen[-proxies] or direct) if 0 < proxies <= len(seen) else direct


def _build(user: object, via: str) -> Actor:
    if not isinstance(user, User) or not user.is_active:
        return Actor(person=None, via=via)
    roles = SimpleLazyObject(partial(roles_of, user))  # most acts for oneself ask for none
    return Actor(person=user, roles=cast("frozenset[str]", roles), via=via)
