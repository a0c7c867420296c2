"""Refusals of repeated calls."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class BadKey(DomainError):
    code = "bad-idempotency-key"
    title = _("Idempotency-Key refused")
    message = _("An Idempotency-Key has 1 to 200 visible ASCII characters.")


class OtherBody(DomainError):
    """The same key came before with another body."""

    code = "idempotency-key-reused"
    title = _("Key already used")
    message = _("This Idempotency-Key was already used for another request: choose a new one.")


class StillRunning(Conflict):
    """The first call with this key has not ended."""

    code = "still-running"
    title = _("Still running")
    message = _("The first request with this Idempotency-Key is still running: try again in a few seconds.")
