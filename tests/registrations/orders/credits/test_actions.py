"""Credit notes negate exactly what an invoice said too much, once and for good."""

import pytest
from django.db import IntegrityError, connection, transaction

from registrations.colloquium.models import Ticket
from registrations.models import CreditNote, Invoice, InvoiceBalance, LineCredit, Message, NumberSeries, Order
from registrations.orders.actions import Credited, Wanted, credit_invoice, place_order
from registrations.orders.errors import CreditAboveInvoice, MayNotCredit, NothingToCredit
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def invoice():
    """Three tickets at 199.00, on account: 597.00 and its taxes."""
    quebec_taxes()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    line = Wanted("ticket", TicketTypeFactory().uuid, 3, (registrar.person,))
    place_order(lines=[line], payer=registrar.organisation, by=actor_for(registrar.person), at=NOW, on_account=True)
    return Invoice.objects.select_related("order", "balance").get()


def credit(invoice, cents=None, **changes):
    lines = None if cents is None else [Credited(invoice.order.lines.get(), cents)]
    given = {"invoice": invoice, "lines": lines, "reason": "Erreur de nombre", "by": ACCOUNTANT, "at": NOW}
    return credit_invoice(**given | changes)


def test_credit_invoice_in_parts_then_whole_sums_to_the_invoice_to_the_cent(invoice):
    notes = [credit(invoice, 3_333), credit(invoice, 19_999), credit(invoice)]

    def paid_back(code):
        return sum(tax["amount_cents"] for note in notes for tax in note.taxes if tax["component"] == code)

    assert [note.label for note in notes] == ["NC-2026-00001", "NC-2026-00002", "NC-2026-00003"]
    assert sum(note.base_cents for note in notes) == invoice.base_cents == 59_700
    assert {tax["component"]: tax["amount_cents"] for tax in invoice.taxes} == {
        "gst": paid_back("gst"),
        "qst": paid_back("qst"),
    }
    balance = InvoiceBalance.objects.get()
    assert (balance.credited_cents, balance.due_cents) == (invoice.total_cents, 0)
    assert Message.objects.filter(kind="credit-note").count() == 3


def test_credit_invoice_whole_and_unpaid_cancels_the_order_and_frees_its_seats(invoice):
    credit(invoice)

    assert Order.objects.get().state == "cancelled"
    assert set(Ticket.objects.values_list("state", flat=True)) == {"cancelled"}
    assert miscounted_pools() == []


def test_credit_invoice_above_the_line_is_refused_and_writes_nothing(invoice):
    credit(invoice, 50_000)

    with pytest.raises(CreditAboveInvoice):
        credit(invoice, 9_701)

    assert (CreditNote.objects.count(), LineCredit.objects.get().credited_cents) == (1, 50_000)
    assert NumberSeries.objects.get(name="NC-2026").last == 1


@pytest.mark.parametrize("changes", [{"cents": 0}, {"cents": -5}, {"cents": 100, "reason": "  "}])
def test_credit_invoice_of_nothing_or_without_reason_is_refused(invoice, changes):
    with pytest.raises(NothingToCredit):
        credit(invoice, **changes)


@pytest.mark.parametrize("role", ["event_lead", "training_lead", "board_secretary", "editor"])
def test_credit_invoice_is_accountings_alone(invoice, role):
    with pytest.raises(MayNotCredit):
        credit(invoice, 100, by=actor_for(None, role))


def test_credit_numbers_have_no_gap_when_one_is_rolled_back(invoice):
    with transaction.atomic():
        credit(invoice, 100)
        transaction.set_rollback(True)
    credit(invoice, 100)
    credit(invoice, 100)

    assert sorted(CreditNote.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registrations_creditnote SET reason = 'autre'",
        "DELETE FROM registrations_creditnote",
    ],
)
def test_credit_note_is_immutable_even_for_raw_sql(invoice, statement):
    credit(invoice, 100)
    with pytest.raises(IntegrityError, match="creditnote_immutable"), transaction.atomic():
        connection.cursor().execute(statement)


def test_credits_above_the_invoice_are_refused_by_the_database(invoice):
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceBalance.objects.update(credited_cents=invoice.total_cents + 1)
