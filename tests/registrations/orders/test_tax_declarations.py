"""What the accountant decides about taxes."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.actors import Actor, Role
from registrations.association.errors import BadTaxNumber, NotTheAssociations, TaxNumbersTogether
from registrations.association.queries import association
from registrations.orders.actions import change_rate, declare_registration, remove_tax_profile, set_tax_profile
from registrations.orders.errors import NotRegistered, RateInThePast
from registrations.orders.models import TaxComponent, TaxProfile
from registrations.orders.supply import components
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


def test_declare_keeps_the_dates_of_the_law(accountant):
    declare(accountant, on=date(2025, 1, 1))
    days = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 4, 1))
    assert [[c.rate for c in components(province="NS", on=day)] for day in days] == [[], [15_000], [14_000]]


def test_declare_new_numbers_keeps_the_rates_that_were_entered(accountant):
    declare(accountant)
    change(accountant, rate=12_000, provinces=["NS"], on=LATER)

    declare(accountant, gst="987654321 RT0001", on=date(2026, 12, 1))

    found = [components(province="NS", on=day) for day in (DAY, date(2026, 12, 1), LATER)]
    assert [[(c.rate, c.number) for c in each] for each in found] == [
        [(14_000, GST)],
        [(14_000, "987654321 RT0001")],
        [(12_000, "987654321 RT0001")],
    ]


def change(by: Actor, **changes) -> None:
    given = {"code": "hst", "rate": 14_000, "provinces": ["NB"], "on": LATER, "by": by, "at": NOW}
    change_rate(**given | changes)


def rates(province: str, *days: date) -> list[list[int]]:
    return [[component.rate for component in components(province=province, on=day)] for day in days]


def test_change_rate_of_one_province_leaves_the_others_alone(accountant):
    declare(accountant)
    before = date(2026, 12, 31)

    change(accountant)

    assert rates("NB", before, LATER) == [[15_000], [14_000]]
    assert rates("NL", before, LATER) == rates("PE", before, LATER) == [[15_000], [15_000]]
    assert rates("QC", before, LATER) == [[5_000, 9_975]] * 2


def test_change_rate_again_replaces_what_was_planned(accountant):
    declare(accountant)
    change(accountant, rate=14_000, on=date(2027, 4, 1))
    change(accountant, rate=13_000, on=LATER)

    assert rates("NB", LATER, date(2027, 4, 1), date(2030, 1, 1)) == [[13_000]] * 3


def test_change_rate_to_nothing_ends_the_tax_there(accountant):
    declare(accountant)
    change(accountant, rate=0, provinces=["NB", "NL"])
    assert (rates("NB", LATER), rates("NL", LATER), rates("PE", LATER)) == ([[]], [[]], [[15_000]])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 12_000, 13_000, 14_000]),
            st.sets(st.sampled_from(["NB", "NL", "NS", "ON", "PE"]), min_size=1),
            st.integers(0, 40),
        ),
        max_size=5,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_change_rate_in_any_order_leaves_one_rate_a_day_the_last_that_was_said(changes):
    """Against a plain calendar: for each province and day, the rate said last for that day or an earlier one."""
    with transaction.atomic():
        accountant = Actor(person=None, roles=frozenset({Role.ACCOUNTING}))
        declare(accountant, on=DAY)
        today = localdate(NOW)
        calendar = {p: [r] * 45 for p, r in (("NB", 15), ("NL", 15), ("NS", 14), ("ON", 13), ("PE", 15))}
        calendar = {province: [rate * 1000 for rate in days] for province, days in calendar.items()}
        for rate, provinces, after in changes:
            change(accountant, rate=rate, provinces=sorted(provinces), on=today + timedelta(days=after))
            for province in provinces:
                calendar[province][after:] = [rate] * (45 - after)
        looked_at = sorted({0, 44} | {after + near for _rate, _provinces, after in changes for near in (0, 1)})
        for province, days in calendar.items():
            found = rates(province, *[today + timedelta(days=n) for n in looked_at])
            assert found == [[days[n]] if days[n] else [] for n in looked_at]
        transaction.set_rollback(True)


def test_change_rate_of_yesterday_is_refused(accountant):
    declare(accountant)
    with pytest.raises(RateInThePast):
        change(accountant, on=localdate(NOW) - timedelta(days=1))


def test_change_rate_without_a_number_is_refused(accountant):
    declare(accountant, gst="", qst="")
    with pytest.raises(NotRegistered):
        change(accountant)


def test_an_exception_is_taken_back(accountant):
    for province in ("", "ON"):
        set_tax_profile(kind="ticket", category="exempt", accounting_code="", province=province, by=accountant, at=NOW)
    remove_tax_profile(profile=TaxProfile.objects.get(province="ON"), by=accountant, at=NOW)
    assert list(TaxProfile.objects.values_list("kind", "province")) == [("ticket", "")]


def test_rates_and_profiles_are_the_accountants_alone(accountant):
    profile = set_tax_profile(kind="ticket", category="exempt", accounting_code="", by=accountant, at=NOW)
    by = Actor(person=UserFactory(), roles=frozenset({Role.EVENT_LEAD}))
    with pytest.raises(NotTheAssociations):
        change(by)
    with pytest.raises(NotTheAssociations):
        remove_tax_profile(profile=profile, by=by, at=NOW)
