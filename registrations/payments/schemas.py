"""Shapes of what was paid and given back on an order."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from ninja import Schema

from registrations.orders.models import CreditNote, Order
from registrations.orders.schemas import OrderOut
from registrations.payments.models import DisputeState, Payment, PaymentMethod, PaymentState, Refund
from registrations.payments.queries import credits_of, money_of, refunds_shown
from registrations.schemas import Money


class PaymentOut(Schema):
    """Money that came for this order alone: of a cheque for several, its part. `to_refund` came for nothing.

    `contested`: the cardholder contests it at their bank, and nothing is decided. `receipt_url`: null once taken back.
    """

    id: UUID
    method: PaymentMethod
    state: PaymentState
    amount: Money
    refunded: Money
    to_refund: Money
    received_at: datetime | None
    received_on: date | None
    contested: bool
    receipt_url: str | None

    @classmethod
    def of(cls, payment: Payment, order: Order) -> "PaymentOut":
        return cls(
            id=payment.uuid,
            method=PaymentMethod(payment.method),
            state=PaymentState(payment.state),
            amount=Money.of(payment.captured_cents),
            refunded=Money.of(payment.refunded_cents),
            to_refund=Money.of(payment.refund_due_cents),
            received_at=payment.captured_at,
            received_on=payment.received_on,
            contested=any(dispute.state == DisputeState.OPEN for dispute in payment.disputes.all()),
            receipt_url=f"{_of(order)}/payments/{payment.uuid}/receipt.pdf" if payment.has_paper else None,
        )


class RefundOut(Schema):
    """What went back of a payment, or is on its way; `credit_note` is the number of the one that it is for."""

    id: UUID
    payment: UUID
    method: PaymentMethod
    state: Literal["asked", "sent", "confirmed"]
    amount: Money
    asked_at: datetime
    ended_at: datetime | None
    credit_note: str | None

    @classmethod
    def of(cls, refund: Refund, payment: UUID) -> "RefundOut":
        return cls(
            id=refund.uuid,
            payment=payment,
            method=PaymentMethod(refund.method),
            state=refund.state,
            amount=Money.of(refund.cents),
            asked_at=refund.asked_at,
            ended_at=refund.ended_at,
            credit_note=refund.credit_note.label if refund.credit_note else None,
        )


class CreditNoteOut(Schema):
    """What the invoice said too much, taxes included."""

    number: str
    issued_at: datetime
    total: Money
    reason: str
    pdf_url: str

    @classmethod
    def of(cls, note: CreditNote, order: Order) -> "CreditNoteOut":
        return cls(
            number=note.label,
            issued_at=note.issued_at,
            total=Money.of(note.total_cents),
            reason=note.reason,
            pdf_url=f"{_of(order)}/credit-notes/{note.label}.pdf",
        )


class OrderRecordOut(OrderOut):
    """An order with its money: what came, what went back or is on its way, and its credit notes."""

    payments: list[PaymentOut]
    refunds: list[RefundOut]
    credit_notes: list[CreditNoteOut]

    @classmethod
    def whole(cls, order: Order) -> "OrderRecordOut":
        """One order, read for its page: four statements more."""
        payments: Sequence[Payment] = money_of(order)
        uuids = {payment.pk: payment.uuid for payment in payments}
        return cls(
            **dict(OrderOut.of(order)),
            payments=[PaymentOut.of(payment, order) for payment in payments],
            refunds=[RefundOut.of(refund, uuids[refund.payment_id]) for refund in refunds_shown(payments)],
            credit_notes=[CreditNoteOut.of(note, order) for note in credits_of(order)],
        )


def _of(order: Order) -> str:
    return f"{settings.SITE_URL}/api/v1/orders/{order.code}"
