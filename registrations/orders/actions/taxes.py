"""What the accountant decides about taxes: whether we are registered, and what each kind of product bears."""

from datetime import date, datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.association.actions import note_taxes_decided
from registrations.association.errors import BadTaxNumber, NotTheAssociations, TaxNumbersTogether
from registrations.association.queries import association
from registrations.association.rules import is_gst_number, is_qst_number, may_decide_taxes, spaced
from registrations.journal.actions import log
from registrations.orders.models import LineKind, TaxCategory, TaxCode, TaxComponent, TaxProfile

# Rates in 100,000ths, by the buyer's province (Excise Tax Act, s. 165; Act respecting the Québec sales tax, s. 16).
# The harmonised tax bears the number of the federal one.
WITHOUT_HARMONISED = ["AB", "BC", "MB", "NT", "NU", "QC", "SK", "YT"]
RATES: tuple[tuple[str, int, list[str]], ...] = (
    (TaxCode.GST, 5_000, WITHOUT_HARMONISED),
    (TaxCode.QST, 9_975, ["QC"]),
    (TaxCode.HST, 13_000, ["ON"]),
    (TaxCode.HST, 14_000, ["NS"]),
    (TaxCode.HST, 15_000, ["NB", "NL", "PE"]),
)


@transaction.atomic
def declare_registration(*, gst_number: str, qst_number: str, on: date, by: Actor, at: datetime) -> None:
    """Say under which numbers taxes are charged from the day `on`; two empty numbers: not registered.

    Raises `BadTaxNumber` and `TaxNumbersTogether`. The rates in force are ended that day, never overwritten.
    """
    if not may_decide_taxes(by):
        raise NotTheAssociations
    gst, qst = spaced(gst_number), spaced(qst_number)
    _check(gst, qst)
    note_taxes_decided(by=by, at=at)
    if live_numbers() != {number for number in (gst, qst) if number}:
        TaxComponent.objects.filter(valid_until=None, valid_from__gte=on).delete()
        TaxComponent.objects.filter(valid_until=None).update(valid_until=on)
        for code, rate, provinces in RATES if gst else ():
            number = qst if code == TaxCode.QST else gst
            TaxComponent.objects.create(code=code, rate=rate, number=number, provinces=provinces, valid_from=on)
        log(association(), "orders.declare_registration", by=by, at=at, registered=bool(gst))


@transaction.atomic
def set_tax_profile(*, kind: str, category: str, accounting_code: str, by: Actor, at: datetime) -> TaxProfile:
    """Say what one kind of product bears; orders already placed keep what they were placed with."""
    if not may_decide_taxes(by):
        raise NotTheAssociations
    values = {"category": TaxCategory(category), "accounting_code": accounting_code}
    profile, _created = TaxProfile.objects.update_or_create(kind=LineKind(kind), defaults=values)
    log(association(), "orders.set_tax_profile", by=by, at=at, kind=kind, category=category)
    return profile


def live_numbers() -> set[str]:
    """The registration numbers in force."""
    return set(TaxComponent.objects.filter(valid_until=None).values_list("number", flat=True))


def _check(gst: str, qst: str) -> None:
    if bool(gst) != bool(qst):
        raise TaxNumbersTogether
    if gst and not is_gst_number(gst):
        raise BadTaxNumber(number=gst, example="123456789 RT0001")
    if qst and not is_qst_number(qst):
        raise BadTaxNumber(number=qst, example="1234567890 TQ0001")
