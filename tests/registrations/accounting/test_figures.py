"""The finances' page: right figures, lists behind them, and as quick with twenty thousand invoices."""

from datetime import UTC, date, datetime, timedelta
from time import process_time

import pytest
from django.urls import reverse

from registrations.accounting.queries.figures import Amount, Flow, flows, today
from registrations.accounting.rules.periods import Period
from registrations.actors import Role
from registrations.ids import uuid7
from registrations.models import Invoice, InvoiceBalance, Order, OrderLine, Organisation, Payment
from registrations.orders.actions import credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import record_received
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.people import with_role
from tests.registrations.accounting.conftest import ACCOUNTANT

pytestmark = pytest.mark.django_db
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
MANY = 20_000


def receive(order, cents, on, *, at):
    given = {"method": "cheque", "cents": cents, "received_on": on, "reference": f"{order.code}{cents}"}
    return record_received(order=order, by=ACCOUNTANT, at=at, **given)


def test_today_sorts_what_is_owed_by_age(place):
    place(at=NOW - timedelta(days=130)), place(at=NOW - timedelta(days=40)), place(at=NOW)
    receive(place(at=NOW), 22_880, NOW.date(), at=NOW)

    found = today(at=NOW)

    assert (found.owed, found.late) == (Amount(3, 3 * 22_880), Amount(2, 2 * 22_880))
    assert {first: amount.count for first, amount in found.ages.items()} == {0: 1, 1: 1, 31: 0, 61: 0, 91: 1}
    assert (found.discrepancies, found.last) == (0, None)


def test_flows_tell_the_months_and_those_of_a_year_before(place):
    order = place(at=NOW)
    receive(order, 10_000, date(2026, 10, 3), at=NOW)
    some = [Credited(order.lines.get(), 1_000)]
    credit_invoice(invoice=order.invoices.get(), lines=some, reason="Rabais", by=ACCOUNTANT, at=NOW)
    place(2, at=NOW - timedelta(days=365))

    found = flows(YEAR)

    assert found.months[date(2026, 10, 1)] == Flow(invoiced=22_880, credited=1_150, received=10_000)
    assert found.before[date(2025, 10, 1)] == Flow(invoiced=45_760)
    assert (found.whole.invoiced, found.whole_before.invoiced) == (22_880, 45_760)
    assert found.kinds["ticket"][date(2026, 10, 1)] == 19_900
    assert found.kinds_before == {"ticket": 39_800, "session": 0, "dues": 0, "booth": 0}
    assert (len(found.months), len(found.before)) == (12, 12)


def test_months_are_those_of_montreal(place):
    place(at=datetime(2026, 11, 1, 3, 30, tzinfo=UTC))
    assert flows(YEAR).months[date(2026, 10, 1)].invoiced == 22_880


@pytest.fixture
def accountant(client):
    client.force_login(with_role(UserFactory(), Role.ACCOUNTING))
    return client


def test_page_costs_the_same_for_more(place, accountant, assert_own_queries):
    address = reverse("tableau-des-finances:index")
    place(), place()
    accountant.get(address)

    with assert_own_queries(23):
        page = accountant.get(address)

    assert page.context["tiles"][0].url == "/admin/comptes-a-recevoir/"


@pytest.mark.parametrize("query", ["?length=month&on=2026-10-06", "?length=decade&on=never", "?on=0001-01-01"])
def test_page_of_any_period_answers(accountant, place, query):
    place()
    assert accountant.get(reverse("tableau-des-finances:index") + query).status_code == 200


def test_page_draws_two_charts_whose_numbers_lead_to_lists(accountant, place):
    place()
    page = accountant.get(reverse("tableau-des-finances:index") + "?length=year&on=2026-10-06").content.decode()

    assert page.count("series-0") > 2
    assert "/admin/factures/?issued_at_from=2026-10-01&amp;issued_at_to=2026-10-31" in page


@pytest.mark.parametrize("role", [Role.EVENT_LEAD, Role.TRAINING_LEAD, Role.EDITOR])
@pytest.mark.parametrize("name", ["tableau-des-finances", "comptes-du-grand-livre"])
def test_screens_are_accountings(client, role, name):
    client.force_login(with_role(UserFactory(), role))
    assert client.get(reverse(f"{name}:index")).status_code in (302, 403)


def test_page_stays_quick_with_twenty_thousand_invoices(accountant):
    many(OrganisationFactory())
    started = process_time()

    page = accountant.get(reverse("tableau-des-finances:index") + "?length=year&on=2026-10-06")

    assert page.status_code == 200
    assert page.context["tiles"][0].note == str(MANY // 2)
    assert process_time() - started < 5  # about half a second on one machine; a loop over the rows takes minutes


def many(organisation: Organisation) -> None:
    """Half of them paid."""
    orders = [
        Order(organisation=organisation, state="placed", on_account=True, placed_at=NOW, taxable_cents=10_000)
        for _ in range(MANY)
    ]
    Order.objects.bulk_create(orders, batch_size=2_000)
    OrderLine.objects.bulk_create(
        (
            OrderLine(order=order, kind="dues", item_uuid=uuid7(), description="Cotisation", quantity=1,
                      unit_price_cents=10_000, tax_category="outside")
            for order in orders
        ),
        batch_size=2_000,
    )  # fmt: skip
    invoices = [invoice(order, number) for number, order in enumerate(orders, start=1)]
    Invoice.objects.bulk_create(invoices, batch_size=2_000)
    balances = (
        InvoiceBalance(invoice=each, total_cents=10_000, paid_cents=10_000 * (each.number % 2)) for each in invoices
    )
    InvoiceBalance.objects.bulk_create(balances, batch_size=2_000)
    paid = (
        Payment(order=order, method="card", state="captured", reference=f"pi_{order.pk}", captured_cents=10_000,
                captured_at=NOW, created_at=NOW)
        for order in orders[::2]
    )  # fmt: skip
    Payment.objects.bulk_create(paid, batch_size=2_000)


def invoice(order: Order, number: int) -> Invoice:
    at = NOW - timedelta(hours=number % 8_000)
    return Invoice(
        order=order,
        series="F-2026",
        number=number,
        issued_at=at,
        due_on=at.date() + timedelta(days=30),
        language="fr",
        seller={"name": "AXTRA"},
        buyer={"name": "Espace"},
        lines=[],
        taxes=[],
        base_cents=10_000,
        tax_cents=0,
        total_cents=10_000,
    )
