"""Where each line is supplied, and what it bears there. Nothing is assumed: what is not known stops the order.

A service is supplied where the recipient's address is; admission to an event held in a hall, where the hall is (New
Harmonized Value-added Tax System Regulations, SOR/2010-117, Part 1, under Schedule IX of the Excise Tax Act; Act
respecting the Québec sales tax, ss. 22.2 to 22.32). docs/decisions/0014 says what was chosen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import QuerySet

from registrations.association.queries import association
from registrations.orders.errors import NoTaxProfile, ProvinceUnknown, SeveralProvinces
from registrations.orders.models import Order, TaxCategory, TaxComponent, TaxProfile
from registrations.orders.rules import Component
from registrations.orders.sales import SALES
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User
from registrations.prepared import prepared
from registrations.provinces import CANADA, UNKNOWN, Province


@dataclass(frozen=True, slots=True)
class Sold:
    """A kind of product, where it is supplied whoever buys ("": where the buyer is), and whether it is given away."""

    kind: str
    province: str = UNKNOWN
    free: bool = False


@dataclass(frozen=True, slots=True)
class Supply:
    """What is decided of an order's lines: one profile each, and the taxes of the one province where they bear some."""

    profiles: tuple[TaxProfile, ...]
    components: tuple[Component, ...]
    province: str
    buyer_province: str


def supply(wanted: Sequence[Sold], *, buyer: Callable[[], str], on: date) -> Supply:
    """Decide for each line. `buyer` says the buyer's province, and is asked only when it matters.

    Raises `NoTaxProfile`, `ProvinceUnknown` or `SeveralProvinces`.
    """
    asked = cache(buyer)
    decided = _decisions(sold.kind for sold in wanted)
    profiles = tuple(_profile(sold, decided[sold.kind], asked) for sold in wanted)
    taxed = {
        sold.province or asked()
        for profile, sold in zip(profiles, wanted, strict=True)
        if profile.category == TaxCategory.TAXABLE and not sold.free
    }
    if len(taxed) > 1:
        raise SeveralProvinces()
    province = taxed.pop() if taxed else UNKNOWN
    found = tuple(components(province=province, on=on)) if province else ()
    if province and not found and charges(on=on):
        raise NoTaxProfile(kinds=sorted({p.kind for p in profiles if p.category == TaxCategory.TAXABLE}))
    return Supply(profiles, found, province, asked() if asked.cache_info().currsize else UNKNOWN)


def _decisions(kinds: Iterable[str]) -> dict[str, dict[str, TaxProfile]]:
    """The accountant's profiles of each kind by province, "" for everywhere else."""
    known: dict[str, dict[str, TaxProfile]] = {kind: {} for kind in kinds}
    for profile in _profiles(tuple(sorted(known))):
        known[profile.kind][profile.province] = profile
    if missing := [kind for kind, profiles in known.items() if not profiles]:
        raise NoTaxProfile(kinds=sorted(missing))
    return known


@prepared
def _profiles(kinds: tuple[str, ...]) -> QuerySet[TaxProfile]:
    return TaxProfile.objects.filter(kind__in=kinds)


def _profile(sold: Sold, decided: dict[str, TaxProfile], buyer: Callable[[], str]) -> TaxProfile:
    """The exception of the province, else the general profile; the province is asked for only if it changes a thing."""
    general = decided.get(UNKNOWN)
    if general and (sold.free or (len(decided) == 1 and general.category != TaxCategory.TAXABLE)):
        return general
    province = sold.province or buyer()
    if not province:
        raise ProvinceUnknown()
    found = decided.get(province, general)
    if found is None:
        raise NoTaxProfile(kinds=[sold.kind])
    return found


def components(*, province: str, on: date) -> list[Component]:
    """The taxes of a province that day; a component without provinces is charged in all of Canada."""
    return [Component(c.code, c.rate, c.number) for c in _in_force(on) if province in (c.provinces or CANADA)]


@prepared
def _in_force(on: date) -> QuerySet[TaxComponent]:
    return TaxComponent.objects.valid(on=on)


def charges(*, on: date) -> bool:
    """Whether the association charges taxes that day, or did not say yet: not registered is a decision too."""
    return TaxComponent.objects.valid(on=on).exists() or not association().taxes_decided


def province_of(payer: User | Organisation, *, on: date, said: str = UNKNOWN) -> str:
    """Where a buyer is, as far as we know; "" when we do not, or when their employers disagree.

    An organisation's is in the register, before what is `said` of it. A person's is what they say, else that of the
    organisations where they work (the business address that we hold of them), else what they said at their last order.
    """
    if isinstance(payer, Organisation):
        return payer.home_province or said
    if said:
        return said
    known = {post.organisation.home_province for post in _verified_posts(payer.pk, on)} - {UNKNOWN}
    if len(known) == 1:
        return known.pop()
    ordered = Order.objects.filter(person=payer).exclude(buyer_province=UNKNOWN).order_by("-pk")
    return ordered.values_list("buyer_province", flat=True).first() or UNKNOWN


@prepared
def _verified_posts(person: int, on: date) -> QuerySet[Affiliation]:
    posts = Affiliation.objects.live(on=on).filter(person=person, verified_at__isnull=False)
    return posts.select_related("organisation").only("organisation__region", "organisation__province")


def asks_province(kind: str, payer: User | None, *, on: date) -> bool:
    """Whether somebody who buys this kind in their own name must say where they are: it matters, and nobody knows."""
    decided = list(TaxProfile.objects.filter(kind=kind))
    matters = len(decided) > 1 or any(profile.category == TaxCategory.TAXABLE for profile in decided)
    return payer is not None and matters and not province_of(payer, on=on)


def undecided() -> list[str]:
    """What somebody sells and nobody has decided the taxes of: its orders stop."""
    decided = set(TaxProfile.objects.values_list("kind", flat=True))
    return sorted(kind for kind in SALES if kind not in decided)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What each kind of product bears in one province that day; None where nothing is decided."""

    province: str
    components: tuple[Component, ...]
    profiles: tuple[TaxProfile | None, ...]


def bearings(kinds: Sequence[str], *, on: date) -> list[Bearing]:
    """For every province, the taxes of the day and the accountant's decision on each kind (two statements)."""
    decided = {(profile.kind, profile.province): profile for profile in TaxProfile.objects.all()}
    valid = list(TaxComponent.objects.valid(on=on).order_by("code"))
    return [
        Bearing(
            province,
            tuple(Component(c.code, c.rate, c.number) for c in valid if province in (c.provinces or CANADA)),
            tuple(decided.get((kind, province)) or decided.get((kind, UNKNOWN)) for kind in kinds),
        )
        for province in Province.values
    ]
