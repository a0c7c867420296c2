"""Refusals about the team's accounts."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotAdministrator(Forbidden):
    code = "not-administrator"
    title = _("Reserved to administrators")
    message = _("Only an administrator may change the team's accounts.")


class UnknownRole(DomainError):
    code = "unknown-role"
    title = _("Unknown role")
    message = _("There is no role named %(role)s.")


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = _("The last administrator")
    message = _("This is the last administrator: name another one first.")
