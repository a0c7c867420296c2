"""One's orders in the portal: found, told, asked to be cancelled."""

import pytest
from django.utils import timezone

from registrations.models import CancellationRequest, Message
from registrations.orders.actions import Wanted, answer_cancellation, place_order
from registrations.orders.errors import MayNotCredit
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    quebec_taxes()
    post = AffiliationFactory(organisation=OrganisationFactory(name="Carrefour", may_pay_later=True), is_registrar=True)
    client.force_login(post.person)
    return post


@pytest.fixture
def ticket_type():
    return on_sale_now(TicketTypeFactory())


def own(registrar, ticket_type):
    return order_ticket(ticket_type, registrar.person, at=timezone.now())


def invoiced(registrar, ticket_type, count=2):
    line = Wanted("ticket", ticket_type.uuid, count)
    by, payer = actor_for(registrar.person), registrar.organisation
    return place_order(lines=[line], payer=payer, by=by, at=timezone.now(), on_account=True, purchase_order="BC-9")


def listed(client, **filters):
    page = client.get("/commandes/", filters)
    return [order.code for order in page.context["orders"]]


def test_orders_are_found_by_number_state_and_payer(client, registrar, ticket_type):
    mine, ours = own(registrar, ticket_type), invoiced(registrar, ticket_type)
    label = ours.invoices.get().label

    assert listed(client) == [ours.code, mine.code]
    assert listed(client, payer="me") == [mine.code]
    assert listed(client, payer=registrar.organisation.slug) == [ours.code]
    assert listed(client, text=f" {label.lower()} ") == [ours.code]
    assert listed(client, text=mine.code[:4]) == [mine.code]
    assert listed(client, text="bc-9") == [ours.code]
    assert listed(client, state="paid") == []
    assert listed(client, state="n’importe") == [ours.code, mine.code]


def test_what_is_owed_comes_first(client, registrar, ticket_type):
    from registrations.orders.actions import cancel_order

    owed = invoiced(registrar, ticket_type)
    ended = own(registrar, ticket_type)
    cancel_order(order=ended, by=actor_for(registrar.person), at=timezone.now())

    assert listed(client) == [owed.code, ended.code]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_more(client, registrar, ticket_type, count, django_assert_max_num_queries):
    for _number in range(count):
        invoiced(registrar, ticket_type)
    with django_assert_max_num_queries(14):
        client.get("/commandes/")


def test_order_page_tells_its_story_and_how_to_pay_and_what_to_name(client, registrar, ticket_type):
    order = invoiced(registrar, ticket_type)

    page = client.get(f"/commandes/{order.code}/")

    told = [moment.what for moment in page.context["situation"].story]
    assert told == ["Commande passée", "Facture émise"]
    text = page.content.decode()
    assert f"<strong>{order.invoices.get().label}</strong>" in text
    assert f"/colloque/commandes/{order.code}/places/" in text


def test_time_left_is_said_in_words(client, registrar, ticket_type):
    order = own(registrar, ticket_type)
    page = client.get(f"/commandes/{order.code}/")
    assert page.context["situation"].minutes_left in (59, 60)


def test_cancellation_is_asked_once_seen_and_answered(client, registrar, ticket_type):
    order = invoiced(registrar, ticket_type)
    address = f"/commandes/{order.code}/demande"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "  "}).status_code == 409
    assert client.post(address, {"reason": "Deux personnes malades"}).status_code == 302
    assert client.post(address, {"reason": "Encore"}).status_code == 409

    asked = CancellationRequest.objects.get()
    assert (asked.order, asked.why, asked.asked_by) == (order, "asked", registrar.person)
    with pytest.raises(MayNotCredit):
        answer_cancellation(request=asked, answer="Oui", by=actor_for(registrar.person), at=timezone.now())
    for _twice in range(2):
        answer_cancellation(request=asked, answer="Fait", by=actor_for(None, "accounting"), at=timezone.now())
    assert Message.objects.filter(kind="cancellation-answered", to=registrar.person).count() == 1
    assert "Fait" in client.get(f"/commandes/{order.code}/").content.decode()


def test_unpaid_order_is_cancelled_not_asked(client, registrar, ticket_type):
    order = own(registrar, ticket_type)
    assert client.post(f"/commandes/{order.code}/demande", {"reason": "Non"}).status_code == 409
    assert CancellationRequest.objects.count() == 0


def test_order_of_somebody_else_is_not_found(client, registrar, ticket_type):
    other = order_ticket(ticket_type, UserFactory(), at=timezone.now())
    for address in ("", "demande", "annuler", "payer"):
        assert client.get(f"/commandes/{other.code}/{address}").status_code == 404
    assert listed(client) == []
