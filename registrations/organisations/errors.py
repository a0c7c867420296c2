"""Refusals of the organisations' register."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class NeqTaken(Conflict):
    code = "neq-taken"
    message = _("Another organisation has this NEQ.")


class AlreadyAffiliated(Conflict):
    code = "already-affiliated"
    message = _("This person already has a post in this organisation at those dates.")


class DatesReversed(Conflict):
    code = "dates-reversed"
    message = _("The last day comes before the first.")


class TermTaken(Conflict):
    code = "term-taken"
    message = _("This vocabulary already has this word.")
