"""Who is behind a request: for the doors alone."""

from django.http import HttpRequest

from registrations.actors import Actor, Via, roles_of
from registrations.people.models import User


def actor(request: HttpRequest, *, via: str = Via.PORTAL) -> Actor:
    """The actor of this request, built once: the person, and the roles that their groups give them."""
    known = getattr(request, "_actor", None)
    if known is None:
        known = request._actor = _build(request, via)  # type: ignore[attr-defined]  # kept on the request itself
    return known


def _build(request: HttpRequest, via: str) -> Actor:
    user = getattr(request, "auth", None) if isinstance(getattr(request, "auth", None), User) else request.user
    if not isinstance(user, User) or not user.is_active:
        return Actor(person=None, via=via)
    return Actor(person=user, roles=roles_of(user), via=via)
