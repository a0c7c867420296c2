"""Ordering a ticket in the portal: the price of the check page is the price charged."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from registrations.dates import MONTREAL
from registrations.models import Order, Redemption
from registrations.promotions.rules import MOST_GUESSES, PriceWindow
from tests.factories.registrations import UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, on_sale_now, quebec_taxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory())


@pytest.fixture
def address(client, ticket_type):
    client.force_login(UserFactory())
    return f"/colloque/{ticket_type.colloquium.slug}/commander/{ticket_type.slug}/"


def test_the_check_page_shows_the_discount_then_the_order_has_it(client, address):
    PromotionFactory(code="AMIS")
    shown = client.post(address, {"promotion_code": " amis "})
    page = shown.content.decode()
    assert "AMIS" in page
    assert "− 30,00" in page
    assert 'value="31040"' in page

    placed = client.post(address, {"promotion_code": "amis", "total": "31040"})

    order = Order.objects.get()
    assert (placed.status_code, order.promotion_code, order.total_cents) == (302, "AMIS", 31_040)
    page = client.get(f"/commandes/{order.code}/").content.decode()
    assert "AMIS" in page
    assert "30,00" in page


def test_a_code_that_does_not_apply_is_said_at_its_field(client, address):
    answer = client.post(address, {"promotion_code": "rien-du-tout"})
    assert answer.status_code == 409
    assert "id_promotion_code_error" in answer.content.decode() or "inconnu" in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"promotion_code"}


def test_the_code_is_removed_at_the_check(client, address):
    PromotionFactory(code="AMIS")
    page = client.post(address, {"promotion_code": "AMIS", "remove_code": "1"}).content.decode()
    assert 'value="34489"' in page
    assert "− 30,00" not in page


def test_a_code_added_at_the_check_is_not_charged_before_it_is_shown(client, address):
    PromotionFactory(code="AMIS")
    answer = client.post(address, {"promotion_code": "AMIS", "total": "34489"})
    assert (answer.status_code, Order.objects.count()) == (409, 0)
    assert 'value="31040"' in answer.content.decode()


@pytest.mark.parametrize("total", ["1", "0", "-1", "31039", "x", "31040.0", "9" * 12])
def test_a_tampered_total_is_refused_with_the_price(client, address, total):
    PromotionFactory(code="AMIS")
    answer = client.post(address, {"promotion_code": "AMIS", "total": total})
    assert (answer.status_code, Order.objects.count(), Redemption.objects.count()) == (409, 0, 0)
    assert 'value="31040"' in answer.content.decode()


def test_an_order_sent_twice_is_placed_once(client, address):
    promotion = PromotionFactory(code="AMIS")
    answers = [client.post(address, {"promotion_code": "AMIS", "total": "31040"}).status_code for _time in range(2)]
    promotion.refresh_from_db()
    assert (answers, Order.objects.count(), promotion.spent_cents) == ([302, 409], 1, 3_000)


def test_codes_cannot_be_guessed_for_long(client, address):
    PromotionFactory(code="AMIS")
    for number in range(MOST_GUESSES):
        client.post(address, {"promotion_code": f"ESSAI-{number}"})
    stopped = client.post(address, {"promotion_code": "AMIS"})
    assert "une heure" in stopped.content.decode()
    assert client.post(address, {"promotion_code": ""}).status_code == 200


def test_a_price_that_ended_while_it_was_looked_at_is_refused_with_the_new_one(client, address, ticket_type):
    window = PriceWindow(timezone.now() - timedelta(seconds=1), 20_000, 10_000)
    type(ticket_type).objects.update(early_prices=[window.as_data()])
    answer = client.post(address, {"promotion_code": "", "total": "22995"})
    assert (answer.status_code, Order.objects.count()) == (409, 0)
    assert "344,89" in answer.content.decode()


def test_the_edition_says_until_when_a_price_holds_and_what_follows(client, ticket_type):
    day = timezone.localdate() + timedelta(days=20)
    midnight = datetime(day.year, day.month, day.day, tzinfo=MONTREAL)
    type(ticket_type).objects.update(early_prices=[PriceWindow(midnight, 20_000, 10_000).as_data()])
    page = client.get(f"/colloque/{ticket_type.colloquium.slug}/").content.decode()
    assert "200,00" in page
    assert "299,97" in page
    assert midnight.isoformat()[:10] in page or "T0" in page
