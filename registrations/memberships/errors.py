"""Refusals of memberships."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, Forbidden


class MembershipsNotYours(Forbidden):
    code = "memberships-not-yours"
    title = _("Not your register")
    message = _("Your roles do not allow you to change memberships.")


class AlreadyMember(Conflict):
    code = "already-member"
    title = _("Already a member")
    message = _("This organisation already has a membership for this year.")


class YearTaken(Conflict):
    code = "membership-year-taken"
    title = _("Year already open")
    message = _("Another year has this label or this first day.")


class YearReversed(Conflict):
    code = "membership-year-reversed"
    title = _("Dates reversed")
    message = _("The last day comes before the first.")


class CategoryTaken(Conflict):
    code = "membership-category-taken"
    title = _("Category already there")
    message = _("Another category has this name.")
