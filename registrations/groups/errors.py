"""Refusals about groups, the seats in them, their meetings."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class GroupNameTaken(Conflict):
    code = "group-name-taken"
    message = _("Another group has this name.")


class AlreadyInGroup(Conflict):
    code = "already-in-group"
    message = _("This person or organisation already sits in this group at those dates.")


class PersonOrOrganisation(DomainError):
    code = "person-or-organisation"
    message = _("A seat is a person's or an organisation's: give one of the two.")


class GroupArchived(Conflict):
    code = "group-archived"
    message = _("This group is archived: nobody is appointed to it any more.")


class MeetingNowhere(DomainError):
    code = "meeting-nowhere"
    message = _("Say where the meeting is: a place, a link, or both.")


class MeetingReversed(DomainError):
    code = "meeting-reversed"
    message = _("The meeting ends before it starts.")
