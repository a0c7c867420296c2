"""Refusals of the sessions."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class SessionExists(Conflict):
    code = "session-exists"
    title = _("Session already there")
    message = _("Another session has this code.")


class CodesTaken(Conflict):
    code = "codes-taken"
    title = _("Names already taken")
    message = _("These names are taken, or would be given twice: %(names)s. Choose what to replace in them.")


class MeetingsOutOfOrder(DomainError):
    code = "meetings-out-of-order"
    title = _("Meetings out of order")
    message = _("A session needs at least one meeting; each must end after it starts, and none may overlap another.")


class WindowOutOfOrder(DomainError):
    code = "window-out-of-order"
    title = _("Registration dates out of order")
    message = _("Registration must close after it opens, and before the last meeting ends.")


class MeetingNoted(Conflict):
    code = "meeting-noted"
    title = _("Attendance already noted")
    message = _("The attendance of a meeting that would go, or start at another time, is noted: that meeting stays.")
