"""However an invoice is credited, in however many notes and in whatever order, the notes negate it exactly."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.models import InvoiceBalance
from registrations.orders.actions import Credited, Wanted, credit_invoice, place_order
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

pytestmark = pytest.mark.django_db
ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def invoice():
    """Three lines on account: one place, two and three."""
    quebec_taxes()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    ticket_type = TicketTypeFactory(pool__capacity=20)
    lines = [Wanted("ticket", ticket_type.uuid, quantity) for quantity in (1, 2, 3)]
    order = place_order(
        lines=lines, payer=registrar.organisation, by=actor_for(registrar.person), at=NOW, on_account=True
    )
    return order.invoices.get()


@st.composite
def partitions(draw, totals):
    """Notes, each with cents of some lines: all of every line, cut anywhere, shuffled."""
    parts = []
    for place, total in enumerate(totals):
        cuts = sorted(draw(st.lists(st.integers(1, total - 1), max_size=3, unique=True)))
        parts += [(place, after - before) for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
    return draw(st.permutations(parts))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_partition_in_any_order_negates_each_line_and_each_tax(invoice, data):
    lines = list(invoice.order.lines.all())
    parts = data.draw(partitions([line.total_cents for line in lines]))
    with transaction.atomic():  # each example finds the invoice as it was issued
        notes = [
            credit_invoice(invoice=invoice, lines=[Credited(lines[place], cents)], reason="R", by=ACCOUNTANT, at=NOW)
            for place, cents in parts
        ]
        balance = InvoiceBalance.objects.get(invoice=invoice)
        transaction.set_rollback(True)

    by_line, by_tax = Counter(), Counter()
    for note in notes:
        by_line.update({line["line"]: line["cents"] for line in note.lines})
        by_tax.update({tax["component"]: tax["amount_cents"] for tax in note.taxes})
    assert by_line == {str(line.uuid): line.total_cents for line in lines}
    assert by_tax == {tax["component"]: tax["amount_cents"] for tax in invoice.taxes}
    assert sum(note.total_cents for note in notes) == balance.credited_cents == invoice.total_cents
