"""The checks of each night, with their words: what is wrong, and how it is mended."""

from django.utils.translation import gettext_lazy as _

from registrations.accounting.queries import checks, provider
from registrations.accounting.registry import Check

LOOK = _(
    "Open the order: its payments, refunds and credit notes say what is right. Then write to the platform's support."
)
OWN: dict[str, Check] = {
    "paid": Check(
        _("Paid on an invoice"), _("The invoice counts another amount as paid than its payments make."), LOOK,
        checks.paid_amounts,
    ),
    "credited": Check(
        _("Credited on an invoice"), _("The invoice counts another amount as credited than its credit notes make."),
        LOOK, checks.credited_amounts,
    ),
    "order-state": Check(
        _("State of an order"), _("The order is settled though its invoice is owed, or the other way."), LOOK,
        checks.order_states,
    ),
    "no-invoice": Check(
        _("Invoice missing"), _("The order is settled and has no invoice."), LOOK, checks.settled_without_invoice
    ),
    "given-back": Check(
        _("Given back of a payment"), _("The payment counts another amount as given back than its refunds make."),
        LOOK, checks.refunded_amounts,
    ),
    "receipt": Check(
        _("Parts of a receipt"), _("The receipt counts another amount as allotted than its payments make."),
        _("Open the receipt and compare it with the cheque or the bank's statement."), checks.receipt_parts,
    ),
    "gap": Check(
        _("Numbers of invoices"), _("A number is missing in a series, or was given twice."),
        _("Nobody can delete an invoice here: somebody changed the database. Write to the platform's support."),
        checks.number_gaps,
    ),
    "event": Check(
        _("Event not applied"), _("The card provider told something that is not in the books yet."),
        _("Open the event: it says why. “Apply again” reads it anew."), checks.events,
    ),
    "seats": Check(
        _("Seats"), _("A counter of seats does not agree with who holds them."),
        _("Run the command check_seats, or write to the platform's support."), checks.seats,
    ),
    "promotion": Check(
        _("Promotion code"), _("The budget of a code does not agree with its uses."), LOOK, checks.promotions
    ),
    "journal": Check(
        _("Journal entries"), _("An entry does not balance, or the receivable account is not what is owed."), LOOK,
        checks.journal_balance,
    ),
    "closed": Check(
        _("Closed period"), _("The entries of a closed period are no longer what they were when it was closed."),
        _("Compare the file that you kept with a new one; open the period again if the change is right."),
        checks.closed_periods,
    ),
    "card-not-ours": Check(
        _("At Stripe, not here"), _("Stripe took money that pays nothing here."),
        _("Find the payment on Stripe's dashboard. Give it back there, or apply its event again here."),
        provider.charges_not_ours,
    ),
    "card-differs": Check(
        _("Amount at Stripe"), _("The payment is of another amount, or in another currency, at Stripe."),
        _("Compare the order with Stripe's dashboard."), provider.charges_that_differ,
    ),
    "card-not-theirs": Check(
        _("Here, not at Stripe"), _("A payment by card is recorded that Stripe's account does not have."),
        _("Find it on Stripe's dashboard; if it is not there, refund the order with a credit note."),
        provider.charges_not_theirs,
    ),
    "refund-differs": Check(
        _("Refund at Stripe"), _("Stripe gave money back that the books do not have so."),
        _("Open the refund on Stripe's dashboard and compare it with the order."), provider.refunds_that_differ,
    ),
    "refund-not-theirs": Check(
        _("Refund not at Stripe"), _("A refund by card is done here that Stripe's account does not have."),
        _("Look for it on Stripe's dashboard: the customer may not have received it."), provider.refunds_not_theirs,
    ),
    "movement": Check(
        _("Other movement at Stripe"), _("Stripe's account moved for a reason that is not in the books."),
        _("Read it on Stripe's dashboard, enter it in your ledger, and explain it here."), provider.unknown_movements,
    ),
}  # fmt: skip
OF_PROVIDER = frozenset(
    {"card-not-ours", "card-differs", "card-not-theirs", "refund-differs", "refund-not-theirs", "movement"}
)
"""Those that say nothing while the provider does not answer."""
