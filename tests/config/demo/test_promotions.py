"""The demo's prices and codes are those that its orders use."""

from datetime import timedelta

import pytest

from config.demo.parts import promotions
from registrations.models import Promotion, TicketType
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import ColloquiumFactory, TicketTypeFactory, order_ticket, quebec_taxes

pytestmark = pytest.mark.django_db


def test_prices_and_codes_of_the_demo_are_valid_when_its_orders_use_them():
    quebec_taxes()
    edition = ColloquiumFactory()
    window = {"opens_at": NOW - timedelta(days=20), "closes_at": NOW + timedelta(days=77)}
    for slug in promotions.PRICES:
        TicketTypeFactory(colloquium=edition, slug=slug, **window)

    promotions.prices(edition.slug, at=NOW - timedelta(days=21))
    promotions.codes(edition.slug, at=NOW)

    sold = TicketType.objects.get(slug="quatre-jours")
    assert [early.public_cents for early in sold.windows] == [32_000, 33_500]
    for number, code in promotions.USED.items():
        order = order_ticket(sold, UserFactory(), code=code, at=NOW - timedelta(days=12 - number, hours=number % 5))
        assert order.lines.get().discount_cents
    assert Promotion.objects.filter(batch="Partenaires").count() == 20
