"""Totals, taxes, states and due dates of orders: from facts in hand, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registrations.actors import Actor, Role
from registrations.money import half_up

NEXT: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"placed", "cancelled"}),
    "placed": frozenset({"settled", "cancelled", "expired"}),
    # Money that arrives late takes the seats again when they are free.
    "expired": frozenset({"settled"}),
    # A payment that was taken back (a cheque without funds) makes an invoiced order owed again; one that is credited
    # whole is cancelled when its seats are given back.
    "settled": frozenset({"placed", "cancelled"}),
    "cancelled": frozenset(),
}

PER = 100_000
HOLD = timedelta(minutes=60)
DAYS_TO_PAY = 30
TAXED = "taxable"
COMPLIMENTARY = "complimentary"
"""The basis of a line that the team offers, with its reason."""


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
    def base_cents(self) -> int:
        return self.taxable_cents + self.exempt_cents

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


def credit_series_of(issued_on: date) -> str:
    """Credit notes are numbered within the calendar year of their issue, apart from invoices."""
    return f"NC-{issued_on.year}"


def credited_taxes(
    *, taxable_cents: int, components: Iterable[Component], credited_before: int, credited_now: int
) -> tuple[Tax, ...]:
    """The taxes of a credit of `credited_now` taxable cents, after credits of `credited_before`.

    What is left of the invoice bears the taxes of what is left of its base, half up; the credit is the difference. So
    the credits and the rest always add up to the invoice, for each component, whatever the number of credits.
    """
    components = list(components)
    rest_before = taxes_on(taxable_cents - credited_before, components)
    rest_after = taxes_on(taxable_cents - credited_before - credited_now, components)
    return tuple(
        Tax(before.component, credited_now, before.rate, before.amount_cents - after.amount_cents, before.number)
        for before, after in zip(rest_before, rest_after, strict=True)
    )


class Ending(StrEnum):
    """What becomes of an invoiced order when its balance changes."""

    AS_IT_IS = "as it is"
    SETTLED = "settled"
    OWED_AGAIN = "owed again"
    CANCELLED = "cancelled"


def ending(*, state: str, total_cents: int, paid_cents: int, credited_cents: int) -> Ending:
    """Paid or credited in full: settled; all of it credited and nothing paid: it is as if it had not been ordered."""
    if state == "placed" and total_cents and credited_cents == total_cents and not paid_cents:
        return Ending.CANCELLED
    due = total_cents - paid_cents - credited_cents
    if state == "placed" and due <= 0:
        return Ending.SETTLED
    return Ending.OWED_AGAIN if state == "settled" and due > 0 else Ending.AS_IT_IS


def may_credit(by: Actor) -> bool:
    """Credit notes and money received by hand are the accountant's."""
    return by.has(Role.ACCOUNTING)


def may_order(by: Actor, *, payer_is_by: bool, payer_organisation: int | None, registrar_of: frozenset[int]) -> bool:
    """One orders for oneself, or for an organisation whose registrar one is; the team orders for anyone."""
    return payer_is_by or payer_organisation in registrar_of or by.has(Role.ACCOUNTING, Role.EVENT_LEAD)


def may_name(by: Actor, *, people: Iterable[int], colleagues: frozenset[int]) -> bool:
    """A seat may be given to oneself or to a colleague whose registrar one is; the team names anyone."""
    known = colleagues | ({by.person.pk} if by.person else set())
    return all(person in known for person in people) or by.has(Role.ACCOUNTING, Role.EVENT_LEAD)


def may_offer(by: Actor) -> bool:
    """Lines are offered free by accounting and the event lead, with a reason."""
    return by.has(Role.ACCOUNTING, Role.EVENT_LEAD)


def may_cancel(by: Actor, *, is_payer: bool) -> bool:
    return is_payer or by.has(Role.ACCOUNTING)


def cancellable(*, state: str, on_account: bool) -> bool:
    """Before it is paid or invoiced; after, a credit note is needed, which is accounting's."""
    return state == "placed" and not on_account


def asks_to_cancel(*, state: str, on_account: bool, total_cents: int) -> bool:
    """Paid or invoiced: a credit note is needed, which the buyer asks of accounting."""
    return total_cents > 0 and (state == "settled" or (state == "placed" and on_account))


def payable(*, state: str, total_cents: int) -> bool:
    return state == "placed" and total_cents > 0


def kept_until(day: date, *, first_month: int) -> date:
    """The first day on which an accounting document of that day may go: six years after the end of its fiscal year.

    Tax Administration Act (Quebec), s. 35.1; Income Tax Act (Canada), s. 230(4)(b).
    """
    ends = date(day.year + (1 if day.month >= first_month else 0), first_month, 1)
    return date(ends.year + 6, first_month, 1)
