"""An organisation that owes three invoices, and the accountant."""

from datetime import date

import pytest

from registrations.orders.actions import Wanted, place_order
from registrations.payments.actions import Part, record_receipt
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import actor_for

ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def registrar():
    return AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)


def on_account(registrar, ticket_type, **changes):
    """A ticket at 199.00 on account for a colleague of the organisation: 228.80 with taxes."""
    colleague = AffiliationFactory(organisation=registrar.organisation).person
    given = {
        "lines": [Wanted("ticket", ticket_type.uuid, 1, (colleague,))],
        "payer": registrar.organisation,
        "by": actor_for(registrar.person),
        "at": NOW,
        "on_account": True,
    }
    return place_order(**given | changes)


@pytest.fixture
def orders(registrar, ticket_type):
    return [on_account(registrar, ticket_type) for _each in range(3)]


def cheque(payer, cents, *parts, reference="0042", **changes):
    """So much from a payer, with parts given as (order, cents)."""
    given = {
        "payer": payer,
        "method": "cheque",
        "reference": reference,
        "received_on": date(2026, 10, 6),
        "cents": cents,
        "parts": [Part(*part) for part in parts],
        "by": ACCOUNTANT,
        "at": NOW,
    }
    return record_receipt(**given | changes)
