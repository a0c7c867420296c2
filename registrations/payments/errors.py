"""Refusals of payments."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class NotPayable(Conflict):
    code = "order-not-payable"
    title = _("Nothing to pay")
    message = _("This order cannot be paid any more: it is paid already, or has ended.")


class CardsNotOpen(Conflict):
    code = "cards-not-open"
    title = _("Cards not accepted yet")
    message = _("The payment by card is not set up yet. Write to the team.")


class ProviderUnreachable(Conflict):
    """The provider did not answer, or answered that it is busy; the same call can be made again."""

    code = "provider-unreachable"
    title = _("Payment page unreachable")
    message = _("The payment page cannot be reached for the moment. Nothing was charged: try again in a minute.")


class ProviderRefused(Conflict):
    """The provider refused what we asked: the same call would be refused again."""

    code = "provider-refused"
    title = _("Payment page refused")
    message = _("The payment page could not be opened. Nothing was charged: try again, or write to the team.")


class BadSignature(DomainError):
    code = "bad-signature"
    title = _("Signature refused")
    message = _("This message is not signed by the payment provider.")


class UnknownOrder(DomainError):
    code = "payment-of-unknown-order"
    title = _("Payment of an unknown order")
    message = _("The payment names no order of ours.")


class PaymentDisagrees(DomainError):
    code = "payment-disagrees"
    title = _("Payment that disagrees")
    message = _("The payment is of %(paid)s and the order of %(total)s.")
