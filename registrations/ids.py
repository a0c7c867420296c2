"""Public identifiers: uuid version 7 (RFC 9562), short codes that people can read aloud, secrets."""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7() -> UUID:
    """A time-ordered identifier: 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def made_at(identifier: UUID) -> datetime:
    """When a `uuid7` was made."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=UTC)


def short_code() -> str:
    """Eight characters of Crockford's alphabet: a name for people, not a secret."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def secret() -> str:
    """A secret of 128 bits, in 22 characters that fit an address."""
    return secrets.token_urlsafe(16)
