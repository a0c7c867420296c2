"""An association registered for taxes whose accounts are all numbered, and stories of orders."""

from datetime import date, timedelta

import pytest

from registrations.accounting.actions import set_accounts
from registrations.accounting.rules.posting import Account, AccountRole
from registrations.orders.actions import Wanted, place_order
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, MembershipYearFactory
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
    days = {"starts_on": date(2024, 4, 1), "ends_on": date(2028, 3, 31)}
    long = MembershipFactory(year=MembershipYearFactory(**days), lapses_on=days["ends_on"], **days)
    return AffiliationFactory(organisation=long.organisation, is_registrar=True, starts_on=days["starts_on"])


@pytest.fixture
def place(registrar):
    """Place an order of the organisation for so many tickets, on account unless told otherwise."""
    long_ago = NOW - timedelta(days=900)
    shown = {"colloquium__published_at": long_ago, "opens_at": long_ago, "public_price_cents": 19_900}
    sold = TicketTypeFactory(pool__capacity=None, **shown)

    def placed(quantity=1, *, at=NOW, on_account=True, **given):
        line = Wanted("ticket", sold.uuid, quantity)
        by = actor_for(registrar.person)
        return place_order(lines=[line], payer=registrar.organisation, by=by, at=at, on_account=on_account, **given)

    return placed
