"""Reading codes: what a typed one gives to an order, who used it, and proof that its counters tell the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.promotions.errors import (
    CodeAlreadyUsed,
    CodeExhausted,
    CodeExpired,
    CodeNotForThis,
    CodeNotYet,
    UnknownCode,
)
from registrations.promotions.models import Promotion, Redemption
from registrations.promotions.registry import ORDERS, OrderShown
from registrations.promotions.rules import Priced, Standing, discounts, key_of, standing
from registrations.seats.models import SeatClaim

Payer = User | Organisation


@dataclass(frozen=True, slots=True)
class Applied:
    """A code on an order: what it takes off each line, in their order. A code that gives nothing is refused."""

    promotion: Promotion
    shares: tuple[int, ...]

    @property
    def cents(self) -> int:
        return sum(self.shares)

    @property
    def is_capped(self) -> bool:
        """Whether it is the end of the budget that decides."""
        return self.promotion.left_cents == self.cents


def apply_code(code: str, *, lines: Sequence[Priced], payer: Payer, at: datetime) -> Applied:
    """What a typed code takes off these lines for this payer; nothing is written. Raises a `CodeRefused`."""
    promotion = live_promotion(code, at=at)
    if promotion.left_cents == 0 or not _has_uses(promotion, at=at):
        raise CodeExhausted
    check_payer(promotion, payer)
    shares = discounts(lines, scope=promotion.scope, value=promotion.value, left_cents=promotion.left_cents)
    if not any(shares):
        raise CodeNotForThis
    return Applied(promotion, tuple(shares))


def live_promotion(code: str, *, at: datetime) -> Promotion:
    """The promotion that a typed code names, valid at an instant; the same statement whatever the answer."""
    found = Promotion.objects.select_related("pool").filter(key=key_of(code)[:20]).first()
    state = Standing.OFF if found is None else standing_of(found, at=at)
    if found is None or state is Standing.OFF:
        raise UnknownCode
    if state is Standing.COMING:
        raise CodeNotYet(starts_at=found.starts_at)
    if state is Standing.ENDED:
        raise CodeExpired
    return found


def standing_of(promotion: Promotion, *, at: datetime) -> Standing:
    """Where a promotion stands at an instant."""
    return standing(
        enabled=promotion.enabled,
        archived=promotion.archived_at is not None,
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
        at=at,
    )


def check_payer(promotion: Promotion, payer: Payer) -> None:
    """Raise `CodeAlreadyUsed` when the payer has had the code as often as one payer may."""
    if promotion.per_payer is None:
        return
    whose = Q(person=payer) if isinstance(payer, User) else Q(organisation=payer)
    if live_redemptions().filter(whose, promotion=promotion).count() >= promotion.per_payer:
        raise CodeAlreadyUsed


def live_redemptions() -> QuerySet[Redemption]:
    """Codes in use by an order."""
    return Redemption.objects.filter(released_at=None)


def redemption_of(order_uuid: UUID) -> Redemption | None:
    """The order's code, in use or given back: an order has one at most."""
    return Redemption.objects.select_related("promotion").filter(order_uuid=order_uuid).order_by("-pk").first()


def orders_shown(redemptions: Sequence[Redemption]) -> list[tuple[Redemption, OrderShown | None]]:
    """Uses of a code, each with its order as upper features show it."""
    uuids = [redemption.order_uuid for redemption in redemptions]
    known = {uuid: shown for named in ORDERS for uuid, shown in named(uuids).items()}
    return [(redemption, known.get(redemption.order_uuid)) for redemption in redemptions]


def miscounted_promotions() -> list[int]:
    """Promotions whose `spent_cents` is not the sum of their live redemptions; always empty."""
    live = Coalesce(Sum("redemptions__cents", filter=Q(redemptions__released_at=None)), 0)
    return list(
        Promotion.objects.annotate(live=live).exclude(spent_cents=F("live")).order_by("pk").values_list("pk", flat=True)
    )


def _has_uses(promotion: Promotion, *, at: datetime) -> bool:
    """A use that is left, or one held by a payment that did not come in time."""
    if promotion.pool.available != 0:
        return True
    ended = SeatClaim.objects.filter(pool=promotion.pool_id, released_at=None, until__lte=at)
    return not promotion.pool.closed and ended.exists()
