"""What changes payments: pages opened, events kept, money recorded once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.money import spelled
from registrations.orders.actions import (
    expire_order,
    issue_invoice,
    lock_order,
    retake_seats,
    settle_order,
)
from registrations.orders.models import Order, OrderState
from registrations.orders.queries import amount_due, is_payer
from registrations.orders.rules import payable
from registrations.payments.actions.counting import count_payment
from registrations.payments.actions.refunds import give_back_due
from registrations.payments.actions.thanking import thank_for_payment
from registrations.payments.errors import NotPayable, PaymentDisagrees, UnknownOrder
from registrations.payments.models import (
    Checkout,
    EventState,
    Payment,
    PaymentMethod,
    PaymentState,
    RefundReason,
    StripeEvent,
)
from registrations.payments.rules import EventHead, SessionFact, agrees, may_retry, page_expires_at, wait_before


@transaction.atomic
def open_checkout(*, order: Order, by: Actor, at: datetime) -> Checkout:
    """The attempt to use now: the page that is still open, or the next one. The provider is called after the commit."""
    if not is_payer(order, by, on=localdate(at)):
        raise Forbidden
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    overdue = order.expires_at is not None and order.expires_at <= at
    if overdue or not payable(state=order.state, total_cents=order.total_cents):
        raise NotPayable
    due = amount_due(order)
    if not due:
        raise NotPayable
    last = order.checkouts.order_by("-attempt").first()
    if last and last.is_open(at=at) and last.cents == due:
        return last
    checkout = Checkout.objects.create(
        order=order,
        attempt=last.attempt + 1 if last else 1,
        cents=due,
        expires_at=page_expires_at(order.expires_at, at=at),
        created_at=at,
    )
    log(order, "payments.open-checkout", by=by, at=at, attempt=checkout.attempt)
    return checkout


@transaction.atomic
def keep_session(*, checkout: Checkout, fact: SessionFact) -> None:
    """Remember the page that the provider made for this attempt."""
    Checkout.objects.filter(pk=checkout.pk, session_id="").update(session_id=fact.session_id, url=fact.url)


@transaction.atomic
def close_checkout(*, checkout_pk: int, at: datetime) -> None:
    """Nothing more will come of this attempt."""
    Checkout.objects.filter(pk=checkout_pk, closed_at=None).update(closed_at=at)


@transaction.atomic
def receive_event(head: EventHead, *, at: datetime) -> StripeEvent:
    """Keep an event as it is received, once however many times it comes.

    One of the other mode (test or live) or of another account is kept for the record alone.
    """
    event = StripeEvent(event_id=head.event_id, kind=head.kind, object_id=head.object_id, received_at=at, not_before=at)
    if not head.is_ours:
        event.state, event.applied_at = EventState.IGNORED, at
    StripeEvent.objects.bulk_create([event], ignore_conflicts=True)
    return StripeEvent.objects.get(event_id=head.event_id)


@transaction.atomic
def record_session(fact: SessionFact, *, by: Actor, at: datetime, event: StripeEvent | None = None) -> Payment | None:
    """What the provider says of one page: money, or its end. Any order, any number of times, the same result."""
    payment = record_payment(fact, by=by, at=at) if fact.paid else None
    if fact.is_over:
        Checkout.objects.filter(session_id=fact.session_id, closed_at=None).update(closed_at=at)
    if event:
        _end_event(event, EventState.APPLIED, at=at)
    return payment


@transaction.atomic
def record_payment(fact: SessionFact, *, by: Actor, at: datetime) -> Payment:
    """Record money that the provider captured, once per reference, and settle what it pays for.

    Raises `UnknownOrder`, or `PaymentDisagrees` when the amount or the currency is not the order's.
    """
    order = lock_order(_order_of(fact).pk)
    known = Payment.objects.filter(method=PaymentMethod.CARD, reference=fact.reference).first()
    if known:
        return known
    if not agrees(fact, total_cents=(asked := _asked(fact, order))):
        language = get_language() or "fr"
        raise PaymentDisagrees(
            paid=f"{spelled(fact.cents, language)} {fact.currency.upper()}", total=spelled(asked, language)
        )
    payment = Payment.objects.create(
        order=order,
        method=PaymentMethod.CARD,
        state=PaymentState.CAPTURED,
        reference=fact.reference,
        captured_cents=fact.cents,
        captured_at=at,
        created_at=at,
    )
    log(payment, "payments.record", by=by, at=at, cents=fact.cents)
    if reason := use_payment(order, payment, by=by, at=at):
        mark_for_refund(order, payment, reason, by=by, at=at)
    else:
        thank_for_payment(order, payment, at=at)
    return payment


@transaction.atomic
def ignore_event(event: StripeEvent, *, at: datetime) -> None:
    """Kept for the record: nothing follows from it."""
    _end_event(event, EventState.IGNORED, at=at)


@transaction.atomic
def fail_event(event: StripeEvent, *, error: str, at: datetime) -> None:
    """Applying it again would say the same: the team looks."""
    _end_event(event, EventState.FAILED, at=at, error=error)


@transaction.atomic
def put_off_event(event: StripeEvent, *, error: str, at: datetime, wait_at_least: int = 0) -> None:
    """The provider did not answer: later (seconds, when it asks for some), or given up after many attempts."""
    wait = wait_before(event.attempts + 1)
    if wait is None:
        _end_event(event, EventState.FAILED, at=at, error=error)
        return
    StripeEvent.objects.filter(pk=event.pk).update(
        attempts=F("attempts") + 1, not_before=at + max(wait, timedelta(seconds=wait_at_least)), error=error[:200]
    )


@transaction.atomic
def retry_event(*, event: StripeEvent, by: Actor, at: datetime) -> None:
    """Apply a failed event again; one that is applied stays so."""
    if not may_retry(by):
        raise Forbidden
    if StripeEvent.objects.filter(pk=event.pk, state=EventState.FAILED).update(
        state=EventState.WAITING, attempts=0, not_before=at, error=""
    ):
        log(event, "payments.retry-event", by=by, at=at)


@transaction.atomic
def finish_event(event: StripeEvent, *, at: datetime) -> None:
    """What it says is recorded."""
    _end_event(event, EventState.APPLIED, at=at)


def _order_of(fact: SessionFact) -> Order:
    try:
        uuid = UUID(fact.order_uuid)
    except ValueError as error:
        raise UnknownOrder from error
    if (order := Order.objects.filter(uuid=uuid).first()) is None:
        raise UnknownOrder
    return order


def _asked(fact: SessionFact, order: Order) -> int:
    """What the page asked for: the rest of an invoice that was paid or credited in part, or the whole order."""
    checkout = Checkout.objects.filter(session_id=fact.session_id, order=order).first() if order.on_account else None
    return order.total_cents if checkout is None or checkout.cents is None else checkout.cents


def use_payment(order: Order, payment: Payment, *, by: Actor, at: datetime) -> RefundReason | None:
    """Settle the order with this money, or say why it came for nothing."""
    if order.state == OrderState.SETTLED:
        return RefundReason.PAID_TWICE
    if order.state == OrderState.CANCELLED:
        return RefundReason.CANCELLED
    if order.on_account:
        count_payment(order, payment.captured_cents, by=by, at=at)
        return None
    late = order.state == OrderState.EXPIRED or (order.expires_at is not None and order.expires_at <= at)
    if late and not retake_seats(order, by=by, at=at):
        expire_order(order_pk=order.pk, by=by, at=at)
        return RefundReason.SEATS_GONE
    settle_order(order, by=by, at=at)
    issue_invoice(order=order, by=by, at=at)
    count_payment(order, payment.captured_cents, by=by, at=at)
    return None


def mark_for_refund(order: Order, payment: Payment, reason: RefundReason, *, by: Actor, at: datetime) -> None:
    """All of it goes back: by card at once, by hand when accounting does it. Whoever ordered is told why."""
    Payment.objects.filter(pk=payment.pk).update(refund_due_cents=payment.captured_cents, refund_reason=reason)
    payment.refund_due_cents, payment.refund_reason = payment.captured_cents, reason
    log(payment, "payments.to-refund", by=by, at=at, reason=str(reason))
    if give_back_due(order, payment, by=by, at=at):
        payment.refresh_from_db()
    if order.placed_by:
        tell("payment-to-refund", about=payment, to=order.placed_by, at=at)


def _end_event(event: StripeEvent, state: EventState, *, at: datetime, error: str = "") -> None:
    """Guarded: an event that was applied meanwhile stays applied."""
    open_ = StripeEvent.objects.filter(pk=event.pk).exclude(state=EventState.APPLIED)
    open_.update(state=state, attempts=F("attempts") + 1, applied_at=at, error=error[:200])
