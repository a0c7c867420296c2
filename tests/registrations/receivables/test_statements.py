"""The statement of account agrees with the balances, whatever happened."""

from datetime import date

import pytest

from registrations.models import Message, Payment
from registrations.orders.actions import credit_invoice
from registrations.orders.actions.crediting import Credited
from registrations.payments.actions import record_payment, reverse_receipt
from registrations.receivables.actions import send_statement
from registrations.receivables.documents import statement_csv, statement_pdf
from registrations.receivables.errors import MayNotCollect, NoAddress
from registrations.receivables.queries import account_of, payers_matching
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, order_ticket, quebec_taxes
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, on_account
from tests.registrations.payments.by_hand.test_receipts import give_back, move
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
BY = {"by": ACCOUNTANT, "at": NOW}
LAST = date(2026, 12, 31)


@pytest.fixture
def registrar():
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return TicketTypeFactory()


@pytest.fixture
def orders(registrar, ticket_type):
    return [on_account(registrar, ticket_type) for _each in range(3)]


def statement(payer, first=date(2026, 1, 1), last=LAST):
    return account_of(payer, first=first, last=last)


def agrees(account):
    """What is owed, less what is on account or paid too much, is the balance."""
    overpaid = sum(-min(each.invoice.balance.due_cents, 0) for each in account.owed)
    assert account.closing_cents == account.owed_cents - account.on_account_cents - overpaid
    return True


def test_a_statement_says_everything_in_order_and_its_balance_is_what_is_owed(registrar, orders):
    receipt = cheque(registrar.organisation, 60_000, (orders[0], 22_880), (orders[1], 10_000))
    credit_invoice(invoice=orders[2].invoices.get(), lines=[Credited(orders[2].lines.get(), 5_000)], reason="x", **BY)
    give_back(receipt, 7_120)

    account = statement(registrar.organisation)

    assert [entry.kind for entry, _balance in account.lines] == [*["invoice"] * 3, "return", "credit", "payment"]
    assert account.on_account_cents == 20_000
    assert (account.closing_cents, agrees(account)) == (3 * 22_880 - 60_000 - 5_749 + 7_120, True)

    account_before = statement(registrar.organisation, first=date(2026, 10, 7))
    assert (account_before.opening_cents, account_before.lines) == (account.closing_cents, [])


def test_a_cheque_without_funds_and_a_moved_credit_leave_the_balance_right(registrar, orders):
    receipt = cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    credit_invoice(invoice=orders[0].invoices.get(), reason="Annulation", **BY)
    move(orders[0], orders[1], 22_880)
    assert agrees(statement(registrar.organisation))
    assert statement(registrar.organisation).closing_cents == 22_880

    other = cheque(registrar.organisation, 500, reference="9")
    reverse_receipt(receipt=other, reason="Sans provision", **BY)
    account = statement(registrar.organisation)
    assert (account.closing_cents, receipt.reversed_at) == (22_880, None)
    assert [entry.kind for entry, _b in account.lines].count("reversal") == 1


def test_a_card_order_shows_its_invoice_and_its_payment(ticket_type):
    person = UserFactory()
    record_payment(fact_of(order_ticket(ticket_type, person)), **BY)
    account = statement(person)
    assert [(entry.kind, balance) for entry, balance in account.lines] == [("invoice", 34_489), ("payment", 0)]
    Payment.objects.update(lost_cents=100)
    assert statement(person).closing_cents == 100


def test_the_paper_and_the_file_are_made_in_both_languages(registrar, orders):
    account = statement(registrar.organisation)
    for language in ("fr", "en"):
        assert statement_pdf(account, language=language, at=NOW).startswith(b"%PDF")
    assert statement_csv(account).count("\n") == 2 + len(account.lines)


def test_a_statement_is_read_in_as_many_statements_for_more(registrar, orders, ticket_type, django_assert_num_queries):
    cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    with django_assert_num_queries(8):
        statement(registrar.organisation)
    on_account(registrar, ticket_type)
    with django_assert_num_queries(8):
        statement(registrar.organisation)


def test_a_statement_goes_to_the_billing_address_else_to_who_answers(registrar):
    organisation = registrar.organisation
    send_statement(payer=organisation, **BY)
    assert Message.objects.get().to == registrar.person
    organisation.billing_email = "compta@exemple.test"
    send_statement(payer=organisation, **BY)
    assert Message.objects.order_by("-pk")[0].to_address == "compta@exemple.test"
    with pytest.raises(NoAddress):
        send_statement(payer=OrganisationFactory(), **BY)
    with pytest.raises(MayNotCollect):
        send_statement(payer=organisation, by=actor_for(None), at=NOW)


def test_payers_matching_reads_a_number_or_a_name(registrar, orders):
    organisation = registrar.organisation
    label = orders[0].invoices.get().label
    assert payers_matching(label) == payers_matching(orders[0].code) == [organisation]
    assert organisation in payers_matching(organisation.name[:6])
    assert payers_matching("x") == []


def test_the_direction_and_the_registrar_see_the_account_and_nobody_else(client, registrar, orders):
    place = f"/moi/organisme/{registrar.organisation.slug}/compte/"
    started = {"organisation": registrar.organisation, "starts_on": date(2020, 1, 1)}
    director = AffiliationFactory(role="director", **started)
    seen = {}
    for post in (registrar, director, AffiliationFactory(**started)):
        client.force_login(post.person)
        seen[post.pk] = (client.get(place).status_code, client.get(f"/commandes/{orders[0].code}/").status_code)
    assert list(seen.values()) == [(200, 200), (200, 200), (404, 404)]


def test_the_page_says_what_to_pay_and_how(client, registrar, orders):
    client.force_login(registrar.person)
    page = client.get(f"/moi/organisme/{registrar.organisation.slug}/compte/?du=2026-01-01&au=2027-01-01")
    assert orders[0].code in page.content.decode()
    assert client.get(f"/moi/organisme/{registrar.organisation.slug}/compte/?du=x&au=2026-02-31").status_code == 200
    turned = client.get(f"/moi/organisme/{registrar.organisation.slug}/compte/?du=2027-01-01&au=2026-01-01")
    assert turned.context["account"] == page.context["account"]
