"""What changes payments: by card, as the provider tells; by hand, as accounting records; and what goes back."""

from registrations.payments.actions.by_hand import (
    Part,
    allot_receipt,
    record_receipt,
    record_received,
)
from registrations.payments.actions.card import (
    close_checkout,
    fail_event,
    finish_event,
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
from registrations.payments.actions.disputes import record_dispute
from registrations.payments.actions.moving import move_overpayment, undo_move
from registrations.payments.actions.refunds import (
    Refunded,
    approve_refund,
    ask_refund,
    discard_refund,
    preview_refund_order,
    record_refund_by_hand,
    refund_order,
    retry_refund,
)
from registrations.payments.actions.returning import lease_refund, put_off_refund, record_refund, refuse_refund
from registrations.payments.actions.taking_back import (
    release_part,
    return_receipt_rest,
    reverse_payment,
    reverse_receipt,
)

__all__ = [
    "Part",
    "Refunded",
    "allot_receipt",
    "approve_refund",
    "ask_refund",
    "close_checkout",
    "discard_refund",
    "fail_event",
    "finish_event",
    "ignore_event",
    "keep_session",
    "lease_refund",
    "make_slip",
    "move_overpayment",
    "open_checkout",
    "preview_refund_order",
    "put_off_event",
    "put_off_refund",
    "receive_event",
    "record_dispute",
    "record_payment",
    "record_receipt",
    "record_received",
    "record_refund",
    "record_refund_by_hand",
    "record_session",
    "refund_order",
    "refuse_refund",
    "release_part",
    "retry_event",
    "retry_refund",
    "return_receipt_rest",
    "reverse_payment",
    "reverse_receipt",
    "take_off_slip",
    "undo_move",
]
