"""What the accountant decides of taxes: whether we are registered, what each kind of product bears, at which rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from registrations.actors import Actor, Role
from registrations.association.actions import note_taxes_decided
from registrations.association.errors import BadTaxNumber, NotTheAssociations, TaxNumbersTogether
from registrations.association.queries import association
from registrations.association.rules import is_gst_number, is_qst_number, may_decide_taxes, spaced
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.errors import NotRegistered, RateInThePast
from registrations.orders.models import LineKind, TaxCategory, TaxCode, TaxComponent, TaxProfile
from registrations.orders.rates import LEGAL_RATES, Rate
from registrations.orders.supply import undecided
from registrations.people.models import User
from registrations.provinces import CANADA, Province


@dataclass(frozen=True, slots=True)
class Numbers:
    """Both registration numbers, or neither. The harmonised tax bears that of the federal one."""

    gst: str
    qst: str

    def of(self, code: str) -> str:
        return self.qst if code == TaxCode.QST else self.gst


@transaction.atomic
def declare_registration(*, gst_number: str, qst_number: str, on: date, by: Actor, at: datetime) -> None:
    """Say under which numbers taxes are charged from the day `on`; two empty numbers: not registered.

    Raises `BadTaxNumber` and `TaxNumbersTogether`. The rates in force are ended that day, never overwritten; with new
    numbers, those that were entered go on under them.
    """
    if not may_decide_taxes(by):
        raise NotTheAssociations
    numbers = Numbers(spaced(gst_number), spaced(qst_number))
    _check(numbers)
    note_taxes_decided(by=by, at=at)
    if live_numbers() == {number for number in (numbers.gst, numbers.qst) if number}:
        return
    rates = _planned(on) or LEGAL_RATES
    _end(TaxComponent.objects.all(), on=on)
    if numbers.gst:
        TaxComponent.objects.bulk_create(_components(rates, numbers, on=on))
    log(association(), "orders.declare_registration", by=by, at=at, registered=bool(numbers.gst))


@transaction.atomic
def change_rate(*, code: str, rate: int, provinces: Sequence[str], on: date, by: Actor, at: datetime) -> None:
    """A tax has this rate (in 100,000ths; 0: it ends) in these provinces from the day `on` at midnight, local time.

    Whatever was planned there after that day is replaced; other provinces keep theirs. Orders already placed keep the
    taxes that they were placed with, so a day that has passed is refused with `RateInThePast`.
    """
    if not may_decide_taxes(by):
        raise NotTheAssociations
    if on < localdate(at):
        raise RateInThePast(today=localdate(at))
    numbers = [each for each in live_numbers() if (" TQ" in each) == (code == TaxCode.QST)]
    if not numbers:
        raise NotRegistered()
    _make_room(TaxCode(code), frozenset(provinces), on=on)
    if rate:
        where = sorted(Province(province) for province in provinces)
        TaxComponent.objects.create(code=code, rate=rate, number=numbers[0], provinces=where, valid_from=on)
    said = {"code": code, "rate": rate, "provinces": sorted(provinces), "on": str(on)}
    log(association(), "orders.change_rate", by=by, at=at, **said)


@transaction.atomic
def set_tax_profile(
    *, kind: str, category: str, accounting_code: str, province: str = "", by: Actor, at: datetime
) -> TaxProfile:
    """Say what one kind of product bears, everywhere or as an exception in one province.

    Orders already placed keep what they were placed with.
    """
    if not may_decide_taxes(by):
        raise NotTheAssociations
    values = {"category": TaxCategory(category), "accounting_code": accounting_code}
    where = Province(province) if province else ""
    profile, _created = TaxProfile.objects.update_or_create(kind=LineKind(kind), province=where, defaults=values)
    log(association(), "orders.set_tax_profile", by=by, at=at, kind=kind, category=category, province=province)
    return profile


@transaction.atomic
def remove_tax_profile(*, profile: TaxProfile, by: Actor, at: datetime) -> None:
    """Take a decision back: the general one holds in its province again; without any, orders of this kind stop."""
    if not may_decide_taxes(by):
        raise NotTheAssociations
    said = {"kind": profile.kind, "province": profile.province}
    TaxProfile.objects.filter(pk=profile.pk).delete()
    log(association(), "orders.remove_tax_profile", by=by, at=at, **said)


@transaction.atomic
def tell_undecided(*, at: datetime) -> int:
    """Write once to each accountant about what cannot be sold until they decide its taxes; how many kinds."""
    kinds = undecided()
    accountants = User.objects.filter(groups__name=Role.ACCOUNTING, is_active=True) if kinds else []
    for person in accountants:
        fact = f"taxes-undecided:{'+'.join(kinds)}:{person.pk}"
        tell("taxes-undecided", about=association(), to=person, at=at, fact=fact)
    return len(kinds)


def live_numbers() -> set[str]:
    """The registration numbers in force."""
    return set(TaxComponent.objects.filter(valid_until=None).values_list("number", flat=True))


def _planned(on: date) -> list[Rate]:
    """What is entered for that day and after."""
    rows = TaxComponent.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on))
    return [Rate(c.code, c.rate, frozenset(c.provinces or CANADA), c.valid_from, c.valid_until) for c in rows]


def _components(rates: Iterable[Rate], numbers: Numbers, *, on: date) -> list[TaxComponent]:
    """Rows for each rate, from that day or from its own when it is later."""
    return [
        TaxComponent(
            code=rate.code,
            rate=rate.rate,
            number=numbers.of(rate.code),
            provinces=sorted(rate.provinces),
            valid_from=max(on, rate.since),
            valid_until=rate.until,
        )
        for rate in rates
        if rate.until is None or rate.until > on
    ]


def _end(components: "Iterable[TaxComponent]", *, on: date) -> None:
    """End what is in force that day, and forget what was to begin later."""
    for component in components:
        if component.valid_from >= on:
            component.delete()
        elif component.valid_until is None or component.valid_until > on:
            component.valid_until = on
            component.save(update_fields=["valid_until"])


def _make_room(code: TaxCode, provinces: frozenset[str], *, on: date) -> None:
    """From that day, no rate of this tax is left in these provinces; the others keep what they had."""
    reaching = TaxComponent.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), code=code)
    touched = [component for component in reaching if provinces & frozenset(component.provinces or CANADA)]
    kept = [
        TaxComponent(
            code=component.code,
            rate=component.rate,
            number=component.number,
            provinces=sorted(others),
            valid_from=max(on, component.valid_from),
            valid_until=component.valid_until,
        )
        for component in touched
        if (others := frozenset(component.provinces or CANADA) - provinces)
    ]
    _end(touched, on=on)
    TaxComponent.objects.bulk_create(kept)


def _check(numbers: Numbers) -> None:
    if bool(numbers.gst) != bool(numbers.qst):
        raise TaxNumbersTogether
    if numbers.gst and not is_gst_number(numbers.gst):
        raise BadTaxNumber(number=numbers.gst, example="123456789 RT0001")
    if numbers.qst and not is_qst_number(numbers.qst):
        raise BadTaxNumber(number=numbers.qst, example="1234567890 TQ0001")
