"""Saying that money came, once: in the mail of the invoice that it made, or in one of its own."""

from collections.abc import Iterable
from datetime import datetime

from registrations.messages.actions import tell
from registrations.orders.models import Order
from registrations.payments.models import Payment, Receipt

Paid = tuple[Order, Payment]


def thank_for_payment(order: Order, payment: Payment, *, at: datetime) -> None:
    """For an invoice that was there already: one issued with the payment says itself that it is paid."""
    if order.on_account and order.placed_by:
        tell("payment-receipt", about=payment, to=order.placed_by, at=at)


def thank_for_receipt(receipt: Receipt, paid: Iterable[Paid], *, at: datetime) -> None:
    """One message to each person who placed one of these orders, however many they are.

    Whoever placed an order for somebody else reads of that order alone.
    """
    for order, payment in paid:
        if receipt.organisation_id is None and order.placed_by_id != receipt.person_id:
            thank_for_payment(order, payment, at=at)
        elif order.on_account and order.placed_by:
            tell("payment-receipt", about=receipt, to=order.placed_by, at=at)
