"""What changes payments: by card, as the provider tells; by hand, as accounting records."""

from registrations.payments.actions.by_hand import Part, allot_receipt, record_receipt, record_received
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
from registrations.payments.actions.depositing import make_slip, take_off_slip
from registrations.payments.actions.moving import move_overpayment, undo_move
from registrations.payments.actions.taking_back import (
    release_part,
    return_receipt_rest,
    reverse_payment,
    reverse_receipt,
)

__all__ = [
    "Part",
    "allot_receipt",
    "close_checkout",
    "fail_event",
    "ignore_event",
    "keep_session",
    "make_slip",
    "move_overpayment",
    "open_checkout",
    "put_off_event",
    "receive_event",
    "record_payment",
    "record_receipt",
    "record_received",
    "record_session",
    "release_part",
    "retry_event",
    "return_receipt_rest",
    "reverse_payment",
    "reverse_receipt",
    "take_off_slip",
    "undo_move",
]
