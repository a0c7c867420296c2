"""Refusals of the invitations."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, NotFound


class UnknownInvitation(NotFound):
    code = "unknown-session-invitation"
    title = _("This link opens nothing")
    message = _(
        "This link is not, or not any more, that of an invitation: a newer one may have replaced it. Use the button of "
        "the latest message that we sent you, or write to the AXTRA team."
    )


class InvitationWithdrawn(Conflict):
    code = "session-invitation-withdrawn"
    title = _("This invitation was withdrawn")
    message = _("The AXTRA team withdrew this invitation. If it surprises you, write to the team.")


class AnswerOverdue(Conflict):
    code = "session-answer-overdue"
    title = _("The time to answer is over")
    message = _("The answer was due before %(instant)s. Write to the AXTRA team, which may still find you a seat.")


class NothingToAnswer(Conflict):
    code = "session-nothing-to-answer"
    title = _("This session is over or does not take place")
    message = _("There is nothing to answer any more: the session was cancelled, or has begun.")


class NotPublishedYet(Conflict):
    code = "session-not-published-yet"
    title = _("Session not published yet")
    message = _("Nobody can answer for a session in draft, and its invitations would not leave: publish it first.")


class NotByInvitation(Conflict):
    code = "session-not-by-invitation"
    title = _("Not a session by invitation")
    message = _("Invitations are for a session whose visibility is “by invitation”: change it first.")


class InvitedOnly(Conflict):
    code = "session-invited-only"
    title = _("For the invited alone")
    message = _("This session is by invitation: its seats go to those invited. Write to the team to invite somebody.")


class AnswerDateOutOfOrder(DomainError):
    code = "session-answer-date-out-of-order"
    title = _("Date to answer out of order")
    message = _("The answer must be due later than now, before registration closes and before the session begins.")


class NobodyToInvite(DomainError):
    code = "session-nobody-to-invite"
    title = _("Nobody to invite")
    message = _("Paste addresses or names, or choose organisations or groups.")


class TooManyLines(DomainError):
    code = "session-too-many-invitations"
    title = _("Too many people at once")
    message = _("At most %(most)s people are invited at once: send the list in parts.")


class AlreadyAnswered(Conflict):
    code = "session-invitation-answered"
    title = _("Already answered")
    message = _("This person has answered: there is nothing to remind them of.")


class RemindedToday(Conflict):
    code = "session-invitation-reminded-today"
    title = _("Already written to today")
    message = _("This person was invited or reminded today.")


class NameNeeded(DomainError):
    code = "session-guest-name-needed"
    title = _("Name needed")
    message = _("Write your given name, your family name and an address where we can reach you.")


class TooManyAnswers(DomainError):
    code = "too-many-invitation-answers"
    title = _("Too many tries")
    message = _("This was tried too many times from where you are. Try again in an hour.")
