"""An association registered for taxes whose accounts are all numbered, and stories of orders."""

from datetime import timedelta

import pytest

from registrations.accounting.actions import set_accounts
from registrations.accounting.rules.posting import Account, AccountRole
from registrations.orders.actions import Wanted, place_order
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

ACCOUNTANT = actor_for(None, "accounting")
NUMBERS = {role.value: f"{1000 + place * 10}" for place, role in enumerate(AccountRole)}


def number_accounts(*, at=NOW):
    """Every role, and revenue of the code that tickets have."""
    accounts = {Account(role): number for role, number in NUMBERS.items() if role != "revenue"}
    accounts |= {Account("revenue", "4100"): "4100"}
    set_accounts(accounts, by=ACCOUNTANT, at=at)


@pytest.fixture
def registrar():
    """Of a member organisation, on sale to whom is a ticket at 199.00: 228.80 with taxes."""
    quebec_taxes()
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


@pytest.fixture
def place(registrar):
    """Place an order of the organisation for so many tickets, on account unless told otherwise."""
    sold = TicketTypeFactory(pool__capacity=None, opens_at=NOW - timedelta(days=900))

    def placed(quantity=1, *, at=NOW, on_account=True, **given):
        line = Wanted("ticket", sold.uuid, quantity)
        by = actor_for(registrar.person)
        return place_order(lines=[line], payer=registrar.organisation, by=by, at=at, on_account=on_account, **given)

    return placed
