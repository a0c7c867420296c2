"""What an order would cost: every line quoted, what is offered or a code gives taken off, the rest taxed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from registrations.orders.errors import NotForSale, NothingOrdered, NotOffered
from registrations.orders.models import LineKind, Order, OrderLine, TaxProfile
from registrations.orders.queries import TaxShown, taxes_shown
from registrations.orders.rules import COMPLIMENTARY, Totals, totals
from registrations.orders.sales import SALES, Attendees, Buyer, Quote
from registrations.orders.supply import Sold, Supply, province_of, supply
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.promotions.queries import Applied, apply_code
from registrations.promotions.rules import Priced

MOST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line as it is asked for. Without attendees, the places are named later.

    `offered` is why the team gives it free; empty: it is paid. `accepted` says that the terms of what is sold are
    accepted, where it has any.
    """

    kind: LineKind
    item: UUID
    quantity: int = 1
    attendees: Attendees = ()
    offered: str = ""
    accepted: bool = False

    @property
    def places(self) -> list[User | None]:
        """One entry per unit."""
        return [*self.attendees, *[None] * (self.quantity - len(self.attendees))]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line with its price, its tax profile and what is taken off."""

    wanted: Wanted
    quote: Quote
    profile: TaxProfile
    discount_cents: int = 0

    @property
    def full_cents(self) -> int:
        return self.quote.unit_price_cents * self.wanted.quantity

    @property
    def total_cents(self) -> int:
        return self.full_cents - self.discount_cents

    @property
    def basis(self) -> str:
        return COMPLIMENTARY if self.wanted.offered else self.quote.basis

    def row(self, order: Order) -> OrderLine:
        """The row of the line, unsaved."""
        row = OrderLine(
            order=order,
            kind=self.wanted.kind,
            item_uuid=self.wanted.item,
            description=self.quote.description,
            quantity=self.wanted.quantity,
            unit_price_cents=self.quote.unit_price_cents,
            discount_cents=self.discount_cents,
            basis=self.basis,
            offered_reason=self.wanted.offered,
            tax_category=self.profile.category,
            accounting_code=self.quote.accounting_code or self.profile.accounting_code,
            attendees=[str(person.uuid) for person in self.wanted.attendees if person],
        )
        row.sold, row.accepted = self.quote.sold, self.wanted.accepted
        return row


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would cost, line by line; nothing is written."""

    lines: list[Quoted]
    totals: Totals
    supply: Supply
    applied: Applied | None = None

    @property
    def taxes(self) -> list[TaxShown]:
        """The taxes in words."""
        return taxes_shown(tax.as_data() for tax in self.totals.taxes)

    @property
    def may_be_invoiced(self) -> bool:
        """Whether every line may be placed on account."""
        return all(line.quote.on_account for line in self.lines)


def estimate(
    *, lines: Sequence[Wanted], payer: User | Organisation, at: datetime, code: str = "", province: str = ""
) -> Estimate:
    """Quote every line, take off what is offered and what a promotion code gives, and tax the rest.

    `province` is what the buyer says of theirs. Raises `NoTaxProfile`, `ProvinceUnknown`, `SeveralProvinces`, what the
    sale refuses, or why the code does not apply (`CodeRefused`).
    """
    if not lines or any(not 1 <= line.quantity <= MOST or len(line.attendees) > line.quantity for line in lines):
        raise NothingOrdered()
    if any(line.kind not in SALES for line in lines):
        raise NotForSale()
    quotes, on = [_quote(line, payer, at=at) for line in lines], localdate(at)
    wanted = [Sold(line.kind, q.province, free=bool(line.offered)) for line, q in zip(lines, quotes, strict=True)]
    decided = supply(wanted, buyer=lambda: province_of(payer, said=province, on=on), on=on)
    quoted = [_offered(Quoted(*parts)) for parts in zip(lines, quotes, decided.profiles, strict=True)]
    applied = apply_code(code, lines=[_priced(q) for q in quoted], payer=payer, at=at) if code else None
    if applied:
        quoted = [
            replace(q, discount_cents=q.discount_cents + off) for q, off in zip(quoted, applied.shares, strict=True)
        ]
    amounts = [(q.profile.category, q.total_cents) for q in quoted]
    return Estimate(quoted, totals(amounts, decided.components), decided, applied)


def _quote(line: Wanted, payer: User | Organisation, *, at: datetime) -> Quote:
    person, organisation = (payer, None) if isinstance(payer, User) else (None, payer)
    buyer = Buyer(person=person, organisation=organisation, attendees=line.attendees)
    return SALES[line.kind].quote(line.item, buyer=buyer, quantity=line.quantity, at=at)


def _offered(quoted: Quoted) -> Quoted:
    """What the team offers is taken off whole."""
    if not quoted.wanted.offered:
        return quoted
    if not quoted.quote.discountable:
        raise NotOffered()
    return replace(quoted, discount_cents=quoted.full_cents)


def _priced(quoted: Quoted) -> Priced:
    """A line as a promotion sees it; nothing is left to take off what is offered."""
    quote, wanted = quoted.quote, quoted.wanted
    return Priced(wanted.kind, str(wanted.item), quoted.total_cents, quote.is_member, quote.discountable)
