"""Money that accounting gives back: asked for in a row first, then sent or done by hand, then confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import override

from registrations.actors import Actor
from registrations.errors import WrongState, constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.money import spelled
from registrations.orders.actions import Credited, credit_invoice, give_back_credited, lock_order
from registrations.orders.models import CreditNote, Order
from registrations.orders.queries import balance_of, invoice_of
from registrations.orders.registry import refuse_closed
from registrations.payments.actions.counting import count_in, count_out
from registrations.payments.errors import (
    AboveRest,
    AnotherPerson,
    GivenTomorrow,
    MayNotRefund,
    NotAReturn,
    NothingToRefund,
    PaymentDisputed,
)
from registrations.payments.models import (
    Payment,
    PaymentMethod,
    PaymentState,
    Refund,
    RefundReason,
    RefundState,
)
from registrations.payments.queries import is_disputed, refundable
from registrations.payments.rules import METHODS_BY_HAND, REFUND_NEXT, may_approve, may_refund, spread
from registrations.states import move


@dataclass(frozen=True, slots=True)
class Refunded:
    """What giving back an order wrote: its credit note, and one refund for each payment that it is taken from."""

    note: CreditNote
    refunds: list[Refund]

    @property
    def cents(self) -> int:
        return sum(refund.cents for refund in self.refunds)


@transaction.atomic
def ask_refund(
    *,
    payment: Payment,
    cents: int,
    reason: str,
    by: Actor,
    at: datetime,
    credit_note: CreditNote | None = None,
    method: str = "",
) -> Refund:
    """Give back what came for nothing, or a part of what was paid in excess; an invoice is never owed by it.

    By card to the card, else by hand; `method` says by which hand, for a card that cannot be credited any more.
    Raises `AboveRest`, `PaymentDisputed`.
    """
    if not may_refund(by):
        raise MayNotRefund
    order = lock_order(payment.order_id)
    return _ask(order, payment.pk, cents, reason=reason, by=by, at=at, credit_note=credit_note, method=method)


@transaction.atomic
def refund_order(
    *,
    order: Order,
    lines: Sequence[Credited] | None = None,
    reason: str,
    give_back: bool,
    by: Actor,
    at: datetime,
) -> Refunded:
    """Credit these lines, or all that is left (`lines` None), and give back what is thereby paid in excess.

    The amount is taken from the order's payments, cards first, the latest first. `give_back`: the seats of the lines
    credited whole are free again; the order is cancelled when all of them are.
    """
    if not may_refund(by):
        raise MayNotRefund
    locked = lock_order(order.pk)
    note = credit_invoice(invoice=invoice_of(locked), lines=lines, reason=reason, by=by, at=at)
    locked.refresh_from_db()
    balance = balance_of(locked)
    cents = min(balance.overpaid_cents, note.total_cents) if balance else 0
    refunds = _spread(locked, cents, note, reason=reason, by=by, at=at) if cents else []
    if give_back:
        locked.refresh_from_db()
        give_back_credited(locked, by=by, at=at)
    return Refunded(note, refunds)


def preview_refund_order(
    *, order: Order, lines: Sequence[Credited] | None, reason: str, give_back: bool, by: Actor, at: datetime
) -> Refunded:
    """What `refund_order` would write, to the cent, with its refusals: it is done, then undone."""
    with transaction.atomic():
        done = refund_order(order=order, lines=lines, reason=reason, give_back=give_back, by=by, at=at)
        transaction.set_rollback(True)
    return done


def give_back_due(order: Order, payment: Payment, *, by: Actor, at: datetime) -> Refund | None:
    """Money by card that came for nothing goes back by itself; by hand it waits for accounting."""
    if payment.method != PaymentMethod.CARD or is_disputed(payment):
        return None
    with override(order.language):
        reason = str(RefundReason(payment.refund_reason).label)
    return _ask(order, payment.pk, payment.refund_due_cents, reason=reason, by=by, at=at)


@transaction.atomic
def approve_refund(*, refund: Refund, by: Actor, at: datetime) -> Refund:
    """Let it go, by somebody else than who asked. Raises `AnotherPerson`."""
    _check_second(refund, by)
    with constraint_means(Refund, "refund_two_people", AnotherPerson()):
        _move(refund, RefundState.ASKED, approved_by=by.person, not_before=at)
    log(refund, "payments.approve-refund", by=by, at=at, cents=refund.cents)
    return refund


@transaction.atomic
def discard_refund(*, refund: Refund, by: Actor, at: datetime) -> Refund:
    """Not approved, or not to be made by hand after all: the amount counts again where it came from."""
    if not may_refund(by):
        raise MayNotRefund
    order = lock_order(refund.payment.order_id)
    refund.refresh_from_db()
    if refund.state == RefundState.ASKED and refund.method == PaymentMethod.CARD:
        raise WrongState(expected=str(RefundState.PROPOSED), to=str(RefundState.DISCARDED))  # it may be on its way
    _move(refund, RefundState.DISCARDED, ended_at=at)
    log(refund, "payments.discard-refund", by=by, at=at, cents=refund.cents)
    count_in(order, refund, by=by, at=at)
    return refund


@transaction.atomic
def record_refund_by_hand(
    *, refund: Refund, method: str, reference: str, given_on: date, by: Actor, at: datetime
) -> Refund:
    """Say how the money went: cheque, transfer; its number and its day."""
    if not may_refund(by):
        raise MayNotRefund
    if method not in METHODS_BY_HAND or not reference.strip():
        raise NotAReturn
    if given_on > localdate(at):
        raise GivenTomorrow
    refuse_closed(given_on)
    order = lock_order(refund.payment.order_id)
    refund.refresh_from_db()
    if refund.method == PaymentMethod.CARD:
        raise NotAReturn
    how = {"method": method, "reference": reference.strip(), "given_on": given_on, "ended_at": at}
    _move(refund, RefundState.CONFIRMED, **how)
    log(refund, "payments.confirm-refund", by=by, at=at, cents=refund.cents, method=method)
    tell_given_back(order, refund, at=at)
    return refund


@transaction.atomic
def retry_refund(*, refund: Refund, by: Actor, at: datetime, method: str = "") -> Refund:
    """Ask again for what failed, in a new row with a key of its own; send sooner what waits."""
    if not may_refund(by):
        raise MayNotRefund
    order = lock_order(refund.payment.order_id)
    refund.refresh_from_db()
    if refund.state == RefundState.FAILED:
        again = method or ("" if refund.method == PaymentMethod.CARD else refund.method)
        note, reason = refund.credit_note, refund.reason
        return _ask(order, refund.payment_id, refund.cents, reason=reason, by=by, at=at, credit_note=note, method=again)
    if refund.state not in {RefundState.ASKED, RefundState.SENT} or refund.method != PaymentMethod.CARD:
        raise WrongState(expected=str(RefundState.FAILED), to=str(RefundState.ASKED))
    Refund.objects.filter(pk=refund.pk).update(not_before=at)
    log(refund, "payments.retry-refund", by=by, at=at, cents=refund.cents)
    return refund


def tell_given_back(order: Order, refund: Refund, *, at: datetime) -> None:
    """To whoever placed the order, once however often it is said."""
    if order.placed_by:
        tell("refund-sent", about=refund, to=order.placed_by, at=at)


def _spread(order: Order, cents: int, note: CreditNote, *, reason: str, by: Actor, at: datetime) -> list[Refund]:
    """Over the payments that counted on the invoice; money moved from another invoice comes last."""
    counted = order.payments.filter(state=PaymentState.CAPTURED, refund_reason="").order_by("-pk")
    payments = sorted(counted, key=lambda payment: RANKS.get(payment.method, 1))
    free = [payment for payment in payments if payment.left_cents and not is_disputed(payment)]
    parts = spread(cents, [payment.left_cents for payment in free])
    if sum(parts) < cents:
        raise PaymentDisputed if len(free) < len(payments) else AboveRest(left=spelled(sum(parts), order.language))
    return [
        _ask(order, payment.pk, part, reason=reason, by=by, at=at, credit_note=note)
        for payment, part in zip(free, parts, strict=True)
        if part
    ]


RANKS: Mapping[str, int] = {PaymentMethod.CARD: 0, PaymentMethod.CREDIT: 2}


def _ask(
    order: Order,
    payment_pk: int,
    cents: int,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    credit_note: CreditNote | None = None,
    method: str = "",
) -> Refund:
    payment = Payment.objects.get(pk=payment_pk)
    _check(order, payment, cents, reason, method)
    by_two = settings.REFUNDS_BY_TWO and not by.is_system
    refund = Refund.objects.create(
        payment=payment,
        cents=cents,
        method=method or (PaymentMethod.TRANSFER if payment.method == PaymentMethod.CREDIT else payment.method),
        state=RefundState.PROPOSED if by_two else RefundState.ASKED,
        reason=reason.strip(),
        credit_note=credit_note,
        from_due=payment.came_for_nothing,
        asked_by=by.person,
        asked_at=at,
        not_before=at,
    )
    count_out(order, refund, by=by, at=at)
    log(refund, "payments.ask-refund", by=by, at=at, cents=cents)
    return refund


def _check(order: Order, payment: Payment, cents: int, reason: str, method: str) -> None:
    if cents <= 0 or not reason.strip():
        raise NothingToRefund
    if method and method not in METHODS_BY_HAND:
        raise NotAReturn
    if is_disputed(payment):
        raise PaymentDisputed
    if cents > (left := refundable(payment)):
        raise AboveRest(left=spelled(left, order.language))


def _check_second(refund: Refund, by: Actor) -> None:
    if not may_refund(by):
        raise MayNotRefund
    lock_order(refund.payment.order_id)
    refund.refresh_from_db()
    if not may_approve(asked_by=refund.asked_by_id, person=by.person.pk if by.person else None):
        raise AnotherPerson


def _move(refund: Refund, to: RefundState, **fields: object) -> None:
    move(Refund.objects.all(), refund.pk, table=REFUND_NEXT, from_=refund.state, to=to, **fields)
    refund.refresh_from_db()
