"""Refusals about the association."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotTheAssociations(Forbidden):
    code = "not-the-associations"
    title = _("Reserved")
    message = _("Your roles do not let you change this part of the association's settings.")


class SenderMissing(Conflict):
    code = "sender-missing"
    title = _("Sender missing")
    message = _("Give the sender's name and address, and the address to answer, before mails leave.")


class BadTaxNumber(DomainError):
    code = "bad-tax-number"
    title = _("Registration number refused")
    message = _("“%(number)s” has not the form of a registration number: write it as %(example)s.")


class TaxNumbersTogether(DomainError):
    code = "tax-numbers-together"
    title = _("Registration number missing")
    message = _("Whoever is registered in Quebec has both numbers: give both, or none if you are not registered.")
