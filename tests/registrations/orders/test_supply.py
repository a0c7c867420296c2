"""Where an order is supplied, and which taxes follow: known, or asked for, never assumed."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from registrations.association.models import Association
from registrations.models import Colloquium, Order, OrderLine, Organisation, SeatClaim, TaxComponent, TaxProfile
from registrations.orders.actions import Wanted, declare_registration, estimate, place_order, set_tax_profile
from registrations.orders.errors import NoTaxProfile, ProvinceUnknown, SeveralProvinces
from registrations.orders.models import LineKind
from registrations.orders.supply import Sold, bearings, components, province_of, supply
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import ColloquiumFactory, TicketTypeFactory, actor_for, order_ticket

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")
TODAY = date(2026, 11, 20)


@pytest.fixture
def registered():
    """Registered, with every province's rates; tickets are taxable."""
    declare_registration(
        gst_number="123456789RT0001", qst_number="1234567890TQ0001", on=date(2020, 1, 1), by=ACCOUNTANT, at=NOW
    )
    decide("ticket", "taxable")


@pytest.fixture
def online(registered):
    """A ticket of an edition held online: taxed where the buyer is."""
    return TicketTypeFactory(colloquium=ColloquiumFactory(province=""))


def decide(kind, category, province=""):
    return set_tax_profile(
        kind=kind, category=category, accounting_code="4100", province=province, by=ACCOUNTANT, at=NOW
    )


def taxed(order):
    return {tax["component"]: tax["amount_cents"] for tax in order.taxes}


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("QC", {"gst": 1_500, "qst": 2_992}),
        ("AB", {"gst": 1_500}),
        ("ON", {"hst": 3_900}),
        ("NS", {"hst": 4_200}),
        ("NB", {"hst": 4_500}),
    ],
)
def test_what_is_given_online_is_taxed_where_the_buyer_says_they_are(online, province, expected):
    order = order_ticket(online, UserFactory(), province=province)
    assert (taxed(order), order.province, order.buyer_province) == (expected, province, province)


def test_when_nobody_knows_the_province_it_is_asked_for_and_nothing_is_written(online):
    with pytest.raises(ProvinceUnknown):
        order_ticket(online, UserFactory())
    assert (Order.objects.count(), OrderLine.objects.count(), SeatClaim.objects.count()) == (0, 0, 0)


def test_a_hall_is_taxed_where_it_stands_whoever_buys(registered):
    hall = TicketTypeFactory(colloquium=ColloquiumFactory(province="QC"))
    order = order_ticket(hall, UserFactory(), province="ON")
    assert (set(taxed(order)), order.province) == ({"gst", "qst"}, "QC")


def test_what_bears_no_tax_anywhere_asks_for_no_province(online):
    decide("ticket", "exempt")
    order = order_ticket(online, UserFactory())
    assert (order.taxes, order.province, order.buyer_province) == ([], "", "")


def test_an_exception_for_one_province_makes_the_province_matter(online):
    decide("ticket", "exempt")
    decide("ticket", "zero_rated", "ON")
    with pytest.raises(ProvinceUnknown):
        order_ticket(online, UserFactory())
    categories = [
        order_ticket(online, UserFactory(), province=province).lines.get().tax_category for province in ("QC", "ON")
    ]
    assert categories == ["exempt", "zero_rated"]


def test_an_exception_alone_decides_nothing_elsewhere(online):
    TaxProfile.objects.all().delete()
    decide("ticket", "taxable", "QC")
    assert order_ticket(online, UserFactory(), province="QC").tax_cents
    with pytest.raises(NoTaxProfile):
        order_ticket(online, UserFactory(), province="ON")


def test_whoever_lives_abroad_is_sold_to_only_once_the_accountant_has_decided(online):
    with pytest.raises(NoTaxProfile):
        order_ticket(online, UserFactory(), province="ZZ")
    decide("ticket", "zero_rated", "ZZ")
    assert order_ticket(online, UserFactory(), province="ZZ").taxes == []


def test_an_organisation_is_where_the_register_says(online):
    centre, office, nowhere = (OrganisationFactory(region=region) for region in ("03", "", ""))
    Organisation.objects.filter(pk=office.pk).update(province="ON")
    office.refresh_from_db()
    known = [province_of(each, on=TODAY) for each in (centre, office, nowhere)]
    said = [province_of(each, on=TODAY, said="AB") for each in (centre, office, nowhere)]
    assert (known, said) == (["QC", "ON", ""], ["QC", "ON", "AB"])


def test_a_person_is_where_they_say_else_where_they_work_else_where_they_were(online):
    person = UserFactory()
    assert province_of(person, on=TODAY) == ""

    order_ticket(online, person, province="NB")
    assert province_of(person, on=TODAY) == "NB"

    AffiliationFactory(person=person, organisation=OrganisationFactory(region="01"))
    assert province_of(person, on=TODAY) == "QC"
    assert province_of(person, on=TODAY, said="AB") == "AB"


def test_employers_in_two_provinces_say_nothing(online):
    person = UserFactory()
    AffiliationFactory(person=person, organisation=OrganisationFactory(region="01"))
    AffiliationFactory(person=person, organisation=OrganisationFactory(region="", province="ON"))
    AffiliationFactory(person=UserFactory(), organisation=OrganisationFactory(region="", province="AB"))
    assert province_of(person, on=TODAY) == ""


def test_lines_taxed_in_two_provinces_are_two_orders(registered):
    wanted = [Sold("ticket", "QC"), Sold("ticket")]
    with pytest.raises(SeveralProvinces):
        supply(wanted, buyer=lambda: "ON", on=TODAY)
    assert supply(wanted, buyer=lambda: "QC", on=TODAY).province == "QC"


def test_an_exempt_line_never_stands_in_the_way_of_a_taxed_one(registered):
    decide("dues", "exempt")
    found = supply([Sold("dues"), Sold("ticket", "ON")], buyer=lambda: "", on=TODAY)
    assert [profile.category for profile in found.profiles] == ["exempt", "taxable"]
    assert ([component.code for component in found.components], found.buyer_province) == (["hst"], "")


def test_what_is_given_away_asks_for_no_province(registered):
    found = supply([Sold("ticket", free=True)], buyer=lambda: "", on=TODAY)
    assert (found.province, found.components, found.profiles[0].category) == ("", (), "taxable")


def test_not_registered_is_a_decision_too_no_tax_and_no_number(online):
    TaxComponent.objects.all().delete()
    order = order_ticket(online, UserFactory(), province="QC")
    assert (order.taxes, order.tax_cents, order.taxable_cents) == ([], 0, 29_997)

    Association.objects.update(taxes_decided=False)
    with pytest.raises(NoTaxProfile):
        order_ticket(online, UserFactory(), province="QC")


def test_a_registration_to_come_charges_nothing_before_its_day(registered):
    TaxComponent.objects.filter(valid_until=None).update(valid_from=date(2027, 1, 1))
    before, after = (supply([Sold("ticket", "QC")], buyer=str, on=on) for on in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (len(before.components), len(after.components)) == (0, 2)


def test_a_rate_changes_at_midnight_local_time(online):
    """Nova Scotia: 15 % until 31 March 2025 included, 14 % from 1 April; Montréal is four hours behind UTC."""
    buyer = UserFactory()
    last, first = datetime(2025, 4, 1, 3, 59, 59, tzinfo=UTC), datetime(2025, 4, 1, 4, 0, tzinfo=UTC)
    Colloquium.objects.update(published_at=datetime(2024, 1, 1, tzinfo=UTC))
    online.opens_at = datetime(2024, 1, 1, tzinfo=UTC)
    online.save()
    lines = [Wanted("ticket", online.uuid, 1, (buyer,))]
    taxes = [estimate(lines=lines, payer=buyer, at=at, province="NS").totals.tax_cents for at in (last, first)]
    assert taxes == [4_500, 4_200]


def test_the_region_of_an_organisation_is_enough_for_an_invoice(online):
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    order = place_order(
        lines=[Wanted("ticket", online.uuid, 2, (registrar.person,))],
        payer=registrar.organisation,
        by=actor_for(registrar.person),
        at=NOW,
        on_account=True,
    )
    assert (order.province, order.buyer_province, set(taxed(order))) == ("QC", "QC", {"gst", "qst"})


def test_the_database_refuses_a_tax_without_a_place(online):
    order = order_ticket(online, UserFactory(), province="QC")
    with pytest.raises(IntegrityError, match="order_taxed_somewhere"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(province="")


def test_bearings_say_what_each_kind_bears_in_each_province_that_day(registered, django_assert_num_queries):
    decide("ticket", "exempt", "ON")
    with django_assert_num_queries(2):
        found = {row.province: row for row in bearings(LineKind.values, on=TODAY)}
    ticket = LineKind.values.index("ticket")
    categories = {province: found[province].profiles[ticket].category for province in ("QC", "ON", "ZZ")}
    assert categories == {"QC": "taxable", "ON": "exempt", "ZZ": "taxable"}
    assert [component.rate for component in found["NS"].components] == [14_000]
    assert found["QC"].profiles[LineKind.values.index("booth")] is None
    earlier = {row.province: row for row in bearings(LineKind.values, on=date(2025, 3, 31))}
    assert [component.rate for component in earlier["NS"].components] == [15_000]


def test_a_component_without_provinces_is_charged_in_all_of_canada_and_nowhere_else():
    TaxComponent.objects.create(code="gst", rate=5_000, number="123456789 RT0001", valid_from=date(2020, 1, 1))
    assert [len(components(province=province, on=TODAY)) for province in ("QC", "YT", "ZZ")] == [1, 1, 0]
