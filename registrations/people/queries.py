"""Finding people by what they present."""

from datetime import datetime
from hashlib import sha256

from registrations.people.models import ApiToken


def hashed(secret: str) -> str:
    """Secrets have over 128 bits: a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def live_token(secret: str, *, at: datetime) -> ApiToken | None:
    """The token of this secret, with its person, if it still acts for an active person."""
    tokens = ApiToken.objects.select_related("person")
    return tokens.live(at=at).filter(hash=hashed(secret), person__is_active=True).first()
