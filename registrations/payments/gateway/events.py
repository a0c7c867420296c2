"""The head of a received event, once its signature is checked on the exact bytes."""

import json
import re
from typing import Any

from django.conf import settings

from registrations.payments.errors import BadSignature
from registrations.payments.gateway.client import is_live, sdk
from registrations.payments.rules import FOLLOWED, EventHead

MAX_BODY = 1_000_000
"""Bytes; the provider's own events are far smaller."""
TOLERANCE = 300
NAME = re.compile(r"[A-Za-z0-9_]{1,100}")
KIND = re.compile(r"[a-z0-9_.]{1,80}")


def event_head(payload: bytes, signature: str) -> EventHead:
    """Check the signature and read what is kept. Raises `BadSignature`, also for what is not an event."""
    stripe = sdk()
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise BadSignature
    try:
        text = payload.decode()
        stripe.WebhookSignature.verify_header(text, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=TOLERANCE)
        return _head(json.loads(text))
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSignature from error


def _head(event: Any) -> EventHead:
    """Raises ValueError, KeyError or TypeError. Objects without a name (a balance) are of no kind that is followed."""
    kind, thing = event["type"], event["data"]["object"]
    object_id = thing["id"] if kind in FOLLOWED else thing.get("id") or "none"
    if not (KIND.fullmatch(kind) and NAME.fullmatch(event["id"]) and NAME.fullmatch(object_id)):
        raise ValueError("An event is named by short identifiers.")
    ours = not event.get("account") and bool(event.get("livemode", False)) == is_live()
    return EventHead(event["id"], kind, object_id, is_ours=ours)
