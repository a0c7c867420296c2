"""Work that speaks with the provider, outside any transaction, then calls one action."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.idempotency.actions import again_if_deadlocked
from registrations.orders.models import Order, OrderState
from registrations.payments import gateway
from registrations.payments.actions import (
    close_checkout,
    fail_event,
    finish_event,
    ignore_event,
    keep_session,
    lease_refund,
    open_checkout,
    put_off_event,
    put_off_refund,
    record_dispute,
    record_refund,
    record_session,
    refuse_refund,
)
from registrations.payments.errors import AboveRest, CardsNotOpen, ProviderRefused, ProviderUnreachable, UnknownPayment
from registrations.payments.models import Checkout, EventState, Refund, RefundState, StripeEvent
from registrations.payments.queries import (
    due_events,
    due_refunds,
    ended_checkouts,
    knows_payment,
    open_checkouts,
    other_pages,
)
from registrations.payments.rules import (
    CHARGE_EVENTS,
    DISPUTE_EVENTS,
    REFUND_EVENTS,
    SESSION_EVENTS,
    DisputeFact,
    RefundFact,
    SessionFact,
)

STRIPE = Actor.system("stripe")
LATE = (ProviderUnreachable, CardsNotOpen, AboveRest)
"""Asking again later may succeed: the provider is silent, or a refund of ours still holds the amount."""
Fact = SessionFact | RefundFact | DisputeFact
logger = logging.getLogger(__name__)


def start_checkout(*, order: Order, by: Actor, at: datetime) -> str:
    """The address of the provider's page for this order: row first, then the page, then its name in the row."""
    checkout = open_checkout(order=order, by=by, at=at)
    if checkout.url:
        return checkout.url
    email = by.person.address if by.person else ""
    try:
        fact = gateway.create_session(checkout, email=email)
    except ProviderRefused:
        close_checkout(checkout_pk=checkout.pk, at=at)
        raise
    keep_session(checkout=checkout, fact=fact)
    for other in other_pages(checkout):  # of another amount, in another tab
        follow(other, at=at, close=True)
    return fact.url


def refresh_order(*, order: Order, at: datetime) -> None:
    """Ask the provider how the last attempt of an order stands: the buyer is back before its event."""
    checkout = order.checkouts.filter(closed_at=None).exclude(session_id="").order_by("-attempt").first()
    if order.state == OrderState.PLACED and checkout:
        follow(checkout, at=at)


def follow(checkout: Checkout, *, at: datetime, close: bool = False) -> None:
    """Read one open attempt again; the page of an order that has ended is closed. A silent provider is asked later."""
    if not checkout.session_id:
        if checkout.expires_at <= at:
            close_checkout(checkout_pk=checkout.pk, at=at)
        return
    ended = close or checkout.order.state != OrderState.PLACED
    try:
        fact = (gateway.expire_session if ended else gateway.read_session)(checkout.session_id)
        _record(fact, at=at)
    except (ProviderUnreachable, ProviderRefused, CardsNotOpen):
        return
    except DomainError as error:  # it disagrees: its event says so to the team, asking again would not
        logger.error("Checkout %s of order %s: %s", checkout.session_id, checkout.order.code, error)  # noqa: TRY400 - no trace: a refusal, not a fault
        close_checkout(checkout_pk=checkout.pk, at=at)


@task
def apply_event(event_pk: int) -> None:
    """Apply one received event: re-read its object, then record what it says."""
    now = timezone.now()
    event = StripeEvent.objects.get(pk=event_pk)
    if event.state != EventState.WAITING:
        return
    try:
        recorded = [_record(fact, at=now) for fact in _read(event)]
    except LATE as error:
        put_off_event(event, error=str(error), at=now, wait_at_least=_asked_wait(error))
    except DomainError as error:
        fail_event(event, error=str(error), at=now)
    else:
        (finish_event if any(recorded) else ignore_event)(event, at=now)


def _read(event: StripeEvent) -> Iterator[Fact]:
    """What the provider says now of what an event is about; nothing for a kind that is not followed."""
    if event.kind in SESSION_EVENTS:
        yield gateway.read_session(event.object_id)
    elif event.kind in REFUND_EVENTS:
        yield gateway.read_refund(event.object_id)
    elif event.kind in CHARGE_EVENTS:
        yield from gateway.refunds_of_charge(event.object_id)
    elif event.kind in DISPUTE_EVENTS:
        yield gateway.read_dispute(event.object_id)


def _record(fact: Fact, *, at: datetime) -> bool:
    """Record one fact; False when it is of something that was not sold here."""
    if isinstance(fact, SessionFact):
        if fact.order_uuid:
            again_if_deadlocked(lambda: record_session(fact, by=STRIPE, at=at))
        return bool(fact.order_uuid)
    if not knows_payment(fact.payment_reference):  # its own event is still to come
        for page in gateway.sessions_of_payment(fact.payment_reference):
            _record(page, at=at)
    if not knows_payment(fact.payment_reference):
        return False
    if isinstance(fact, RefundFact):
        again_if_deadlocked(lambda: record_refund(fact, by=STRIPE, at=at))
    else:
        again_if_deadlocked(lambda: record_dispute(fact, by=STRIPE, at=at))
    return True


@task
def send_refund(refund_pk: int) -> None:
    """Send one refund by card, or ask what became of it. Whatever happens it goes once: its key is its own."""
    now = timezone.now()
    refund = lease_refund(refund_pk=refund_pk, at=now)
    if refund is None:
        return
    try:
        _record(_sent(refund), at=now)
    except LATE as error:
        put_off_refund(refund=refund, error=str(error), wait=_asked_wait(error), at=now)
    except ProviderRefused as error:
        said = str(error.members.get("said") or error)
        again_if_deadlocked(lambda: refuse_refund(refund=refund, error=said, by=STRIPE, at=now))


def _sent(refund: Refund) -> RefundFact:
    """Sent before, it is looked for first: the provider forgets a key after a day, and never what it did."""
    if refund.state == RefundState.SENT:
        return gateway.read_refund(refund.reference)
    if refund.attempts > 1:
        done = gateway.refunds_of_payment(refund.payment.reference)
        if found := next((fact for fact in done if fact.refund_uuid == str(refund.uuid)), None):
            return found
    return gateway.create_refund(refund)


def _asked_wait(error: DomainError) -> int:
    """The seconds that the provider asks us to wait, if it does."""
    return int(error.members.get("retry_after", 0))


@db_periodic_task(crontab())
def sweep_events() -> int:
    """Each minute, apply the events that were missed. The number tried."""
    due = due_events(at=timezone.now())
    for pk in due:
        apply_event.call(pk)
    return len(due)


@db_periodic_task(crontab())
def sweep_refunds() -> int:
    """Each minute, send the refunds that were missed, and ask about those that are under way. The number tried."""
    due = due_refunds(at=timezone.now())
    for pk in due:
        send_refund.call(pk)
    return len(due)


@db_periodic_task(crontab())
def close_pages() -> int:
    """Each minute, close the pages of orders that have ended: nobody pays for what is cancelled. The number closed."""
    now = timezone.now()
    ended = ended_checkouts(at=now)
    for checkout in ended:
        follow(checkout, at=now)
    return len(ended)


@db_periodic_task(crontab(minute="*/5"))
def sweep_checkouts() -> int:
    """Every five minutes, ask how each open attempt stands: an event may never have come. The number asked."""
    now = timezone.now()
    waiting = open_checkouts(at=now)
    for checkout in waiting:
        follow(checkout, at=now)
    return len(waiting)


@db_periodic_task(crontab(hour="5", minute="20"))
def sweep_provider() -> int:
    """Each night, read the refunds and disputes of the last weeks at the provider: an event may never have come.

    The number recorded. A silent provider is asked the next night.
    """
    now = timezone.now()
    span = {"since": now - WEEKS, "until": now + timedelta(hours=1)}
    try:
        return sum(_swept(fact, at=now) for fact in [*gateway.list_refunds(**span), *gateway.list_disputes(**span)])
    except (ProviderUnreachable, ProviderRefused, CardsNotOpen):
        return 0


WEEKS = timedelta(days=45)
"""A bank sends a refund back within thirty days."""


def _swept(fact: Fact, *, at: datetime) -> bool:
    try:
        return _record(fact, at=at)
    except (AboveRest, UnknownPayment):
        return False
    except DomainError as error:
        logger.error("%s: %s", fact, error)  # noqa: TRY400 - no trace: a refusal, not a fault
        return False
