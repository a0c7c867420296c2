"""Refusals of exhibitors."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class PackageTaken(Conflict):
    code = "exhibitor-package-taken"
    title = _("Code taken")
    message = _("This edition already has a package with this code.")


class AlreadyExhibits(Conflict):
    code = "already-exhibits"
    title = _("Already an exhibitor")
    message = _("This organisation already exhibits at this edition.")


class BoothTaken(Conflict):
    code = "booth-taken"
    title = _("Booth taken")
    message = _("Another exhibitor of this edition has this booth.")


class ExhibitorsContradict(Conflict):
    code = "exhibitors-contradict"
    message = _("Both exhibit at %(colloquium)s: refuse or cancel one of them first.")


class NotApproved(Conflict):
    code = "exhibitor-not-approved"
    title = _("Not to be ordered now")
    message = _("This booth cannot be ordered: the application is not approved yet, was refused, or is paid already.")


class AlreadyOrdered(Conflict):
    code = "booth-already-ordered"
    title = _("Already ordered")
    message = _("An order of this booth stands already: pay it, or cancel it first.")


class OneBooth(DomainError):
    code = "one-booth"
    title = _("One booth")
    message = _("An exhibitor orders the one booth of its package, without attendees.")


class BoothOrdered(Conflict):
    code = "booth-ordered"
    title = _("Booth ordered")
    message = _("This booth is ordered or invoiced: cancel the order, or credit its invoice, first.")
