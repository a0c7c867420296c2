"""Refusals of the magazine."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotEditor(Forbidden):
    code = "not-editor"
    title = _("Reserved to the magazine's team")
    message = _("Only the magazine's team may do this.")


class NotReady(DomainError):
    """`findings` lists what blocks."""

    code = "issue-not-ready"
    title = _("The issue is not ready")
    message = _("The issue cannot be released yet: see what is missing.")


class AlreadyReleased(Conflict):
    code = "already-released"
    title = _("Already released")
    message = _("This issue is already released.")


class NotReleased(Conflict):
    code = "not-released"
    title = _("Not released")
    message = _("This issue is not released.")


class ReleaseInThePast(DomainError):
    code = "release-in-the-past"
    title = _("Release in the past")
    message = _("Choose a release date that is still to come.")


class NumberTaken(Conflict):
    code = "issue-number-taken"
    title = _("Number already used")
    message = _("There is already an issue number %(number)s.")
