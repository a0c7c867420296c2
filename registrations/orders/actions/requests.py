"""Requests to cancel what is paid or invoiced: asked by the buyer, or noted when a seat is given up or called off."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Forbidden, constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.actions.locking import lock_order
from registrations.orders.errors import AlreadyAsked, MayNotCredit, NothingToCancel, ReasonToCancel
from registrations.orders.models import CancellationRequest, Order, OrderLine, Why
from registrations.orders.queries import balance_of, is_payer
from registrations.orders.rules import asks_to_cancel, may_cancel, may_credit


@transaction.atomic
def ask_cancellation(*, order: Order, reason: str, by: Actor, at: datetime) -> CancellationRequest:
    """Ask accounting to cancel a paid or invoiced order. Raises `NothingToCancel`, `AlreadyAsked`, `ReasonToCancel`."""
    if not may_cancel(by, is_payer=is_payer(order, by, on=localdate(at))):
        raise Forbidden()
    order = lock_order(order.pk)
    over = (balance := balance_of(order)) is not None and balance.is_credited
    if over or not asks_to_cancel(state=order.state, on_account=order.on_account, total_cents=order.total_cents):
        raise NothingToCancel()
    if not reason.strip():
        raise ReasonToCancel()
    with constraint_means(CancellationRequest, "cancellationrequest_one_open_per_order", AlreadyAsked()):
        request = CancellationRequest.objects.create(
            order=order, why=Why.ASKED, reason=reason.strip()[:500], asked_by=by.person, asked_at=at
        )
    log(request, "orders.ask-cancellation", by=by, at=at)
    return request


def note_given_up(line: OrderLine, *, places: int, why: Why, by: Actor, at: datetime) -> None:
    """So many places of a paid or invoiced line are not used: for accounting to credit. Adds to an open request."""
    if not line.unit_price_cents:
        return
    open_ = CancellationRequest.objects.filter(line=line, answered_at=None)
    if not open_.update(places=F("places") + places, why=why):
        fresh = CancellationRequest(
            order_id=line.order_id, line=line, why=why, places=places, asked_by=by.person, asked_at=at
        )
        fresh.save(force_insert=True)
    log(line.order, "orders.note-given-up", by=by, at=at, places=places, why=str(why))


@transaction.atomic
def answer_cancellation(*, request: CancellationRequest, answer: str, by: Actor, at: datetime) -> CancellationRequest:
    """Close a request: credited, refused or without cause, as `answer` says. Answering twice changes nothing."""
    if not may_credit(by):
        raise MayNotCredit()
    fields = {"answer": answer.strip()[:500], "answered_by": by.person, "answered_at": at}
    if CancellationRequest.objects.filter(pk=request.pk, answered_at=None).update(**fields):
        log(request, "orders.answer-cancellation", by=by, at=at)
        if request.why == Why.ASKED and request.asked_by:
            tell("cancellation-answered", about=request, to=request.asked_by, at=at)
    request.refresh_from_db()
    return request
