"""What changes payments: by card, as the provider tells; by hand, as accounting records."""

from registrations.payments.actions.by_hand import record_received, reverse_payment
from registrations.payments.actions.card import (
    close_checkout,
    fail_event,
    ignore_event,
    keep_session,
    open_checkout,
    put_off_event,
    receive_event,
    record_payment,
    record_session,
    retry_event,
)

__all__ = [
    "close_checkout",
    "fail_event",
    "ignore_event",
    "keep_session",
    "open_checkout",
    "put_off_event",
    "receive_event",
    "record_payment",
    "record_received",
    "record_session",
    "retry_event",
    "reverse_payment",
]
