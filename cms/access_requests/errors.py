"""Refusals about requests of access."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class NoSuchRequest(NotFound):
    code = "no-such-access-request"
    message = _("There is no such request.")


class MayNotAnswer(Forbidden):
    code = "may-not-answer-access-requests"
    message = _("Only librarians answer requests of access.")


class AlreadyOpenToYou(Conflict):
    code = "resource-open-to-you"
    title = _("Already open to you")
    message = _("You may download this resource now: there is nothing to ask.")


class Suspended(Conflict):
    code = "resource-suspended"
    title = _("Suspended for everybody")
    message = _("The diffusion of this resource is suspended for everybody: no exception is made meanwhile.")


class AlreadyAsked(Conflict):
    code = "access-already-asked"
    title = _("Already asked")
    message = _("Your request for this resource waits for its answer already.")


class TooManyAsked(Conflict):
    code = "too-many-access-requests"
    title = _("Too many requests")
    message = _("You have as many requests as one may have at once: wait for their answers.")


class WhyMissing(DomainError):
    code = "access-reason-missing"
    title = _("Reason missing")
    message = _("Say what you need this resource for.")


class AnswerMissing(DomainError):
    code = "access-answer-missing"
    title = _("Answer missing")
    message = _("Write the answer: the person reads it.")


class TooLong(DomainError):
    code = "access-too-long"
    title = _("Too long")
    message = _("An exception ends within a year; beyond, the policy is what should change.")
