"""The secret of a feed, and how often it may be read."""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

LONGEST_SECRET = 64
MOST_READS, UNKNOWN_READS, READS_SECONDS = 120, 30, 3600
"""Reads of one feed, and of addresses that open nothing from one place, in how long."""
KEPT_AFTER = timedelta(days=90)
"""How long what is over stays in the feed."""
CANCELLED_FOR = timedelta(days=30)
"""How long what was cancelled is said to be, so that every application has read it."""


def secret_of(uuid: UUID, key: str) -> str:
    """The 128 bits of a feed's address, from its row and the site's key: the table alone gives no address."""
    made = hmac.new(key.encode(), b"registrations.calendar-feed:" + uuid.bytes, sha256).digest()[:16]
    return urlsafe_b64encode(made).decode().rstrip("=")
