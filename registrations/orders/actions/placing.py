"""Placing an order: quoted, taxed, held or confirmed in one transaction, or refused with nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.money import spelled
from registrations.orders.actions.ending import confirm_lines, settle_order
from registrations.orders.actions.invoicing import issue_invoice
from registrations.orders.actions.locking import lock_people, together
from registrations.orders.errors import MayNotOrderFor, NotForSale, NothingOrdered, NotOnAccount, PriceChanged
from registrations.orders.models import LineKind, Order, OrderLine, OrderState, TaxProfile
from registrations.orders.queries import (
    TaxShown,
    colleagues_of,
    components_for,
    profiles,
    registrar_of,
    taxes_shown,
)
from registrations.orders.rules import HOLD, Totals, may_name, may_order, totals
from registrations.orders.sales import SALES, Attendees, Buyer, Quote
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.seats.actions import lock_pools

MOST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line as it is asked for. Without attendees, the places are named later."""

    kind: LineKind
    item: UUID
    quantity: int = 1
    attendees: Attendees = ()

    @property
    def places(self) -> list[User | None]:
        """One entry per unit."""
        return [*self.attendees, *[None] * (self.quantity - len(self.attendees))]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line with its price and its tax profile."""

    wanted: Wanted
    quote: Quote
    profile: TaxProfile

    def row(self, order: Order) -> OrderLine:
        """The row of the line, unsaved."""
        return OrderLine(
            order=order,
            kind=self.wanted.kind,
            item_uuid=self.wanted.item,
            description=self.quote.description,
            quantity=self.wanted.quantity,
            unit_price_cents=self.quote.unit_price_cents,
            basis=self.quote.basis,
            tax_category=self.profile.category,
            accounting_code=self.profile.accounting_code,
            attendees=[str(person.uuid) for person in self.wanted.attendees if person],
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would cost, line by line; nothing is written."""

    lines: list[Quoted]
    totals: Totals

    @property
    def taxes(self) -> list[TaxShown]:
        """The taxes in words."""
        return taxes_shown(tax.as_data() for tax in self.totals.taxes)

    @property
    def may_be_invoiced(self) -> bool:
        """Whether every line may be placed on account."""
        return all(line.quote.on_account for line in self.lines)


def estimate(*, lines: Sequence[Wanted], payer: User | Organisation, at: datetime, province: str = "QC") -> Estimate:
    """Quote every line and tax the whole. Raises `NoTaxProfile`, or what the sale refuses."""
    if not lines or any(not 1 <= line.quantity <= MOST or len(line.attendees) > line.quantity for line in lines):
        raise NothingOrdered()
    if any(line.kind not in SALES for line in lines):
        raise NotForSale()
    chosen = profiles(line.kind for line in lines)
    quoted = [Quoted(line, _quote(line, payer, at=at), chosen[line.kind]) for line in lines]
    components = components_for(chosen.values(), province=province, on=localdate(at))
    amounts = [(q.profile.category, q.quote.unit_price_cents * q.wanted.quantity) for q in quoted]
    return Estimate(quoted, totals(amounts, components))


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
) -> Order:
    """Hold what is ordered until the card is charged; on account, confirm it and issue the invoice at once.

    `expected_total` is the total in cents that the buyer saw: another one is refused with the new price.
    """
    _check_permission(lines, payer, by, on=localdate(at))
    priced = estimate(lines=lines, payer=payer, at=at)
    if expected_total is not None and priced.totals.total_cents != expected_total:
        raise _price_changed(priced.totals.total_cents)
    if on_account and not (isinstance(payer, Organisation) and priced.may_be_invoiced):
        raise NotOnAccount()
    order = _draft(payer, priced.totals, by=by, at=at, on_account=on_account, language=language)
    order.purchase_order = purchase_order
    _hold(order, priced, by=by, at=at)
    log(order, "orders.place", by=by, at=at, total_cents=order.total_cents, on_account=on_account)
    if on_account:
        confirm_lines(order, by=by, at=at)
        issue_invoice(order=order, by=by, at=at)
    elif not order.total_cents:
        settle_order(order, by=by, at=at)
    return order


def _quote(line: Wanted, payer: User | Organisation, *, at: datetime) -> Quote:
    person, organisation = (payer, None) if isinstance(payer, User) else (None, payer)
    buyer = Buyer(person=person, organisation=organisation, attendees=line.attendees)
    return SALES[line.kind].quote(line.item, buyer=buyer, quantity=line.quantity, at=at)


def _check_permission(lines: Sequence[Wanted], payer: User | Organisation, by: Actor, *, on: date) -> None:
    managed = registrar_of(by, on=on)
    organisation = payer.pk if isinstance(payer, Organisation) else None
    if not may_order(by, payer_is_by=payer == by.person, payer_organisation=organisation, registrar_of=managed):
        raise MayNotOrderFor()
    named = {person.pk for line in lines for person in line.attendees if person}
    others = named - ({by.person.pk} if by.person else set())
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
    """Lock people, write the order, lock the pools, then hold every line's seats."""
    rows = [(quoted.row(order), quoted.wanted) for quoted in priced.lines]
    needed = together(SALES[want.kind].locks(row, attendees=want.attendees) for row, want in rows)
    lock_people(needed.people)
    order.save()
    OrderLine.objects.bulk_create([row for row, _want in rows])
    if len(needed.pools) > 1:  # one pool is taken by one UPDATE, which needs no lock before it
        lock_pools(sorted(needed.pools))
    for row, want in rows:
        SALES[want.kind].hold(row, attendees=want.places, until=order.expires_at, by=by, at=at)
