"""Why a writing is refused."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotAWriter(Forbidden):
    code = "not-a-writer"
    message = _("Your roles do not allow you to write to people.")


class UnknownField(DomainError):
    code = "unknown-field"
    message = _("These fields do not exist: %(names)s. Known here: %(known)s.")


class NothingWritten(DomainError):
    code = "nothing-written"
    message = _("Write a subject and a text first.")


class HalfTranslated(DomainError):
    code = "half-translated"
    message = _("The English needs both a subject and a text, or neither.")


class NobodyToWriteTo(Conflict):
    code = "nobody-to-write-to"
    message = _("Nobody is left to write to.")


class NumberNotConfirmed(DomainError):
    code = "number-not-confirmed"
    message = _("This goes to %(people)s people: type that number to confirm.")


class HourPassed(DomainError):
    code = "hour-passed"
    message = _("This hour has passed: choose a later one, or send now.")


class ConsentNeeded(Conflict):
    code = "consent-needed"
    message = _("Only service messages can be sent: nobody's consent to the others is on record here.")


class TooManyFiles(DomainError):
    code = "too-many-files"
    message = _("At most %(files)s files, %(megabytes)s MB each.")


class AlreadyThere(Conflict):
    code = "already-a-recipient"
    message = _("Already among the recipients.")
