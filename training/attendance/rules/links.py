"""What opens a list without an account: a trainer's link, and for a meeting a code of six digits."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

LINK_LASTS = timedelta(days=365)
SHOWN_BEFORE, SHOWN_AFTER = timedelta(days=7), timedelta(days=14)
"""How long before its start and after its end a trainer's link shows a session."""
MOST_TRIES, TRIES_SECONDS = 10, 3600
"""Wrong codes of one person, and in how long."""


def secret_of(uuid: UUID, key: str) -> str:
    """The 128 bits of a trainer's link, from its row and the site's key: the table alone gives no link."""
    made = hmac.new(key.encode(), b"training.trainer-link:" + uuid.bytes, sha256).digest()[:16]
    return urlsafe_b64encode(made).decode().rstrip("=")


def new_code() -> str:
    """Six digits, that are read aloud and typed on a telephone."""
    return f"{secrets.randbelow(1_000_000):06d}"


def same_code(typed: str, code: str) -> bool:
    """Spaces between the digits do not count."""
    digits = "".join(typed.split())
    return digits.isascii() and hmac.compare_digest(digits, code)
