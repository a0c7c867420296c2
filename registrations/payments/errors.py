"""Refusals of payments."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotPayable(Conflict):
    code = "order-not-payable"
    title = _("Nothing to pay")
    message = _("This order cannot be paid any more: it is paid already, or has ended.")


class CardsNotOpen(Conflict):
    code = "cards-not-open"
    title = _("Cards not accepted yet")
    message = _("The payment by card is not set up yet. Write to the team.")


class ProviderUnreachable(Conflict):
    """The provider did not answer, or answered that it is busy; the same call can be made again.

    `retry_after` in the members: the seconds that it asks us to wait, 0 when it does not say.
    """

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


class MayNotRecord(Forbidden):
    code = "may-not-record-payment"
    title = _("Accounting only")
    message = _("Only accounting records and takes back payments.")


class NotAReceipt(DomainError):
    code = "not-a-receipt"
    title = _("Incomplete payment")
    message = _("Say how the money came (not by card), how much, and its reference.")


class ReceivedTomorrow(DomainError):
    code = "received-tomorrow"
    title = _("Date to come")
    message = _("A payment is recorded once it is received: its date cannot be to come.")


class AlreadyRecorded(Conflict):
    code = "payment-already-recorded"
    title = _("Already recorded")
    message = _(
        "Money of this payer with this method and this reference is recorded already: open it, and use what is left."
    )


class MoreThanLeft(Conflict):
    code = "more-than-left"
    title = _("More than is left")
    message = _("The amounts are more than what is left of this money. Check them and try again.")


class MoreThanOwed(Conflict):
    code = "more-than-owed"
    title = _("More than is owed")
    message = _("The order %(order)s owes %(due)s: what is above stays on the payer's account, unallotted.")


class NotTheirOrder(Conflict):
    code = "order-of-another-payer"
    title = _("Order of somebody else")
    message = _("The order %(order)s is of another payer: record what pays it in that payer's name.")


class ReceiptEnded(Conflict):
    code = "receipt-taken-back"
    title = _("Taken back already")
    message = _("This money was taken back: nothing of it can be used any more.")


class PartsRemain(Conflict):
    code = "receipt-partly-gone"
    title = _("Part of it went back")
    message = _(
        "Part of this money was given back or moved to another invoice. Undo the move first; what went back in money "
        "is settled with the payer."
    )


class NothingToReturn(DomainError):
    code = "nothing-to-return"
    title = _("Incomplete return")
    message = _("Say how much goes back, how, under which reference, and why.")


class NothingToMove(Conflict):
    code = "nothing-to-move"
    title = _("Nothing to move")
    message = _("Only what is paid too much on one invoice can be moved, to another invoice of the same payer.")


class NothingToDeposit(Conflict):
    code = "nothing-to-deposit"
    title = _("Nothing to take to the bank")
    message = _("Choose cheques that were not deposited yet and not taken back.")


class WholeAmountOnly(Conflict):
    code = "whole-amount-only"
    title = _("The whole amount, or nothing")
    message = _("This order waits for a card and is not invoiced: record the whole amount, %(due)s.")


class NotReversible(Conflict):
    code = "payment-not-reversible"
    title = _("Cannot be taken back here")
    message = _(
        "Only money recorded by hand on an invoice, and not refunded, can be taken back here. When it paid several "
        "invoices, or something of it is left, take the whole of it back, or put this part back on the account."
    )


class UnknownPayment(DomainError):
    code = "refund-of-unknown-payment"
    title = _("Refund of an unknown payment")
    message = _("This names no payment of ours.")


class RefundDisagrees(DomainError):
    code = "refund-disagrees"
    title = _("Refund that disagrees")
    message = _("Stripe says %(said)s and we asked for %(asked)s.")


class MayNotRefund(Forbidden):
    code = "may-not-refund"
    title = _("Accounting only")
    message = _("Only accounting gives money back.")


class NothingToRefund(DomainError):
    code = "nothing-to-refund"
    title = _("Nothing to give back")
    message = _("Say how much is given back, and why.")


class AboveRest(Conflict):
    code = "refund-above-rest"
    title = _("More than can be given back")
    message = _(
        "At most %(left)s can be given back: what was paid in excess, or came for nothing. To give back what was sold,"
        " refund the order: its credit note goes with it."
    )


class PaymentDisputed(Conflict):
    code = "payment-disputed"
    title = _("Contested at the bank")
    message = _(
        "The cardholder contests this payment: the bank may take the money by itself. Answer or accept the dispute at"
        " Stripe first, so that it is not given back twice."
    )


class AnotherPerson(Forbidden):
    code = "another-person"
    title = _("By two people")
    message = _("A refund is approved by somebody else than the person who asked for it.")


class GivenTomorrow(DomainError):
    code = "given-back-tomorrow"
    title = _("Date to come")
    message = _("A refund is recorded once it is made: its date cannot be to come.")


class NotAReturn(DomainError):
    code = "not-a-return"
    title = _("Incomplete refund")
    message = _("Say how the money went (not by card) and its reference.")
