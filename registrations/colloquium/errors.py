"""Refusals of the colloquium."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class SaleNotOpen(Conflict):
    code = "sale-not-open"
    title = _("Not on sale yet")
    message = _("The sale opens on %(opens_on)s.")


class SaleEnded(Conflict):
    code = "sale-ended"
    title = _("The sale has ended")
    message = _("The sale of this ticket has ended.")


class AlreadyHasTicket(Conflict):
    code = "already-has-ticket"
    title = _("Already registered")
    message = _("This person already has a ticket for this colloquium, or one that awaits payment.")


class SlugTaken(Conflict):
    code = "edition-address-taken"
    title = _("Address taken")
    message = _("Another one has this address already: choose another word.")


class DatesOutOfOrder(DomainError):
    code = "dates-out-of-order"
    title = _("Dates out of order")
    message = _("The end must come after the start.")


class EarlyPricesOutOfSale(DomainError):
    code = "early-prices-out-of-sale"
    title = _("Earlier prices outside the sale")
    message = _("Each earlier price ends during the sale, at its own moment; there are four at most.")


class CapacityBelowTaken(Conflict):
    code = "capacity-below-taken"
    title = _("Too few seats")
    message = _("More seats than that are taken already.")


class NothingForSale(Conflict):
    code = "nothing-for-sale"
    title = _("Not ready to publish")
    message = _("Add at least one ticket type before publishing.")


class ProgrammeItemTaken(Conflict):
    code = "programme-item-taken"
    title = _("Already in the programme")
    message = _("This edition already has one with this name, this code or these hours.")


class PlaceGone(Conflict):
    code = "place-gone"
    title = _("No such place any more")
    message = _("This place was cancelled, or every place of the order is named already.")


class TooLateToName(Conflict):
    code = "too-late-to-name"
    title = _("Too late to change the names")
    message = _("Names could change until %(last_day)s: write to the team.")
