"""Refusals of the attendance."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, NotFound


class NotOnTheList(Conflict):
    code = "not-in-this-session"
    title = _("Not on the list")
    message = _("This person has no seat in this session any more: reload the list.")


class NotStarted(Conflict):
    code = "not-started"
    title = _("The meeting has not begun")
    message = _("Attendance is noted from an hour before the meeting on: it begins on %(starts)s.")


class NotOver(Conflict):
    code = "not-over"
    title = _("The session is not over")
    message = _("Attendance is closed after the last meeting, which ends on %(ends)s.")


class NothingNoted(Conflict):
    code = "nothing-noted"
    title = _("No attendance noted")
    message = _("Nobody's attendance is noted in this session: note who came, even if nobody did, then close it.")


class MoreThanTheMeeting(DomainError):
    code = "more-than-the-meeting"
    title = _("More minutes than the meeting has")
    message = _("This meeting lasts %(minutes)s minutes: nobody attends more.")


class UnknownLink(NotFound):
    code = "unknown-trainer-link"
    title = _("This link no longer opens anything")
    message = _("It has expired, or the AXTRA team replaced it: ask the team for a new one.")


class WrongCode(DomainError):
    code = "wrong-meeting-code"
    title = _("This is not the code of the meeting")
    message = _("This is not the code shown in the meeting: check its six digits and try again.")


class TooManyTries(DomainError):
    code = "too-many-meeting-codes"
    title = _("Too many codes tried")
    message = _("Too many wrong codes were tried: wait an hour, or ask the person who leads the meeting to note you.")


class NoMeetingNow(Conflict):
    code = "no-meeting-now"
    title = _("No meeting now")
    message = _("The code is entered during the meeting, once it is shown. Write to the AXTRA team afterwards.")


class NotedAbsent(Conflict):
    code = "noted-absent"
    title = _("Noted absent")
    message = _("The person who leads the meeting noted you absent: tell them that you are here.")


class ReportUnreadable(DomainError):
    code = "report-unreadable"
    title = _("The report cannot be read")
    message = _(
        "This is not a participants report of Zoom or Teams. Download it again as CSV, and send the file as it is."
    )


class ReportWithoutTimes(DomainError):
    code = "report-without-times"
    title = _("The report has no times")
    message = _(
        "This report does not say when people joined and left. In Zoom, leave “Show unique users” unchecked; in Teams, "
        "download the attendance report."
    )


class ReportOfAnotherMeeting(DomainError):
    code = "report-of-another-meeting"
    title = _("The report of another meeting")
    message = _(
        "Nobody of this report was connected during the meeting: it goes from %(begins)s to %(ends)s. Choose the "
        "report of this meeting."
    )


class ReportApplied(Conflict):
    code = "report-applied"
    title = _("Report already applied")
    message = _("This report was already applied or replaced: send the file again to correct it.")


class NamesToConfirm(Conflict):
    code = "names-to-confirm"
    title = _("Names to confirm")
    message = _("Names still to be confirmed: %(names)s. Say whose each is, or that it is nobody of the list.")


class LinksUnreadable(DomainError):
    code = "join-links-unreadable"
    title = _("The links cannot be read")
    message = _(
        "This file has no column of addresses and no column of join links. Export the registrants from Zoom as CSV, "
        "with their join links, and send the file as it is."
    )
