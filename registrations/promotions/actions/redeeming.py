"""Using a code, and giving it back. Callers hold the transaction, the order's lock and, in order of locks, the code's.

A promotion's row comes after the order's and before its pool, which is taken with the other pools by id.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.promotions.errors import BudgetMoved, CodeAlreadyUsed, CodeExhausted
from registrations.promotions.models import ORDER, Promotion, Redemption
from registrations.promotions.queries import Applied, Payer, check_payer, redemption_of
from registrations.seats.actions import Holder, keep_seats, release_seats, take_seats
from registrations.seats.errors import Closed, SoldOut


def spend(applied: Applied, *, order_uuid: UUID, payer: Payer, at: datetime) -> Redemption:
    """Take the discount from the budget: one UPDATE, which keeps the promotion's row until the end.

    Raises `BudgetMoved` (switched off, or less is left than was shown) and `CodeAlreadyUsed`. The use itself is taken
    by `take_use`, with the pools.
    """
    if not _spend(applied.promotion.pk, applied.cents, Q(enabled=True, archived_at=None)):
        raise BudgetMoved
    check_payer(applied.promotion, payer)
    return Redemption.objects.create(
        promotion=applied.promotion,
        order_uuid=order_uuid,
        person=payer if isinstance(payer, User) else None,
        organisation=None if isinstance(payer, User) else payer,
        cents=applied.cents,
        taken_at=at,
    )


def take_use(redemption: Redemption, *, until: datetime | None, by: Actor, at: datetime) -> None:
    """Take one of the code's uses, held until an instant or for good. Raises `CodeExhausted`."""
    pool = redemption.promotion.pool_id
    try:
        take_seats(pool, holder=Holder(ORDER, redemption.order_uuid), until=until, at=at)
    except (SoldOut, Closed) as none_left:
        raise CodeExhausted from none_left
    log(redemption.promotion, "promotions.redeem", by=by, at=at, cents=redemption.cents)


def lock_promotion_of(order_uuid: UUID) -> int | None:
    """Lock the promotion that an order uses or used; its pool, for the caller to lock with the others."""
    redemption = redemption_of(order_uuid)
    if redemption is None:
        return None
    row = Promotion.objects.select_for_update(no_key=True)
    return row.values_list("pool_id", flat=True).get(pk=redemption.promotion_id)


def keep_use(order_uuid: UUID) -> None:
    """The order is paid: the use that was held until then is one for good."""
    redemption = redemption_of(order_uuid)
    if redemption and redemption.released_at is None:
        keep_seats(redemption.promotion.pool_id, holder=Holder(ORDER, order_uuid))


def give_back(order_uuid: UUID, *, by: Actor, at: datetime) -> None:
    """Give back the use and what it took of the budget; doing it twice changes nothing."""
    redemption = redemption_of(order_uuid)
    if redemption is None or not Redemption.objects.filter(pk=redemption.pk, released_at=None).update(released_at=at):
        return
    promotion = redemption.promotion
    Promotion.objects.filter(pk=promotion.pk).update(spent_cents=F("spent_cents") - redemption.cents)
    release_seats(promotion.pool_id, holder=Holder(ORDER, order_uuid), at=at)
    log(promotion, "promotions.give-back", by=by, at=at, cents=redemption.cents)


def retake(order_uuid: UUID, *, by: Actor, at: datetime) -> bool:
    """Take again what an expired order had, at the discount it had; all or nothing, False when it is gone."""
    redemption = redemption_of(order_uuid)
    if redemption is None:
        return False
    pool, holder = redemption.promotion.pool_id, Holder(ORDER, order_uuid)
    if redemption.released_at is None and keep_seats(pool, holder=holder):
        return True
    was_given_back = redemption.released_at is not None
    if was_given_back and not _spend_again(redemption):
        return False
    try:
        take_seats(pool, holder=holder, at=at)
    except (SoldOut, Closed):
        if was_given_back:
            _unspend(redemption, at=at)
        return False
    log(redemption.promotion, "promotions.redeem", by=by, at=at, cents=redemption.cents)
    return True


def _spend(promotion: int, cents: int, *conditions: Q) -> bool:
    fits = Q(budget_cents=None) | Q(spent_cents__lte=F("budget_cents") - cents)
    rows = Promotion.objects.filter(fits, *conditions, pk=promotion)
    return bool(rows.update(spent_cents=F("spent_cents") + cents))


def _spend_again(redemption: Redemption) -> bool:
    try:
        check_payer(redemption.promotion, redemption.person or redemption.organisation)  # type: ignore[arg-type]  # the database asks for one
    except CodeAlreadyUsed:
        return False
    if not _spend(redemption.promotion_id, redemption.cents):
        return False
    Redemption.objects.filter(pk=redemption.pk).update(released_at=None)
    return True


def _unspend(redemption: Redemption, *, at: datetime) -> None:
    Redemption.objects.filter(pk=redemption.pk).update(released_at=at)
    Promotion.objects.filter(pk=redemption.promotion_id).update(spent_cents=F("spent_cents") - redemption.cents)
