"""Totals, taxes, states and due dates of orders: from facts in hand, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from registrations.actors import Actor, Role
from registrations.money import half_up

NEXT: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"placed", "cancelled"}),
    "placed": frozenset({"settled", "cancelled", "expired"}),
    # Money that arrives late takes the seats again when they are free.
    "expired": frozenset({"settled"}),
    "settled": frozenset(),
    "cancelled": frozenset(),
}

PER = 100_000
HOLD = timedelta(minutes=60)
DAYS_TO_PAY = 30
TAXED = "taxable"


@dataclass(frozen=True, slots=True)
class Component:
    """A tax as it stands for this buyer that day; `rate` in 100,000ths."""

    code: str
    rate: int
    number: str


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax of one order."""

    component: str
    base_cents: int
    rate: int
    amount_cents: int
    number: str

    def as_data(self) -> dict[str, str | int]:
        """What orders and invoices keep, and what the API answers."""
        return {
            "component": self.component,
            "base_cents": self.base_cents,
            "rate": percent(self.rate),
            "amount_cents": self.amount_cents,
            "number": self.number,
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of an order: before taxes in two parts, and the taxes on the first."""

    taxable_cents: int
    exempt_cents: int
    taxes: tuple[Tax, ...]

    @property
    def tax_cents(self) -> int:
        return sum(tax.amount_cents for tax in self.taxes)

    @property
    def total_cents(self) -> int:
        return self.taxable_cents + self.exempt_cents + self.tax_cents


def taxes_on(taxable_cents: int, components: Iterable[Component]) -> tuple[Tax, ...]:
    """Each component applies to the price before tax, on the invoice's taxable total, half up.

    The order of the taxes is that of their codes: GST, HST, QST.
    """
    return tuple(
        Tax(c.code, taxable_cents, c.rate, half_up(taxable_cents, c.rate, PER), c.number)
        for c in sorted(components, key=lambda c: c.code)
    )


def totals(lines: Iterable[tuple[str, int]], components: Iterable[Component]) -> Totals:
    """Sum up lines given as (tax category, cents)."""
    amounts = list(lines)
    taxable = sum(cents for category, cents in amounts if category == TAXED)
    exempt = sum(cents for category, cents in amounts if category != TAXED)
    return Totals(taxable, exempt, taxes_on(taxable, components) if taxable else ())


def percent(rate: int) -> str:
    """9_975 is "9.975", 5_000 is "5"."""
    whole, rest = divmod(rate, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def due_on(issued_on: date, *, on_account: bool) -> date:
    """Thirty days for an organisation that pays later; the day itself for a card already charged."""
    return issued_on + timedelta(days=DAYS_TO_PAY) if on_account else issued_on


def series_of(issued_on: date) -> str:
    """Invoices are numbered within the calendar year of their issue."""
    return f"F-{issued_on.year}"


def may_order(by: Actor, *, payer_is_by: bool, payer_organisation: int | None, registrar_of: frozenset[int]) -> bool:
    """One orders for oneself, or for an organisation whose registrar one is; the team orders for anyone."""
    if by.has(Role.ACCOUNTING, Role.EVENT_LEAD):
        return True
    return payer_is_by or payer_organisation in registrar_of


def may_name(by: Actor, *, people: Iterable[int], colleagues: frozenset[int]) -> bool:
    """A seat may be given to oneself or to a colleague whose registrar one is; the team names anyone."""
    if by.has(Role.ACCOUNTING, Role.EVENT_LEAD):
        return True
    known = colleagues | ({by.person.pk} if by.person else set())
    return all(person in known for person in people)


def may_cancel(by: Actor, *, is_payer: bool) -> bool:
    return is_payer or by.has(Role.ACCOUNTING)


def cancellable(*, state: str, on_account: bool) -> bool:
    """Before it is paid or invoiced; after, a credit note is needed, which is accounting's."""
    return state == "placed" and not on_account


def payable(*, state: str, total_cents: int) -> bool:
    return state == "placed" and total_cents > 0
