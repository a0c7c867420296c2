"""API tokens: made, used, revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal.actions import log
from registrations.people.errors import BadTokenTerms
from registrations.people.models import ApiToken, TokenScope, User
from registrations.people.queries import hashed

LONGEST_LIFE = timedelta(days=366)


@transaction.atomic
def create_token(
    *, person: User, name: str, scopes: Iterable[str], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token that acts as `person`; the secret is returned this once and only its hash is kept."""
    if by.person != person and not by.has():
        raise Forbidden
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(TokenScope.values) or not at < expires_at <= at + LONGEST_LIFE:
        raise BadTokenTerms
    secret = f"axtra_{get_random_string(32)}"
    token = ApiToken.objects.create(
        person=person, name=name, scopes=wanted, hash=hashed(secret), created_at=at, expires_at=expires_at
    )
    log(token, "people.create_token", by=by, at=at, scopes=wanted)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """End a token now; doing it again changes nothing."""
    if by.person != token.person and not by.has():
        raise Forbidden
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        log(token, "people.revoke_token", by=by, at=at)


@transaction.atomic
def note_token_use(token: ApiToken, *, at: datetime) -> None:
    """Keep when a token was last used; the door calls this only when what is known is an hour old."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def end_tokens(person: User, *, by: Actor, at: datetime) -> None:
    """Revoke all that act for a person who can no longer sign in."""
    for token in ApiToken.objects.live(at=at).filter(person=person):
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=at)
        log(token, "people.revoke_token", by=by, at=at)
