"""Dues scales: set whole, or copied from the year before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.memberships.models import Membership, MembershipCategory, MembershipYear
from registrations.orders.models import LineKind, OrderLine
from registrations.renewals.errors import NoScaleToCopy, RenewalsNotYours, ScaleBroken, ScaleInUse
from registrations.renewals.models import DuesBracket, DuesScale
from registrations.renewals.queries import STANDING, year_before
from registrations.renewals.rules import Bracket, is_whole, may_keep_renewals


@transaction.atomic
def set_scale(
    *, year: MembershipYear, category: MembershipCategory, brackets: Sequence[Bracket], by: Actor, at: datetime
) -> DuesScale:
    """Write the whole scale of a year and category. Raises `ScaleBroken`, or `ScaleInUse` once dues follow from it."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    if not is_whole(brackets):
        raise ScaleBroken
    if _in_use(year, category):
        raise ScaleInUse
    scale, _new = DuesScale.objects.get_or_create(year=year, category=category)
    scale.brackets.all().delete()
    DuesBracket.objects.bulk_create(
        [DuesBracket(scale=scale, from_cents=each.from_cents, amount_cents=each.amount_cents) for each in brackets]
    )
    log(scale, "renewals.set-scale", by=by, at=at, brackets=len(brackets))
    return scale


@transaction.atomic
def copy_scales(*, year: MembershipYear, by: Actor, at: datetime) -> list[DuesScale]:
    """Give a year the scales of the year before; those that it has already stay. Raises `NoScaleToCopy`."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    before = year_before(year)
    known = set(DuesScale.objects.filter(year=year).values_list("category_id", flat=True))
    scales = list(DuesScale.objects.filter(year=before).select_related("category")) if before else []
    if not scales:
        raise NoScaleToCopy
    return [
        set_scale(
            year=year,
            category=scale.category,
            brackets=[bracket.as_rule() for bracket in scale.brackets.all()],
            by=by,
            at=at,
        )
        for scale in scales
        if scale.category_id not in known
    ]


def _in_use(year: MembershipYear, category: MembershipCategory) -> bool:
    sold = Membership.objects.filter(year=year, category=category).values("uuid")
    return OrderLine.objects.filter(kind=LineKind.DUES, item_uuid__in=sold, order__state__in=STANDING).exists()
