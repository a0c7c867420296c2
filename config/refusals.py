"""Refusals of the doors themselves: what is wrong with a request before any rule of a feature is asked."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class BadRequest(DomainError):
    code = "bad-request"
    title = _("Unreadable request")
    message = _("The request cannot be read: its body must be JSON in UTF-8.")


class BadInput(DomainError):
    """`errors` says which fields, why."""

    code = "bad-input"
    title = _("Invalid input")
    message = _("Some of what was sent is not valid: see each field.")


class NoSuchAddress(DomainError):
    code = "no-such-address"
    title = _("Not found")
    message = _("There is nothing at this address.")


class WrongMethod(DomainError):
    code = "wrong-method"
    title = _("Method not allowed")
    message = _("This address does not answer this method: see the Allow header.")


class TooLarge(DomainError):
    code = "too-large"
    title = _("Request too large")
    message = _("What was sent is larger than this address accepts.")


class TooMany(DomainError):
    code = "too-many-requests"
    title = _("Too many requests")
    message = _("Too many requests came in a short time: wait, then try again.")


class Busy(DomainError):
    """The database was locked too long by somebody else; nothing was done."""

    code = "busy"
    title = _("Busy")
    message = _("The site is busy and did nothing with this request: try again in a few seconds.")


class Broken(DomainError):
    code = "internal-error"
    title = _("Internal error")
    message = _("Something went wrong on our side. The team has been told.")
