"""What a mail provider says of our mails: django-anymail checks its signature or secret, and calls us."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from registrations.actors import Actor
from registrations.messages.actions import record_bounce
from registrations.messages.queries import message_named
from registrations.messages.rules import BounceKind, bounce_kind

DEAD = {"bounced", "invalid"}
"""Reasons for which an address is no good; the others (spam, blocked, timed out) say nothing against it."""


def provider_event(sender: Any, event: Any, esp_name: str, **_kwargs: Any) -> None:  # noqa: ARG001  # the signal's names
    """Keep a bounce; what was delivered, opened or clicked is not ours to keep (Law 25)."""
    if event.event_type not in ("bounced", "rejected") or not event.recipient:
        return
    words = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    kind = bounce_kind(None, words) or (BounceKind.HARD if event.reject_reason in DEAD else BounceKind.SOFT)
    record_bounce(
        address=event.recipient,
        kind=kind,
        diagnosis=words,
        message=message_named((event.metadata or {}).get("message", "")),
        by=Actor.system(f"anymail:{esp_name.lower()}"),
        at=timezone.now(),
    )


def provider_webhook(provider: str) -> Any:
    """The view that this provider's events come to; refused at start without the secret that guards it."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise ImproperlyConfigured("ANYMAIL must hold WEBHOOK_SECRET, as user:password.")
    routes = {route.name: route.callback for route in import_module("anymail.urls").urlpatterns}
    return routes[f"{provider}_tracking_webhook"]
