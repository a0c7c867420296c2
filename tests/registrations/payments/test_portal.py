"""A ticket ordered, paid and invoiced through the portal, with the real SDK and the fake provider over HTTP."""

import json
import urllib.request
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.files.storages import private_storage
from registrations.models import Association, Checkout, Invoice, Order, Payment, StripeEvent, Ticket
from registrations.orders.documents import invoice_path
from registrations.payments.actions import record_payment, refund_order
from registrations.seats.models import SeatPool
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.registrations.payments.conftest import fact_of
from tests.registrations.payments.test_webhooks import deliver, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory(colloquium__slug="quariera-2027", slug="complet"))


@pytest.fixture
def person(client):
    person = UserFactory(email="camille@exemple.test")
    client.force_login(person)
    return person


@pytest.fixture
def order(person, ticket_type):
    return order_ticket(ticket_type, person, at=timezone.now())


ORDERING = "/colloque/quariera-2027/commander/complet/"


def press(url, **form):
    """What the browser does at the provider's page."""
    with urllib.request.urlopen(url, data=urlencode(form).encode()) as page:
        return page.status


def test_a_ticket_is_ordered_paid_and_invoiced(
    client, person, ticket_type, fake, work_off, django_capture_on_commit_callbacks
):
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    assert "299,97" in client.get("/colloque/quariera-2027/").content.decode().replace("\xa0", " ")

    check = client.post(ORDERING, {}).content.decode()
    assert "344,89" in check
    placed = client.post(ORDERING, {"total": "34489"})
    order = Order.objects.get()
    assert (placed.status_code, placed.url) == (302, f"/commandes/{order.code}/")

    to_provider = client.post(f"/commandes/{order.code}/payer")
    page = Checkout.objects.get()
    assert (to_provider.status_code, to_provider.url) == (302, page.url)
    assert "Stripe" in client.get(f"/commandes/{order.code}/retour?session={page.session_id}").content.decode()

    fake.pay(page.session_id)
    event = {"id": "evt_9", "type": "checkout.session.completed", "data": {"object": {"id": page.session_id}}}
    body = json.dumps(event).encode()
    with django_capture_on_commit_callbacks(execute=True):
        assert [deliver(client, body, signed(body)).status_code for _time in range(3)] == [200, 200, 200]
    with django_capture_on_commit_callbacks(execute=True):
        work_off_until_quiet(work_off, django_capture_on_commit_callbacks)

    order.refresh_from_db()
    invoice = Invoice.objects.get()
    assert (order.state, Ticket.objects.get().state, Payment.objects.count()) == ("settled", "confirmed", 1)
    assert StripeEvent.objects.get().state == "applied"
    assert private_storage().exists(invoice_path(invoice))
    assert client.get(f"/commandes/{order.code}/retour").url == f"/commandes/{order.code}/"
    shown = client.get(f"/commandes/{order.code}/").content.decode()
    assert invoice.label in shown
    paper = client.get(f"/commandes/{order.code}/facture.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    attached = sorted(name for message in mail.outbox for name in names_of(message))
    assert attached == [f"{invoice.label}.pdf", "quariera.ics"]
    assert {message.to[0] for message in mail.outbox} == {"camille@exemple.test"}


def work_off_until_quiet(work_off, capture):
    from huey.contrib.djhuey import HUEY

    while task := HUEY.dequeue():
        with capture(execute=True):
            HUEY.execute(task)


def names_of(message):
    names = (part.get_filename() if hasattr(part, "get_filename") else part[0] for part in message.attachments)
    return [name for name in names if name]


def test_the_check_page_at_another_price_says_the_new_one_and_orders_nothing(client, person, ticket_type):
    for shown in ("100", "x", "٣", "9" * 30):
        response = client.post(ORDERING, {"total": shown})
        assert (response.status_code, "344,89" in response.content.decode()) == (409, True)
    assert Order.objects.count() == 0


def test_double_submission_places_one_order_and_says_why(client, person, ticket_type):
    client.post(ORDERING, {"total": "34489"})
    again = client.post(ORDERING, {"total": "34489"})
    assert (again.status_code, "déjà une inscription" in again.content.decode()) == (409, True)
    assert (Order.objects.count(), SeatPool.objects.get().taken) == (1, 1)


def test_a_registrar_orders_for_colleagues_on_account(client, person, ticket_type):
    held = AffiliationFactory(person=person, organisation=MembershipFactory().organisation, is_registrar=True)
    colleague = AffiliationFactory(organisation=held.organisation).person
    answers = {
        "attendees": [str(person.uuid), str(colleague.uuid)],
        "payer": held.organisation.slug,
        "method": "account",
        "purchase_order": "BC-7",
    }
    assert "457,60" in client.post(ORDERING, answers).content.decode()

    placed = client.post(ORDERING, answers | {"total": "45760"}, follow=True)

    assert (placed.status_code, Invoice.objects.get().label in placed.content.decode()) == (200, True)
    assert (Ticket.objects.filter(state="confirmed").count(), Order.objects.get().purchase_order) == (2, "BC-7")


def test_a_person_cannot_be_invoiced_later(client, person, ticket_type):
    held = AffiliationFactory(person=person, is_registrar=True)
    answers = {"payer": "me", "method": "account"}
    response = client.post(ORDERING, answers)
    assert (response.status_code, Order.objects.count()) == (409, 0)
    answers["payer"] = held.organisation.slug
    refused = client.post(ORDERING, answers | {"total": "34489"})
    assert (refused.status_code, Order.objects.count()) == (409, 0)


def test_cancel_asks_once_then_gives_back(client, order):
    assert client.get(f"/commandes/{order.code}/annuler").status_code == 200
    assert client.post(f"/commandes/{order.code}/annuler").url == f"/commandes/{order.code}/"
    order.refresh_from_db()
    assert (order.state, SeatPool.objects.get().taken) == ("cancelled", 0)
    assert client.post(f"/commandes/{order.code}/payer").status_code == 409


def test_orders_are_their_payers_alone(client, order):
    addresses = ["", "payer", "retour", "annuler", "facture.pdf"]
    client.force_login(UserFactory())
    assert [client.get(f"/commandes/{order.code}/{end}").status_code for end in addresses] == [404] * 5
    client.logout()
    assert [client.get(f"/commandes/{order.code}/{end}").status_code for end in addresses] == [302] * 5


def test_my_orders_lists_mine(client, order):
    assert order.code in client.get("/commandes/").content.decode()
    assert client.get("/moi/commandes/").url == "/commandes/"
    client.force_login(UserFactory())
    assert order.code not in client.get("/commandes/").content.decode()


def test_pay_says_what_is_paid_and_opens_nothing_before_the_button(client, order):
    shown = client.get(f"/commandes/{order.code}/payer")
    page = shown.content.decode().replace("\xa0", " ")
    assert (shown.status_code, Checkout.objects.count()) == (200, 0)
    assert "Payer 344,89 $ par carte" in page
    assert "29,92" in page


def test_pay_an_amount_that_changed_shows_the_new_one_and_opens_nothing(client, order, fake):
    for cents in ("34488", "1", "x", "-34489"):
        answer = client.post(f"/commandes/{order.code}/payer", {"cents": cents})
        assert (answer.status_code, Checkout.objects.count()) == (409, 0)
    twice = [client.post(f"/commandes/{order.code}/payer", {"cents": "34489"}).url for _click in range(2)]
    assert (len(set(twice)), Checkout.objects.count()) == (1, 1)


def test_order_page_tells_the_buyer_of_a_refund(client, order):
    record_payment(fact_of(order), by=Actor.system("stripe"), at=timezone.now())
    by = actor_for(UserFactory(), Role.ACCOUNTING)
    done = refund_order(order=order, reason="Empêchement", give_back=True, by=by, at=timezone.now())
    page = client.get(f"/commandes/{order.code}/").content.decode()
    assert "cinq à dix jours" in page
    assert done.note.label in page


def test_pay_when_the_provider_is_down_says_so_on_the_order(client, order, fake, quick):
    fake.fault("500", times=1)
    response = client.post(f"/commandes/{order.code}/payer")
    assert (response.status_code, "injoignable" in response.content.decode()) == (409, True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_shows_in_both_languages(client, order, language):
    client.cookies["django_language"] = language
    pages = [
        "/colloque/quariera-2027/",
        ORDERING,
        "/colloque/inscriptions/",
        "/commandes/",
        f"/commandes/{order.code}/",
    ]
    pages.append(f"/commandes/{order.code}/annuler")
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert client.get("/colloque/").url == "/colloque/quariera-2027/"
