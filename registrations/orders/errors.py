"""Refusals of orders and invoices."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class NothingOrdered(DomainError):
    code = "nothing-ordered"
    title = _("Nothing ordered")
    message = _("The order has no line, or a line without a quantity.")


class NotForSale(NotFound):
    code = "not-for-sale"
    title = _("Not for sale")
    message = _("There is nothing of this kind for sale.")


class NoTaxProfile(Conflict):
    """Nothing is assumed about taxes: the accountant chooses, and until then nothing of this kind is sold."""

    code = "no-tax-profile"
    title = _("Taxes not decided yet")
    message = _("The sale is not open yet: the association has still to decide which taxes apply. The team was told.")


class ProvinceUnknown(DomainError):
    """The place of supply says the tax: it is asked for, never guessed."""

    code = "province-unknown"
    title = _("In which province?")
    message = _("Say in which province the buyer is: the taxes depend on it.")


class SeveralProvinces(Conflict):
    code = "several-provinces"
    title = _("Taxed in several provinces")
    message = _("These are taxed in different provinces: place one order for each.")


class RateInThePast(DomainError):
    code = "rate-in-the-past"
    title = _("A day that has passed")
    message = _("A rate changes today or later: what was ordered before keeps the taxes of its day.")


class NotRegistered(Conflict):
    code = "not-registered-for-taxes"
    title = _("Not registered for this tax")
    message = _("The association has no number for this tax: give both numbers on the registration screen first.")


class PriceChanged(Conflict):
    """The price shown is the price charged, or the order is refused with the new price."""

    code = "price-changed"
    title = _("The price has changed")
    message = _("The price has changed: the total is now %(total)s. Check it and confirm again.")


class MayNotOrderFor(Forbidden):
    code = "may-not-order-for"
    title = _("Not your order to place")
    message = _("You can order for yourself, or for an organisation and the colleagues whose registrar you are.")


class NotOnAccount(Conflict):
    code = "not-on-account"
    title = _("Payment by card only")
    message = _("This cannot be invoiced to the organisation: choose to pay by card, or write to the team.")


class MayNotOffer(Forbidden):
    code = "may-not-offer"
    title = _("Not yours to offer")
    message = _("Only accounting and the event lead offer something free, with a reason.")


class NotOffered(Conflict):
    code = "not-offered"
    title = _("Cannot be offered")
    message = _("Dues are what the scale says: they are not offered, nor lowered by a code.")


class NotCancellable(Conflict):
    code = "order-not-cancellable"
    title = _("Too late to cancel here")
    message = _("This order is paid or invoiced, or has ended: write to the team, who will correct it with you.")


class NoInvoice(NotFound):
    code = "no-invoice"
    title = _("No invoice yet")
    message = _("The invoice is issued when the order is paid, or placed on account.")


class NothingToCredit(DomainError):
    code = "nothing-to-credit"
    title = _("Nothing to credit")
    message = _("Say how much of at least one line is credited, and why.")


class CreditAboveInvoice(Conflict):
    code = "credit-above-invoice"
    title = _("More than was invoiced")
    message = _("A line cannot be credited for more than what is left of it on the invoice.")


class MayNotCredit(Forbidden):
    code = "may-not-credit"
    title = _("Accounting only")
    message = _("Only accounting issues credit notes.")


class NothingToCancel(Conflict):
    code = "nothing-to-cancel"
    title = _("Nothing to ask")
    message = _("This order is not paid or invoiced: cancel it yourself, or let it expire.")


class AlreadyAsked(Conflict):
    code = "cancellation-already-asked"
    title = _("Already asked")
    message = _("Accounting already has a request to cancel this order and will answer it.")


class ReasonToCancel(DomainError):
    code = "reason-to-cancel"
    title = _("Reason needed")
    message = _("Say why the order is to be cancelled.")
