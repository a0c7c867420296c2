"""Refusals about personal data."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotInCharge(Forbidden):
    code = "not-in-charge"
    title = _("Reserved to the person in charge")
    message = _("Only an administrator, who acts for the person in charge of personal data, may do this.")


class NotAboutYou(Forbidden):
    code = "not-about-you"
    title = _("Not about you")
    message = _("One decides for oneself alone here.")


class EraseBlocked(Conflict):
    """What still lives must be ended by hand first; `blocked_by` says what."""

    code = "erase-blocked"
    title = _("Not yet")
    message = _("This person cannot be erased yet: %(blocked_by)s")


class NotConfirmed(DomainError):
    code = "erase-not-confirmed"
    title = _("Not confirmed")
    message = _("Type %(expected)s exactly, to confirm.")


class NoSuchText(Conflict):
    """The version that the person read is not the one in force any more."""

    code = "consent-text-changed"
    title = _("The text has changed")
    message = _("This text is not the one in force any more: read the present one, then decide.")


class TextInUse(Conflict):
    code = "consent-text-in-use"
    title = _("Somebody agreed to it")
    message = _("Somebody agreed to this text: it cannot change. Add a new version.")


class TextExists(Conflict):
    code = "consent-text-exists"
    title = _("Version already there")
    message = _("This version was just added: reload the page.")


class UnknownUnsubscribeLink(DomainError):
    code = "unknown-unsubscribe-link"
    title = _("Unknown link")
    message = _("This link is not complete: copy the whole of it from the mail.")


class RequestOpen(Conflict):
    code = "privacy-request-open"
    title = _("Already asked")
    message = _("You have already asked this: we will answer that request in writing.")


class ReasonNeeded(DomainError):
    """P-39.1, s. 34: a refusal says why, on which provision, and what recourse there is."""

    code = "privacy-reason-needed"
    title = _("A reason is needed")
    message = _("A refusal, even of a part, says why and on which provision of the law.")


class NotIdentified(DomainError):
    code = "privacy-not-identified"
    title = _("Identity not checked")
    message = _("Say how the identity of the person was checked first.")


class NobodyNamed(DomainError):
    code = "privacy-nobody-named"
    title = _("Who asks?")
    message = _("Give the person, or a name and an address to answer.")


class ReceivedInTheFuture(DomainError):
    code = "privacy-received-in-the-future"
    title = _("Date refused")
    message = _("A request cannot have been received after today.")


class ProviderExists(Conflict):
    code = "provider-exists"
    title = _("Provider already listed")
    message = _("A provider of this name is already in the list.")


class UndoTooLate(Conflict):
    code = "undo-too-late"
    title = _("Too late to undo")
    message = _("More than a day has passed: subscribe again from your preferences.")


class AlreadySaid(Conflict):
    """What a recipient said stands: a tacit basis neither weakens a consent nor reopens what they left."""

    code = "subscription-already-said"
    title = _("They have already said")
    message = _("This recipient has agreed or unsubscribed by themselves: what they said stands.")
