"""Who an API request comes from: the portal's cookie, a headless session, or a token. For the doors alone."""

from typing import Any

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from registrations.actors import Via
from registrations.people.actions import note_token_use
from registrations.people.errors import ForgedRequest, NotSignedIn, OutOfScope, WrongCredential
from registrations.people.models import ApiToken, TokenScope, User
from registrations.people.queries import live_token

SAFE = ("GET", "HEAD", "OPTIONS")
LONGEST = 200


class Credentials(AuthBase):
    """Anonymous visits pass; a wrong credential is 401."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    required = False

    def __call__(self, request: HttpRequest) -> User | AnonymousUser:
        user = _by_token(request) or _by_headless_session(request) or _by_cookie(request)
        if user is None and self.required:
            raise NotSignedIn
        request.user = user or AnonymousUser()
        request.via = Via.API  # type: ignore[attr-defined]  # read by `actor(request)`
        return request.user


class RequiredCredentials(Credentials):
    """Somebody must be recognised: `@router.post(..., auth=signed_in)`."""

    required = True


anyone = Credentials()
signed_in = RequiredCredentials()


def _by_token(request: HttpRequest) -> User | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, secret = header.partition(" ")
    now = timezone.now()
    token = live_token(_sane(secret), at=now) if scheme.lower() == "bearer" else None
    if token is None:
        raise WrongCredential
    _within(token, TokenScope.READ if request.method in SAFE else TokenScope.WRITE)
    if token.use_is_old(at=now):
        note_token_use(token, at=now)
    request.token = token  # type: ignore[attr-defined]  # for routes with a scope of their own
    return token.person


def _within(token: ApiToken, scope: str) -> None:
    if scope not in token.scopes:
        raise OutOfScope(scope=str(scope))


def _by_headless_session(request: HttpRequest) -> User | None:
    secret = request.headers.get("X-Session-Token")
    if secret is None:
        return None
    found: tuple[Any, Any] | None = authenticate_by_x_session_token(_sane(secret))
    if found is None or not found[0].is_active:
        raise WrongCredential
    return found[0]  # type: ignore[no-any-return]  # our user model


def _by_cookie(request: HttpRequest) -> User | None:
    """A browser sends its cookie by itself: an expired one is an anonymous visit, not a wrong credential."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return None
    if request.method not in SAFE and check_csrf(request):
        raise ForgedRequest
    return user


def _sane(secret: str) -> str:
    if not secret.isascii() or not secret.isprintable() or not 8 <= len(secret) <= LONGEST:
        raise WrongCredential
    return secret
