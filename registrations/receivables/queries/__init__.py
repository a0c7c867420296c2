"""Reading what payers owe: open orders, statements of account, ages, reminders due."""

from registrations.receivables.queries.accounts import (
    Account,
    account_of,
    answering_for,
    kept_account,
    open_orders,
    orders_of_organisation,
    payer_by_uuid,
    payers_matching,
    receipts_with_rest,
)
from registrations.receivables.queries.addresses import addresses_of, unreachable
from registrations.receivables.queries.reminders import (
    Due,
    ages_now,
    awaited_invoices,
    due_reminders,
    dunning,
    overdue_of,
    paused,
)

__all__ = [
    "Account",
    "Due",
    "account_of",
    "addresses_of",
    "ages_now",
    "answering_for",
    "awaited_invoices",
    "due_reminders",
    "dunning",
    "kept_account",
    "open_orders",
    "orders_of_organisation",
    "overdue_of",
    "paused",
    "payer_by_uuid",
    "payers_matching",
    "receipts_with_rest",
    "unreachable",
]
