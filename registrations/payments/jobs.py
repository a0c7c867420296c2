"""Work that speaks with the provider, outside any transaction, then calls one action."""

import logging
from datetime import datetime

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
    ignore_event,
    keep_session,
    open_checkout,
    put_off_event,
    record_session,
)
from registrations.payments.errors import ProviderRefused, ProviderUnreachable
from registrations.payments.models import Checkout, EventState, StripeEvent
from registrations.payments.queries import due_events, open_checkouts
from registrations.payments.rules import SESSION_EVENTS, SessionFact

STRIPE = Actor.system("stripe")
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
    return fact.url


def refresh_order(*, order: Order, at: datetime) -> None:
    """Ask the provider how the last attempt of an order stands: the buyer is back before its event."""
    checkout = order.checkouts.filter(closed_at=None).exclude(session_id="").order_by("-attempt").first()
    if order.state == OrderState.PLACED and checkout:
        follow(checkout, at=at)


def follow(checkout: Checkout, *, at: datetime) -> None:
    """Read one open attempt again; the page of an order that has ended is closed. A silent provider is asked later."""
    if not checkout.session_id:
        if checkout.expires_at <= at:
            close_checkout(checkout_pk=checkout.pk, at=at)
        return
    ended = checkout.order.state != OrderState.PLACED
    try:
        fact = (gateway.expire_session if ended else gateway.read_session)(checkout.session_id)
        _record(fact, at=at)
    except (ProviderUnreachable, ProviderRefused):
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
    if event.kind not in SESSION_EVENTS:
        ignore_event(event, at=now)
        return
    try:
        _record(gateway.read_session(event.object_id), at=now, event=event)
    except ProviderUnreachable as error:
        put_off_event(event, error=str(error), at=now)
    except DomainError as error:
        fail_event(event, error=str(error), at=now)


def _record(fact: SessionFact, *, at: datetime, event: StripeEvent | None = None) -> None:
    again_if_deadlocked(lambda: record_session(fact, by=STRIPE, at=at, event=event))


@db_periodic_task(crontab())
def sweep_events() -> int:
    """Each minute, apply the events that were missed. The number tried."""
    due = due_events(at=timezone.now())
    for pk in due:
        apply_event.call(pk)
    return len(due)


@db_periodic_task(crontab(minute="*/5"))
def sweep_checkouts() -> int:
    """Every five minutes, ask how each open attempt stands: an event may never have come. The number asked."""
    now = timezone.now()
    waiting = open_checkouts(at=now)
    for checkout in waiting:
        follow(checkout, at=now)
    return len(waiting)
