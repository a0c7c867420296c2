"""Money that did not come by card: recorded by accounting, in one piece, and allotted to what its payer owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.money import spelled
from registrations.orders.actions import lock_orders
from registrations.orders.models import Order
from registrations.orders.queries import amount_due
from registrations.orders.registry import refuse_closed
from registrations.organisations.models import Organisation
from registrations.payments.actions.card import mark_for_refund, use_payment
from registrations.payments.actions.thanking import thank_for_receipt
from registrations.payments.errors import (
    AlreadyRecorded,
    MayNotRecord,
    MoreThanLeft,
    MoreThanOwed,
    NotAReceipt,
    NotTheirOrder,
    ReceiptEnded,
    ReceivedTomorrow,
    WholeAmountOnly,
)
from registrations.payments.models import Payment, PaymentState, Receipt
from registrations.payments.rules import METHODS_BY_HAND, MOST_CENTS, is_above, may_record, waits_for_whole
from registrations.people.models import User

Payer = User | Organisation


@dataclass(frozen=True, slots=True)
class Part:
    """So many cents of a receipt for one order of its payer."""

    order: Order
    cents: int


@transaction.atomic
def record_receipt(
    *,
    payer: Payer,
    method: str,
    reference: str,
    received_on: date,
    cents: int,
    parts: Sequence[Part] = (),
    by: Actor,
    at: datetime,
) -> Receipt:
    """Record one cheque, transfer, Interac or deposit, and allot it; the rest is a credit on the payer's account.

    Raises `AlreadyRecorded` when this payer's money with this method and reference is there already, and what
    `allot_receipt` raises.
    """
    if not may_record(by):
        raise MayNotRecord
    _check(method, cents, received_on, reference, on=localdate(at))
    receipt = Receipt(
        **payer_of(payer),
        method=method,
        reference=reference.strip(),
        received_on=received_on,
        received_cents=cents,
        recorded_at=at,
    )
    orders = lock_orders({part.order.pk for part in parts})
    # One rule, held by a constraint for each kind of payer.
    with (
        constraint_means(Receipt, "receipt_one_per_organisation_and_reference", AlreadyRecorded()),
        constraint_means(Receipt, "receipt_one_per_person_and_reference", AlreadyRecorded()),
    ):
        receipt.save(force_insert=True)
    log(receipt, "payments.record-receipt", by=by, at=at, cents=cents, method=method)
    _allot(receipt, parts, orders, by=by, at=at)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def allot_receipt(*, receipt: Receipt, parts: Sequence[Part], by: Actor, at: datetime) -> Receipt:
    """Use what is left of a receipt for orders of its payer.

    Raises `MoreThanLeft`, `MoreThanOwed`, `NotTheirOrder`, `WholeAmountOnly`, or `ReceiptEnded`.
    """
    if not may_record(by):
        raise MayNotRecord
    if not parts:
        raise NotAReceipt
    orders = lock_orders({part.order.pk for part in parts}, between=lambda: lock_receipt(receipt.pk))
    log(receipt, "payments.allot-receipt", by=by, at=at, cents=sum(part.cents for part in parts))
    _allot(Receipt.objects.get(pk=receipt.pk), parts, orders, by=by, at=at)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def record_received(
    *, order: Order, method: str, cents: int, received_on: date, reference: str, by: Actor, at: datetime
) -> Payment:
    """Record money for one order; it is settled once its invoice is paid in full.

    Less than what is owed leaves the rest owed; what is above stays on the payer's account. An order that waits for a
    card is paid whole or not at all, since nothing is confirmed in between. Money for an order that ended is marked to
    be given back.
    """
    payer = order.organisation or order.person
    if payer is None:  # the database holds that there is one
        raise NotAReceipt
    receipt = record_receipt(
        payer=payer,
        method=method,
        reference=reference,
        received_on=received_on,
        cents=cents,
        parts=[Part(order, min(cents, amount_due(order) or cents))] if cents > 0 else [],
        by=by,
        at=at,
    )
    return receipt.payments.get()


def lock_receipt(pk: int) -> Receipt:
    """After people and organisations, before orders."""
    return Receipt.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def payer_of(payer: Payer) -> dict[str, Payer]:
    """The column that names the payer."""
    return {"organisation" if isinstance(payer, Organisation) else "person": payer}


def _allot(receipt: Receipt, parts: Sequence[Part], orders: list[Order], *, by: Actor, at: datetime) -> None:
    """Invoiced orders first: those that are invoiced now take a number, which is locked last."""
    locked = {order.pk: order for order in orders}
    cents = sum(part.cents for part in parts)
    if any(part.cents <= 0 for part in parts) or len(locked) != len(parts):
        raise NotAReceipt
    with constraint_means(Receipt, "receipt_parts_within_received", MoreThanLeft()):
        if not Receipt.objects.filter(pk=receipt.pk, reversed_at=None).update(
            allotted_cents=F("allotted_cents") + cents
        ):
            raise ReceiptEnded
    paid = []
    for part in sorted(parts, key=lambda part: (not locked[part.order.pk].on_account, part.order.pk)):
        order = locked[part.order.pk]
        paid.append((order, _pay(receipt, order, part.cents, by=by, at=at)))
    thank_for_receipt(receipt, [(order, payment) for order, payment in paid if not payment.came_for_nothing], at=at)


def _pay(receipt: Receipt, order: Order, cents: int, *, by: Actor, at: datetime) -> Payment:
    _check_part(receipt, order, cents)
    payment = Payment.objects.create(
        order=order,
        receipt=receipt,
        method=receipt.method,
        state=PaymentState.CAPTURED,
        reference=receipt.reference,
        captured_cents=cents,
        captured_at=at,
        received_on=receipt.received_on,
        created_at=at,
    )
    log(payment, "payments.record-by-hand", by=by, at=at, cents=cents, method=receipt.method)
    if reason := use_payment(order, payment, by=by, at=at):
        mark_for_refund(order, payment, reason, by=by, at=at)
    return payment


def _check_part(receipt: Receipt, order: Order, cents: int) -> None:
    """Of the same payer, no more than is owed, and whole where part of it would confirm nothing."""
    if (order.organisation_id, order.person_id) != (receipt.organisation_id, receipt.person_id):
        raise NotTheirOrder(order=order.code)
    due, language = amount_due(order), get_language() or "fr"
    if waits_for_whole(state=order.state, on_account=order.on_account) and cents != due:
        raise WholeAmountOnly(due=spelled(due, language))
    if is_above(state=order.state, cents=cents, due_cents=due):
        raise MoreThanOwed(order=order.code, due=spelled(due, language))


def _check(method: str, cents: int, received_on: date, reference: str, *, on: date) -> None:
    if method not in METHODS_BY_HAND or not 0 < cents <= MOST_CENTS or not reference.strip():
        raise NotAReceipt
    if received_on > on:
        raise ReceivedTomorrow
    refuse_closed(received_on)
