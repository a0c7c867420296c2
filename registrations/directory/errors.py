"""Refusals of the public directory."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class UnknownPlace(DomainError):
    """`suggestions` are names that look like what was given, as `place` takes them."""

    code = "unknown-place"
    title = _("Unknown place")
    message = _("We do not know any place called “%(given)s” in Quebec.")
