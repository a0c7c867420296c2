"""Making, changing, copying and archiving codes."""

from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.ids import short_code
from registrations.journal.actions import log
from registrations.promotions.errors import (
    BadPromotion,
    BudgetBelowSpent,
    CodeTaken,
    NotYourPromotions,
    TooManyCodesAsked,
    UsesBelowTaken,
)
from registrations.promotions.models import Promotion
from registrations.promotions.rules import MOST_CODES, WHOLE, is_code, key_of, may_keep, written
from registrations.seats.actions import open_pool, resize_pool
from registrations.seats.errors import SeatsTaken
from registrations.seats.models import SeatPool

COPIED = (
    "name_fr", "name_en", "amount_cents", "rate", "kinds", "items", "audience", "starts_at", "ends_at", "per_payer",
    "budget_cents",
)  # fmt: skip


@transaction.atomic
def create_promotion(*, code: str, uses: int | None = None, by: Actor, at: datetime, **fields: Any) -> Promotion:
    """A new code, or one of eight characters when `code` is empty; `uses` None is without limit.

    `fields` are those of the model: `name_fr`, `amount_cents` or `rate`, scope, dates, `per_payer`, `budget_cents`.
    Raises `BadPromotion` and `CodeTaken`.
    """
    _check(by)
    promotion = _made(code or short_code(), fields, at=at)
    promotion.pool = open_pool(capacity=uses)
    _save(promotion)
    log(promotion, "promotions.create", by=by, at=at, **_worth(promotion))
    return promotion


@transaction.atomic
def change_promotion(*, promotion: Promotion, uses: int | None, by: Actor, at: datetime, **fields: Any) -> Promotion:
    """Change it; orders already placed keep what they had. Its code is that of orders too: it never changes.

    Raises `BudgetBelowSpent` and `UsesBelowTaken`.
    """
    _check(by)
    promotion = Promotion.objects.select_for_update(no_key=True, of=("self",)).get(pk=promotion.pk)
    changed = sorted(name for name, value in fields.items() if getattr(promotion, name) != value)
    for name in changed:
        setattr(promotion, name, fields[name])
    _save(promotion, fields=changed)
    try:
        resize_pool(promotion.pool_id, capacity=uses)
    except SeatsTaken as taken:
        raise UsesBelowTaken from taken
    log(promotion, "promotions.change", by=by, at=at, fields=changed, uses=uses)
    return promotion


@transaction.atomic
def copy_promotion(*, promotion: Promotion, code: str, by: Actor, at: datetime) -> Promotion:
    """The same under another code, unused."""
    _check(by)
    fields = {name: getattr(promotion, name) for name in COPIED}
    made = create_promotion(code=code, uses=promotion.pool.capacity, by=by, at=at, **fields)
    log(promotion, "promotions.copy", by=by, at=at)
    return made


@transaction.atomic
def archive_promotion(*, promotion: Promotion, by: Actor, at: datetime) -> Promotion:
    """Nobody can use it any more; orders placed with it keep their price. Doing it twice changes nothing."""
    _check(by)
    if Promotion.objects.filter(pk=promotion.pk, archived_at=None).update(archived_at=at):
        log(promotion, "promotions.archive", by=by, at=at)
    promotion.refresh_from_db()
    return promotion


@transaction.atomic
def make_codes(*, count: int, batch: str, by: Actor, at: datetime, **fields: Any) -> list[Promotion]:
    """So many codes of one use each, under one name of batch. Raises `TooManyCodesAsked`."""
    _check(by)
    if not 1 <= count <= MOST_CODES:
        raise TooManyCodesAsked(most=MOST_CODES)
    made = [_made(short_code(), fields | {"batch": batch.strip()}, at=at) for _number in range(count)]
    pools = SeatPool.objects.bulk_create([SeatPool(capacity=1) for _each in made])
    for promotion, pool in zip(made, pools, strict=True):
        promotion.pool = pool
    with constraint_means(Promotion, "promotion_one_per_code", CodeTaken()):
        Promotion.objects.bulk_create(made)
    log(made[0], "promotions.make-codes", by=by, at=at, count=count)
    return made


def _check(by: Actor) -> None:
    if not may_keep(by):
        raise NotYourPromotions


def _made(code: str, fields: dict[str, Any], *, at: datetime) -> Promotion:
    code = written(code)
    promotion = Promotion(code=code, key=key_of(code), created_at=at, **fields)
    _check_whole(promotion)
    return promotion


def _save(promotion: Promotion, *, fields: list[str] | None = None) -> None:
    """`fields` alone when it is changed: what orders spend meanwhile is not written over."""
    _check_whole(promotion)
    if fields == []:
        return
    within = constraint_means(Promotion, "promotion_within_budget", BudgetBelowSpent())
    with within, constraint_means(Promotion, "promotion_one_per_code", CodeTaken()):
        promotion.save(update_fields=fields)


def _check_whole(promotion: Promotion) -> None:
    """Say it in words before the database does."""
    rate, amount = promotion.rate, promotion.amount_cents
    right = (rate is None) != (amount is None) and (1 <= rate <= WHOLE if rate is not None else bool(amount))
    in_order = not (promotion.starts_at and promotion.ends_at) or promotion.ends_at > promotion.starts_at
    if not (right and in_order and is_code(promotion.code) and promotion.name_fr.strip()):
        raise BadPromotion


def _worth(promotion: Promotion) -> dict[str, int | None]:
    return {"amount_cents": promotion.amount_cents, "rate": promotion.rate, "budget_cents": promotion.budget_cents}
