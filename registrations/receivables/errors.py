"""Refusals about reminders and statements."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class MayNotCollect(Forbidden):
    code = "may-not-collect"
    title = _("Accounting only")
    message = _("Only accounting sends and pauses reminders.")


class NothingOwed(Conflict):
    code = "nothing-owed"
    title = _("Nothing to remind of")
    message = _("Nothing is owed and late on account, or it is disputed: there is nothing to remind of.")


class RemindedToday(Conflict):
    code = "reminded-today"
    title = _("Reminded today")
    message = _("A reminder left today already: one a day is enough.")


class Paused(Conflict):
    code = "reminders-paused"
    title = _("Reminders paused")
    message = _("Reminders are paused here: end the pause first.")


class AlreadyPaused(Conflict):
    code = "reminders-already-paused"
    title = _("Paused already")
    message = _("Reminders are paused here already.")


class NoStepThere(Conflict):
    code = "reminder-step-there"
    title = _("Another step that day")
    message = _("Another step leaves so many days after the due date: change that one.")


class NoReason(DomainError):
    code = "pause-needs-reason"
    title = _("Say why")
    message = _("Say why reminders are paused.")


class NoAddress(Conflict):
    code = "nobody-to-remind"
    title = _("Nobody to write to")
    message = _("This payer has no address: add a billing address, or a registrar with an address.")
