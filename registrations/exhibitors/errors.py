"""Refusals of exhibitors."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


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
