"""Payments, what goes back of them, and what the card provider told us."""

from registrations.payments.models.payments import Payment, PaymentMethod, PaymentState, Receipt, RefundReason
from registrations.payments.models.receipts import DepositSlip, ReceiptReturn
from registrations.payments.models.refunds import Dispute, DisputeState, Refund, RefundState
from registrations.payments.models.stripe import Checkout, EventState, StripeEvent

__all__ = [
    "Checkout",
    "DepositSlip",
    "Dispute",
    "DisputeState",
    "EventState",
    "Payment",
    "PaymentMethod",
    "PaymentState",
    "Receipt",
    "ReceiptReturn",
    "Refund",
    "RefundReason",
    "RefundState",
    "StripeEvent",
]
