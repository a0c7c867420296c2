"""Numbers of invoices and of credit notes: none twice, none missing, whatever is rolled back and in whatever year."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection, transaction

from registrations.models import CreditNote, Invoice, NumberSeries
from registrations.orders.actions import Credited, Wanted, credit_invoice, issue_invoice, place_order
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes
from tests.races.test_orders import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ACCOUNTANT = actor_for(None, "accounting")
NEW_YEAR = NOW.replace(year=2027, month=1, day=1, hour=5, minute=0, second=0, microsecond=0)
"""Midnight in Quebec."""

DAYS = (NEW_YEAR - timedelta(seconds=1), NEW_YEAR)


@pytest.fixture
def order():
    """On account, so that it has an invoice to credit."""
    quebec_taxes()
    ticket_type = TicketTypeFactory()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    return place_order(
        lines=[Wanted("ticket", ticket_type.uuid, 1, (registrar.person,))],
        payer=registrar.organisation,
        by=actor_for(registrar.person),
        at=NOW,
        on_account=True,
    )


def test_a_thousand_papers_at_the_turn_of_the_year_have_no_gap_and_no_double(order):
    """Invoices and credit notes issued by sixteen threads around midnight; one transaction in three is rolled back."""
    count = 1_000 if connection.vendor == "postgresql" else 120
    invoice, line = order.invoices.get(), order.lines.get()

    def issuing(number):
        at = DAYS[number // 8 % 2]

        def act():
            with transaction.atomic():
                if number % 8 == 7:
                    credit_invoice(invoice=invoice, lines=[Credited(line, 1)], reason="Rabais", by=ACCOUNTANT, at=at)
                else:
                    issue_invoice(order=order, by=ACCOUNTANT, at=at)
                transaction.set_rollback(number % 3 == 0)

        return act

    at_once([issuing(number) for number in range(count)])

    given = defaultdict(list)
    for model in (Invoice, CreditNote):
        for series, number in model.objects.order_by("series", "number").values_list("series", "number"):
            given[series].append(number)
    assert sorted(given) == ["F-2026", "F-2027", "NC-2026", "NC-2027"]
    assert {series: list(range(1, len(numbers) + 1)) for series, numbers in given.items()} == given
    assert dict(NumberSeries.objects.values_list("name", "last")) == {name: len(all_) for name, all_ in given.items()}
    # The one that the order was placed with, and two in three of those.
    assert sum(len(numbers) for numbers in given.values()) == 1 + sum(1 for number in range(count) if number % 3)
