"""Until when accounting documents are kept."""

from datetime import date, datetime

import pytest

from registrations.dates import MONTREAL
from registrations.models import Order
from registrations.orders.actions import Wanted, place_order
from registrations.orders.personal import _term
from tests.factories.registrations import AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime(2026, 12, 31, 22, tzinfo=MONTREAL)


def test_an_invoice_of_the_last_evening_of_a_fiscal_year_is_of_that_year():
    quebec_taxes()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    kind = TicketTypeFactory(closes_at=LAST_EVENING.replace(hour=23))
    lines = [Wanted("ticket", kind.uuid, 1, (registrar.person,))]
    by = actor_for(registrar.person)
    place_order(lines=lines, payer=registrar.organisation, by=by, at=LAST_EVENING, on_account=True)

    assert _term(Order.objects.all()) == date(2033, 1, 1)
