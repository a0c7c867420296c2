"""Placing an order: quoted, taxed, held or confirmed in one transaction, or refused with nothing written."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.journal.actions import log, noted_together
from registrations.money import spelled
from registrations.orders.actions.ending import confirm_lines, settle_order
from registrations.orders.actions.invoicing import issue_invoice
from registrations.orders.actions.locking import together
from registrations.orders.actions.pricing import Estimate, Wanted, estimate
from registrations.orders.errors import MayNotOffer, MayNotOrderFor, NotOnAccount, PriceChanged
from registrations.orders.models import Order, OrderLine, OrderState
from registrations.orders.queries import colleagues_of, keep_in_hand, registrar_of
from registrations.orders.rules import HOLD, Totals, may_credit, may_name, may_offer, may_order
from registrations.orders.sales import SALES
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.promotions.actions import spend, take_use
from registrations.promotions.errors import BudgetMoved
from registrations.seats.actions import lock_pools


def quote_order(
    *,
    lines: Sequence[Wanted],
    payer: User | Organisation,
    by: Actor,
    at: datetime,
    code: str = "",
    province: str = "",
) -> Estimate:
    """What `place_order` would charge, for whoever may place it; nothing is written."""
    _check_permission(lines, payer, by, on=localdate(at))
    return estimate(lines=lines, payer=payer, at=at, code=code, province=province)


@transaction.atomic
def place_order(
    *,
    lines: Sequence[Wanted],
    payer: User | Organisation,
    by: Actor,
    at: datetime,
    on_account: bool = False,
    expected_total: int | None = None,
    language: str = "fr",
    purchase_order: str = "",
    code: str = "",
    province: str = "",
) -> Order:
    """Hold what is ordered until the card is charged; on account, confirm it and issue the invoice at once.

    `expected_total` is the total in cents that the buyer saw: another one is refused with the new price. `code` is one
    promotion code: an order has one at most. Accounting invoices any organisation; others, only whom every line allows.
    `province` is what the buyer says of theirs.
    """
    _check_permission(lines, payer, by, on=localdate(at))
    priced = estimate(lines=lines, payer=payer, at=at, code=code, province=province)
    if expected_total is not None and priced.totals.total_cents != expected_total:
        raise _price_changed(priced.totals.total_cents)
    if on_account and not (isinstance(payer, Organisation) and (priced.may_be_invoiced or may_credit(by))):
        raise NotOnAccount()
    order = _draft(payer, priced.totals, by=by, at=at, on_account=on_account, language=language)
    order.purchase_order = purchase_order
    order.province, order.buyer_province = priced.supply.province, priced.supply.buyer_province
    order.promotion_code = priced.applied.promotion.code if priced.applied else ""
    try:
        with noted_together():
            _hold(order, priced, by=by, at=at)
            _confirm(order, priced, by=by, at=at)
    except BudgetMoved as moved:
        total = estimate(lines=lines, payer=payer, at=at, code=code, province=province).totals.total_cents
        raise _price_changed(total) from moved
    if on_account and order.total_cents:
        issue_invoice(order=order, by=by, at=at)
    return order


def _confirm(order: Order, priced: Estimate, *, by: Actor, at: datetime) -> None:
    """Say that it is placed; what is free or on account is confirmed at once."""
    log(order, "orders.place", by=by, at=at, total_cents=order.total_cents, on_account=order.on_account)
    _log_offered(order, priced, by=by, at=at)
    if not order.total_cents:
        settle_order(order, by=by, at=at)
    elif order.on_account:
        confirm_lines(order, by=by, at=at)


def _log_offered(order: Order, priced: Estimate, *, by: Actor, at: datetime) -> None:
    offered = [line for line in priced.lines if line.wanted.offered]
    if offered:
        log(order, "orders.offer", by=by, at=at, lines=len(offered), cents=sum(line.full_cents for line in offered))


def _check_permission(lines: Sequence[Wanted], payer: User | Organisation, by: Actor, *, on: date) -> None:
    if any(line.offered for line in lines) and not may_offer(by):
        raise MayNotOffer()
    organisation = payer.pk if isinstance(payer, Organisation) else None
    named = {person.pk for line in lines for person in line.attendees if person}
    others = named - ({by.person.pk} if by.person else set())
    managed = registrar_of(by, on=on) if organisation or others else frozenset()
    if not may_order(by, payer_is_by=payer == by.person, payer_organisation=organisation, registrar_of=managed):
        raise MayNotOrderFor()
    colleagues = colleagues_of(managed, on=on) if others and managed else frozenset()
    if not may_name(by, people=others, colleagues=colleagues):
        raise MayNotOrderFor()


def _price_changed(total_cents: int) -> PriceChanged:
    return PriceChanged(total=spelled(total_cents, get_language() or "fr"), total_cents=total_cents)


def _draft(
    payer: User | Organisation, sums: Totals, *, by: Actor, at: datetime, on_account: bool, language: str
) -> Order:
    return Order(
        person=payer if isinstance(payer, User) else None,
        organisation=payer if isinstance(payer, Organisation) else None,
        placed_by=by.person,
        state=OrderState.PLACED,
        language=language,
        on_account=on_account,
        taxable_cents=sums.taxable_cents,
        exempt_cents=sums.exempt_cents,
        tax_cents=sums.tax_cents,
        taxes=[tax.as_data() for tax in sums.taxes],
        placed_at=at,
        expires_at=None if on_account else at + HOLD,
    )


def _hold(order: Order, priced: Estimate, *, by: Actor, at: datetime) -> None:
    """Lock people, write the order, spend of its promotion, lock the pools, then hold every line's seats."""
    rows = [(quoted.row(order), quoted.wanted) for quoted in priced.lines]
    needed = together(SALES[want.kind].locks(row, attendees=want.attendees) for row, want in rows)
    User.objects.lock(*needed.people)
    order.save()
    keep_in_hand(order, OrderLine.objects.bulk_create([row for row, _want in rows]))
    pools, redemption = set(needed.pools), None
    if applied := priced.applied:
        redemption = spend(applied, order_uuid=order.uuid, payer=order.payer, at=at)
        pools.add(applied.promotion.pool_id)
    if len(pools) > 1:  # one pool is taken by one UPDATE, which needs no lock before it
        lock_pools(sorted(pools))
    if redemption:
        take_use(redemption, until=order.expires_at, by=by, at=at)
    for row, want in rows:
        SALES[want.kind].hold(row, attendees=want.places, until=order.expires_at, by=by, at=at)
