"""Refusals of registering colleagues."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class NobodyChosen(DomainError):
    code = "nobody-chosen"
    title = _("Nobody chosen")
    message = _("Tick at least one person in one session, or paste the addresses of the people to register.")


class NoSessionChosen(DomainError):
    code = "no-session-chosen"
    title = _("No session chosen")
    message = _("Choose the sessions first.")


class TooManyChosen(DomainError):
    code = "too-many-chosen"
    title = _("Too many at once")
    message = _("Register at most %(people)s people in %(sessions)s sessions at a time.")


class UnreadLines(DomainError):
    code = "unread-lines"
    title = _("Lines without an address")
    message = _(
        "These lines have no e-mail address: %(lines)s. Write one person a line, as: Camille Tremblay, address."
    )


class NameNeeded(DomainError):
    code = "name-needed"
    title = _("Name missing")
    message = _(
        "Nobody of your staff has this address: give the given name and the family name, to add and invite them."
    )


class UnknownPerson(DomainError):
    code = "unknown-person"
    title = _("Unknown person")
    message = _("Nobody in the register has this address, or several people do: enter the person first.")


class AppliedAlready(Conflict):
    code = "applied-already"
    title = _("Already applied")
    message = _("This list was applied already: what it did is below.")
