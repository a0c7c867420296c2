"""The only client of Stripe: nothing else imports it, and never inside a transaction."""

from registrations.payments.gateway.balance import list_balance_transactions
from registrations.payments.gateway.client import dashboard
from registrations.payments.gateway.events import MAX_BODY, event_head
from registrations.payments.gateway.refunds import (
    create_refund,
    list_disputes,
    list_refunds,
    read_dispute,
    read_refund,
    refunds_of_charge,
    refunds_of_payment,
)
from registrations.payments.gateway.sessions import (
    create_session,
    expire_session,
    read_session,
    sessions_of_payment,
)

__all__ = [
    "MAX_BODY",
    "create_refund",
    "create_session",
    "dashboard",
    "event_head",
    "expire_session",
    "list_balance_transactions",
    "list_disputes",
    "list_refunds",
    "read_dispute",
    "read_refund",
    "read_session",
    "refunds_of_charge",
    "refunds_of_payment",
    "sessions_of_payment",
]
