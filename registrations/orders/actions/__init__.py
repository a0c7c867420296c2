"""What changes orders and invoices."""

from registrations.orders.actions.crediting import Credited, credit_invoice
from registrations.orders.actions.ending import (
    cancel_order,
    expire_order,
    follow_balance,
    give_back_credited,
    retake_seats,
    settle_order,
    withdraw_order,
)
from registrations.orders.actions.invoicing import issue_invoice
from registrations.orders.actions.locking import lock_order, lock_orders
from registrations.orders.actions.placing import place_order, quote_order
from registrations.orders.actions.pricing import Estimate, Quoted, Wanted, estimate
from registrations.orders.actions.requests import answer_cancellation, ask_cancellation, note_given_up
from registrations.orders.actions.taxes import (
    change_rate,
    declare_registration,
    remove_tax_profile,
    set_tax_profile,
    tell_undecided,
)

__all__ = [
    "Credited",
    "Estimate",
    "Quoted",
    "Wanted",
    "answer_cancellation",
    "ask_cancellation",
    "cancel_order",
    "change_rate",
    "credit_invoice",
    "declare_registration",
    "estimate",
    "expire_order",
    "follow_balance",
    "give_back_credited",
    "issue_invoice",
    "lock_order",
    "lock_orders",
    "note_given_up",
    "place_order",
    "quote_order",
    "remove_tax_profile",
    "retake_seats",
    "set_tax_profile",
    "settle_order",
    "tell_undecided",
    "withdraw_order",
]
