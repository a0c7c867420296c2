"""What the accountant decides about taxes."""

from datetime import date

import pytest

from registrations.actors import Actor, Role
from registrations.association.errors import BadTaxNumber, NotTheAssociations, TaxNumbersTogether
from registrations.association.queries import association
from registrations.orders.actions import declare_registration, set_tax_profile
from registrations.orders.models import TaxComponent, TaxProfile
from registrations.orders.queries import components
from tests.factories.registrations import NOW, UserFactory

pytestmark = pytest.mark.django_db
GST, QST = "123456789 RT0001", "1234567890 TQ0001"
DAY, LATER = date(2026, 10, 1), date(2027, 1, 1)


@pytest.fixture
def accountant() -> Actor:
    return Actor(person=UserFactory(), roles=frozenset({Role.ACCOUNTING}))


def declare(by: Actor, gst: str = GST, qst: str = QST, on: date = DAY) -> None:
    declare_registration(gst_number=gst, qst_number=qst, on=on, by=by, at=NOW)


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("QC", {("gst", 5_000, GST), ("qst", 9_975, QST)}),
        ("AB", {("gst", 5_000, GST)}),
        ("ON", {("hst", 13_000, GST)}),
        ("NS", {("hst", 14_000, GST)}),
        ("NB", {("hst", 15_000, GST)}),
    ],
)
def test_declare_registration_gives_each_province_its_taxes(accountant, province, expected):
    declare(accountant)

    found = components(province=province, on=DAY)

    assert {(component.code, component.rate, component.number) for component in found} == expected
    assert association().taxes_decided is True


def test_declare_not_registered_is_a_decision_too(accountant):
    declare(accountant, gst="", qst="")
    assert (TaxComponent.objects.count(), association().taxes_decided) == (0, True)


def test_declare_again_the_same_changes_nothing(accountant):
    declare(accountant)
    before = list(TaxComponent.objects.values_list("pk", "valid_until"))

    declare(accountant, gst="123456789rt0001", on=LATER)

    assert list(TaxComponent.objects.values_list("pk", "valid_until")) == before


def test_declare_new_numbers_ends_the_old_ones_that_day(accountant):
    declare(accountant)

    declare(accountant, gst="987654321 RT0001", on=LATER)

    numbers = [{c.number for c in components(province="QC", on=day)} for day in (DAY, LATER)]
    assert numbers == [{GST, QST}, {"987654321 RT0001", QST}]


@pytest.mark.parametrize(
    ("gst", "qst", "refusal"),
    [
        (GST, "", TaxNumbersTogether),
        ("", QST, TaxNumbersTogether),
        ("123", QST, BadTaxNumber),
        (GST, "123", BadTaxNumber),
        (QST, GST, BadTaxNumber),
    ],
)
def test_declare_wrong_numbers_is_refused(accountant, gst, qst, refusal):
    with pytest.raises(refusal):
        declare(accountant, gst=gst, qst=qst)
    assert TaxComponent.objects.count() == 0


def test_taxes_are_the_accountants_alone():
    by = Actor(person=UserFactory(), roles=frozenset({Role.EVENT_LEAD}))
    with pytest.raises(NotTheAssociations):
        declare(by)
    with pytest.raises(NotTheAssociations):
        set_tax_profile(kind="ticket", category="taxable", accounting_code="", by=by, at=NOW)


def test_set_tax_profile_again_replaces_it(accountant):
    for category in ("taxable", "exempt"):
        set_tax_profile(kind="ticket", category=category, accounting_code="4100", by=accountant, at=NOW)
    assert list(TaxProfile.objects.values_list("kind", "category", "accounting_code")) == [("ticket", "exempt", "4100")]
