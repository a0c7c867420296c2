"""What the provider says of refunds by card: sent, done, come back, or made on its own dashboard."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.money import CURRENCY, spelled
from registrations.orders.actions import lock_order
from registrations.orders.models import Order
from registrations.payments.actions.counting import count_in, count_out, warn_accounting
from registrations.payments.actions.refunds import tell_given_back
from registrations.payments.errors import AboveRest, RefundDisagrees, UnknownPayment
from registrations.payments.models import Payment, PaymentMethod, Refund, RefundState
from registrations.payments.rules import (
    REFUND_NEXT,
    RefundFact,
    follows,
    refund_state_of,
    wait_before_sending,
)
from registrations.states import move

READ_AGAIN = timedelta(hours=1)
"""How long the provider's word on a refund that is under way is good for."""
UNDER_WAY = (RefundState.ASKED, RefundState.SENT)


@transaction.atomic
def lease_refund(*, refund_pk: int, at: datetime) -> Refund | None:
    """The refund to send or to ask about now, kept from other workers for a while; None when there is nothing to do."""
    waiting = Refund.objects.filter(pk=refund_pk, state__in=UNDER_WAY, method=PaymentMethod.CARD)
    attempts = waiting.values_list("attempts", flat=True).first() or 0
    until = at + wait_before_sending(attempts + 1)
    if not waiting.filter(attempts=attempts, not_before__lte=at).update(attempts=F("attempts") + 1, not_before=until):
        return None
    return Refund.objects.select_related("payment__order").get(pk=refund_pk)


@transaction.atomic
def put_off_refund(*, refund: Refund, error: str, wait: int, at: datetime) -> None:
    """The provider did not answer, and may have done it: the same key is sent again, after `wait` seconds or more."""
    until = max(refund.not_before, at + timedelta(seconds=wait))
    Refund.objects.filter(pk=refund.pk, state__in=UNDER_WAY).update(not_before=until, error=error[:200])


@transaction.atomic
def refuse_refund(*, refund: Refund, error: str, by: Actor, at: datetime) -> Refund:
    """The provider will not do it: the amount counts again where it came from, and accounting is told.

    One that it had taken and does not want to speak of now is only asked about later.
    """
    order = lock_order(refund.payment.order_id)
    refund.refresh_from_db()
    if refund.state == RefundState.ASKED:
        fail(order, refund, error, by=by, at=at)
    return refund


@transaction.atomic
def record_refund(fact: RefundFact, *, by: Actor, at: datetime) -> Refund:
    """Record what the provider says of a refund. Any order, any number of times, the same result.

    One that it names and that we did not ask for was made on its dashboard: it is recorded as it is, even when the
    invoice is owed again by it. Raises `UnknownPayment`, `RefundDisagrees`, or `AboveRest` while a refund of ours
    holds the amount.
    """
    payment = Payment.objects.filter(method=PaymentMethod.CARD, reference=fact.payment_reference).first()
    if payment is None:
        raise UnknownPayment
    order = lock_order(payment.order_id)
    payment.refresh_from_db()
    refund = _known(fact, payment)
    if refund is None:
        return _made_elsewhere(order, payment, fact, by=by, at=at)
    _check(refund, fact, order)
    said = refund_state_of(fact.status)
    if follows(refund.state, said=said, by_provider=bool(refund.reference)):
        _follow(order, refund, fact, RefundState(said), by=by, at=at)
    return refund


def fail(order: Order, refund: Refund, error: str, *, by: Actor, at: datetime, reference: str = "") -> None:
    """It did not go. The caller holds the order's locks."""
    named = {"reference": reference} if reference else {}
    _move(refund, RefundState.FAILED, ended_at=at, error=error[:200], **named)
    log(refund, "payments.fail-refund", by=by, at=at, cents=refund.cents)
    count_in(order, refund, by=by, at=at)
    warn_accounting("refund-failed", about=refund, at=at)


def _known(fact: RefundFact, payment: Payment) -> Refund | None:
    """By the provider's own name, else by ours when it is of this payment."""
    refunds = payment.refunds.filter(method=PaymentMethod.CARD)
    if found := refunds.filter(reference=fact.reference).first():
        return found
    try:
        return refunds.filter(uuid=UUID(fact.refund_uuid), reference="").first()
    except ValueError:
        return None


def _made_elsewhere(order: Order, payment: Payment, fact: RefundFact, *, by: Actor, at: datetime) -> Refund:
    said = RefundState(refund_state_of(fact.status))
    with override(order.language):
        reason = _("Made on Stripe's dashboard")
    refund = Refund(
        payment=payment,
        cents=fact.cents,
        method=PaymentMethod.CARD,
        state=said,
        reason=reason,
        reference=fact.reference,
        external=True,
        from_due=payment.came_for_nothing,
        error=fact.failure[:200],
        asked_at=fact.made_at,
        not_before=at + READ_AGAIN,
        sent_at=fact.made_at,
        ended_at=None if said == RefundState.SENT else at,
    )
    _check(refund, fact, order)
    if refund.counts and payment.left_cents < fact.cents:
        raise AboveRest(left=spelled(payment.left_cents, order.language))
    refund.save(force_insert=True)
    log(refund, "payments.external-refund", by=by, at=at, cents=refund.cents)
    if refund.counts:
        count_out(order, refund, by=by, at=at)
    if said == RefundState.CONFIRMED:
        tell_given_back(order, refund, at=at)
    return refund


def _follow(order: Order, refund: Refund, fact: RefundFact, said: RefundState, *, by: Actor, at: datetime) -> None:
    if said == RefundState.FAILED:
        fail(order, refund, fact.failure or fact.status, by=by, at=at, reference=fact.reference)
        return
    if not refund.counts:  # we had given it up, and the provider did it after all
        count_out(order, refund, by=by, at=at)
    ended_at = at if said == RefundState.CONFIRMED else None
    named = {"reference": fact.reference, "sent_at": refund.sent_at or at, "error": "", "not_before": at + READ_AGAIN}
    _move(refund, said, ended_at=ended_at, **named)
    name = "payments.confirm-refund" if said == RefundState.CONFIRMED else "payments.send-refund"
    log(refund, name, by=by, at=at, cents=refund.cents)
    if said == RefundState.CONFIRMED:
        tell_given_back(order, refund, at=at)


def _check(refund: Refund, fact: RefundFact, order: Order) -> None:
    if (refund.cents, CURRENCY) != (fact.cents, fact.currency.upper()):
        said = f"{spelled(fact.cents, order.language)} {fact.currency.upper()}"
        raise RefundDisagrees(said=said, asked=spelled(refund.cents, order.language))


def _move(refund: Refund, to: RefundState, **fields: object) -> None:
    move(Refund.objects.all(), refund.pk, table=REFUND_NEXT, from_=refund.state, to=to, **fields)
    refund.refresh_from_db()
