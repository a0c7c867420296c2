"""What the provider's words mean, and what is done about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registrations.actors import Actor, Role
from registrations.money import CURRENCY

SHORTEST = timedelta(minutes=31)
"""The provider wants at least 30 minutes before a payment page expires; a minute more for the way there."""

SESSION_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
REFUND_EVENTS = frozenset({"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"})
CHARGE_EVENTS = frozenset({"charge.refunded"})
DISPUTE_EVENTS = frozenset(
    {
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)
FOLLOWED = SESSION_EVENTS | REFUND_EVENTS | CHARGE_EVENTS | DISPUTE_EVENTS
"""The kinds of event that something follows from; any other is kept and ignored."""
MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A payment page as the provider describes it now. `reference` names the payment, once there is one."""

    session_id: str
    url: str
    status: str
    paid: bool
    cents: int
    currency: str
    order_uuid: str
    reference: str

    @property
    def is_over(self) -> bool:
        """Paid or expired: nothing more can come of it."""
        return self.paid or self.status == "expired"


@dataclass(frozen=True, slots=True)
class EventHead:
    """What is kept of a received event: its content is read again from the provider."""

    event_id: str
    kind: str
    object_id: str
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class RefundFact:
    """A refund as the provider describes it now; `refund_uuid` is ours, empty for one made at the provider's."""

    reference: str
    status: str
    cents: int
    currency: str
    payment_reference: str
    refund_uuid: str
    failure: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """A dispute as the provider describes it now."""

    reference: str
    status: str
    reason: str
    cents: int
    currency: str
    payment_reference: str
    respond_by: datetime | None
    opened_at: datetime


class Movement(StrEnum):
    """Why the balance at the provider moved."""

    CHARGE = "charge"
    REFUND = "refund"
    ADJUSTMENT = "adjustment"
    FEE = "fee"
    PAYOUT = "payout"
    OTHER = "other"


KINDS_OF_MOVEMENT: Mapping[str, Movement] = {
    "charge": Movement.CHARGE,
    "payment": Movement.CHARGE,
    "refund": Movement.REFUND,
    "payment_refund": Movement.REFUND,
    "refund_failure": Movement.REFUND,
    "payment_failure_refund": Movement.REFUND,
    "adjustment": Movement.ADJUSTMENT,
    "stripe_fee": Movement.FEE,
    "stripe_fx_fee": Movement.FEE,
    "tax_fee": Movement.FEE,
    "payout": Movement.PAYOUT,
    "payout_cancel": Movement.PAYOUT,
    "payout_failure": Movement.PAYOUT,
}


def movement_kind(type_: str) -> Movement:
    """The provider has some forty types; those that the association can meet."""
    return KINDS_OF_MOVEMENT.get(type_, Movement.OTHER)


@dataclass(frozen=True, slots=True)
class BalanceFact:
    """One movement on the balance at the provider: `net_cents` = `cents` - `fee_cents`, negative when money leaves.

    `source` is the charge, refund, dispute or payout it comes from; `payment_reference` the payment, when there is one.
    A refund that the bank sent back is a movement of kind refund above zero; a dispute is an adjustment.
    """

    reference: str
    kind: Movement
    type: str
    cents: int
    fee_cents: int
    net_cents: int
    currency: str
    source: str
    payment_reference: str
    made_at: datetime
    available_at: datetime


def agrees(fact: SessionFact, *, total_cents: int) -> bool:
    """Amount and currency are those of the order, to the cent."""
    return fact.cents == total_cents and fact.currency.upper() == CURRENCY


def page_expires_at(order_expires_at: datetime | None, *, at: datetime) -> datetime:
    """With the order, but no sooner than the provider allows; an hour for what never expires."""
    return max(order_expires_at or at + timedelta(hours=1), at + SHORTEST)


def wait_before(attempts: int) -> timedelta | None:
    """How long before an event is applied again: 1 minute, 2, 4... to 4 hours; None when it is given up."""
    return None if attempts >= MOST_ATTEMPTS else timedelta(minutes=min(2 ** max(attempts - 1, 0), 240))


def may_retry(by: Actor) -> bool:
    return by.has(Role.ACCOUNTING)


NEXT: Mapping[str, frozenset[str]] = {"captured": frozenset({"reversed"})}
"""The only change of a payment that the team makes by hand."""


def may_record(by: Actor) -> bool:
    """Money received by hand is recorded by accounting."""
    return by.has(Role.ACCOUNTING)


def waits_for_whole(*, state: str, on_account: bool) -> bool:
    """An order that waits for a card has no invoice yet: part of its price would confirm nothing."""
    return state == "placed" and not on_account


METHODS_BY_HAND = frozenset({"cheque", "transfer", "interac", "deposit"})
"""How money comes that accounting records."""

MOST_CENTS = 2_000_000_000
"""Twenty million dollars: what a column of cents holds."""


def is_above(*, state: str, cents: int, due_cents: int) -> bool:
    """More than a placed order owes stays on the account; money for one that ended is marked to be given back."""
    return state == "placed" and cents > due_cents


REFUND_NEXT: Mapping[str, frozenset[str]] = {
    "proposed": frozenset({"asked", "discarded"}),
    "asked": frozenset({"sent", "confirmed", "failed", "discarded"}),
    "sent": frozenset({"confirmed", "failed"}),
    # A bank sends back what it had taken, days after.
    "confirmed": frozenset({"failed"}),
    # We gave it up without a word of the provider, who did it after all.
    "failed": frozenset({"sent", "confirmed"}),
    "discarded": frozenset(),
}
STATUSES: Mapping[str, str] = {"succeeded": "confirmed", "failed": "failed", "canceled": "failed"}
KNOWN_FOR = {"asked": 0, "sent": 1, "confirmed": 2, "failed": 3}
"""What the provider says of a refund only goes this way: an older word that comes late changes nothing."""


def refund_state_of(status: str) -> str:
    """Our state for the provider's; one that is on its way, or that we do not know, is sent."""
    return STATUSES.get(status, "sent")


def follows(state: str, *, said: str, by_provider: bool) -> bool:
    """Whether the provider's word is news. `by_provider`: it has named this refund before."""
    if state == "failed" and not by_provider:
        return said != "failed"
    return KNOWN_FOR.get(said, -1) > KNOWN_FOR.get(state, -1)


def may_refund(by: Actor) -> bool:
    return by.has(Role.ACCOUNTING)


def may_approve(*, asked_by: int | None, person: int | None) -> bool:
    """By somebody else than who asked."""
    return person is not None and person != asked_by


def spread(cents: int, rooms: Iterable[int]) -> list[int]:
    """Take `cents` from these rooms in their order, each emptied before the next; the parts are at most the amount."""
    parts = []
    for room in rooms:
        parts.append(min(room, cents))
        cents -= parts[-1]
    return parts


LOST = "lost"
OPEN = "open"
WON = "won"


def dispute_state_of(status: str) -> str:
    """An inquiry that is closed took nothing; anything that is not decided is open."""
    if status == "lost":
        return LOST
    return WON if status in {"won", "warning_closed", "prevented"} else OPEN


def wait_before_sending(attempts: int) -> timedelta:
    """How long before a refund is sent again: never given up, since it may have been done; at most four hours."""
    return timedelta(minutes=min(2 ** max(attempts - 1, 0), 240))
