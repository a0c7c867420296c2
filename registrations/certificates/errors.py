"""Refusals of certificates."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class MayNotIssue(Forbidden):
    code = "may-not-issue-certificates"
    title = _("Not yours to issue")
    message = _("Only those who run the training or the colloquium issue, correct and revoke certificates.")


class AlreadyCertified(Conflict):
    code = "already-certified"
    title = _("Certificate already issued")
    message = _("This certificate is issued already: correct it if it says something wrong.")


class NothingCertified(DomainError):
    code = "nothing-to-certify"
    title = _("Nothing to certify")
    message = _("A certificate needs a name, a title, a day, and between one minute and all those planned.")


class NotValidAnyMore(Conflict):
    code = "certificate-not-valid"
    title = _("Certificate not valid any more")
    message = _("This certificate was replaced, revoked, or has lost its name: it cannot be changed.")


class ReasonMissing(DomainError):
    code = "certificate-reason-missing"
    title = _("Reason needed")
    message = _("Say why: the register of certificates keeps the reason.")


class TooManyLookups(DomainError):
    code = "too-many-certificates"
    title = _("Too many codes tried")
    message = _("Too many unknown codes were tried from your address. Try again in an hour, or write to us.")
