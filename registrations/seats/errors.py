"""Refusals of the seats."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class SoldOut(Conflict):
    code = "sold-out"
    title = _("Sold out")
    message = _("No seat is left.")


class Closed(Conflict):
    code = "closed"
    title = _("Closed")
    message = _("This is closed: no seat can be taken any more.")


class SeatsTaken(Conflict):
    code = "seats-taken"
    title = _("More seats are taken")
    message = _("More seats than that are taken already: cancel some first.")
