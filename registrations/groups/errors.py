"""Refusals about groups and the seats in them."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class GroupNameTaken(Conflict):
    code = "group-name-taken"
    message = _("Another group has this name.")


class AlreadyInGroup(Conflict):
    code = "already-in-group"
    message = _("This person already sits in this group at those dates.")
