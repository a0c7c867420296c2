"""What changes orders and invoices."""

from registrations.orders.actions.ending import cancel_order, expire_order, retake_seats, settle_order
from registrations.orders.actions.invoicing import issue_invoice
from registrations.orders.actions.locking import lock_order
from registrations.orders.actions.placing import Estimate, Wanted, estimate, place_order

__all__ = [
    "Estimate",
    "Wanted",
    "cancel_order",
    "estimate",
    "expire_order",
    "issue_invoice",
    "lock_order",
    "place_order",
    "retake_seats",
    "settle_order",
]
