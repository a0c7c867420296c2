"""Refusals of the outbox."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class ReasonMissing(DomainError):
    code = "cancel-reason-missing"
    message = _("Say why these messages are not to leave.")
