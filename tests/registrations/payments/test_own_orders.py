"""One's orders in the portal: found, told, asked to be cancelled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.models import CancellationRequest, Colloquium, Message, Payment
from registrations.orders.actions import Wanted, answer_cancellation, ask_cancellation, place_order
from registrations.orders.errors import MayNotCredit, NothingToCancel
from registrations.payments.actions import record_dispute, record_payment, refund_order
from registrations.payments.rules import DisputeFact, SessionFact
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


def own_of(person, ticket_type):
    return order_ticket(ticket_type, person, at=timezone.now())


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
    assert f">{order.invoices.get().label}</strong>" in text
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


ACCOUNTING = actor_for(None, "accounting")


def paid_by_card(order):
    said = {"url": "", "status": "complete", "paid": True, "currency": "cad", "reference": "pi_1"}
    fact = SessionFact(session_id="cs_1", cents=order.total_cents, order_uuid=str(order.uuid), **said)
    record_payment(fact, by=ACCOUNTING, at=timezone.now())
    return Payment.objects.get(order=order)


def test_the_api_says_what_was_paid_and_given_back_to_its_payer_alone(
    client, registrar, ticket_type, assert_own_queries
):
    order = own(registrar, ticket_type)
    payment = paid_by_card(order)
    note = refund_order(order=order, reason="Malade", give_back=True, by=ACCOUNTING, at=timezone.now()).note
    place = f"/api/v1/orders/{order.code}"

    with assert_own_queries(8):
        said = client.get(place).json()

    paid, back, credit = (said[name][0] for name in ("payments", "refunds", "credit_notes"))
    total = {"amount_cents": order.total_cents, "currency": "CAD"}
    assert (paid["id"], paid["method"], paid["amount"], paid["refunded"]) == (str(payment.uuid), "card", total, total)
    assert (back["payment"], back["amount"], back["credit_note"]) == (paid["id"], total, note.label)
    assert (credit["number"], credit["total"], credit["reason"]) == (note.label, total, "Malade")
    assert "pi_1" not in str(said)  # the provider's own names stay inside

    papers = [url.partition("8000")[2] for url in (paid["receipt_url"], credit["pdf_url"])]
    other = f"/api/v1/orders/{own_of(UserFactory(), ticket_type).code}/credit-notes/{note.label}.pdf"
    assert [client.get(url).content[:5] for url in papers] == [b"%PDF-"] * 2
    client.force_login(UserFactory())
    assert [client.get(url).status_code for url in (place, *papers, other)] == [404] * 4


def test_a_credit_note_is_found_under_its_own_order_only(client, registrar, ticket_type):
    order = own(registrar, ticket_type)
    paid_by_card(order)
    note = refund_order(order=order, reason="Malade", give_back=True, by=ACCOUNTING, at=timezone.now()).note
    theirs = own(registrar, ticket_type)
    assert client.get(f"/api/v1/orders/{theirs.code}/credit-notes/{note.label}.pdf").status_code == 404


def words(client, order):
    return client.get(f"/commandes/{order.code}/").content.decode()


def test_an_order_credited_whole_says_so_and_cannot_be_asked_to_be_cancelled(client, registrar, ticket_type):
    order = own(registrar, ticket_type)
    paid_by_card(order)
    refund_order(order=order, reason="Malade", give_back=False, by=ACCOUNTING, at=timezone.now())

    said = words(client, order)
    assert ("Toute la facture a été créditée" in said, "Tout est payé" in said, "/demande" in said) == (
        True,
        False,
        False,
    )
    assert "Créditée" in client.get("/commandes/").content.decode()
    with pytest.raises(NothingToCancel):
        ask_cancellation(order=order, reason="Encore", by=actor_for(registrar.person), at=timezone.now())


def test_a_contested_payment_is_told_to_whoever_paid(client, registrar, ticket_type):
    payment, now = paid_by_card(own(registrar, ticket_type)), timezone.now()
    fact = DisputeFact("dp_1", "needs_response", "fraudulent", payment.captured_cents, "cad", "pi_1", now, now)
    dispute = record_dispute(fact, by=ACCOUNTING, at=now)

    assert "Paiement contesté" in words(client, payment.order)
    assert dispute.get_reason_display() == "Le titulaire de la carte dit ne pas avoir payé"
    record_dispute(DisputeFact(**fact_of(fact) | {"status": "won"}), by=ACCOUNTING, at=now)
    assert "Paiement contesté" not in words(client, payment.order)


def fact_of(fact):
    return {name: getattr(fact, name) for name in fact.__slots__}


def test_a_late_invoice_is_not_said_to_be_in_order(client, registrar, ticket_type):
    placed = timezone.now() - timedelta(days=45)
    ticket_type.opens_at = placed - timedelta(days=1)
    ticket_type.save()
    Colloquium.objects.update(published_at=placed)
    line, by = Wanted("ticket", ticket_type.uuid, 2), actor_for(registrar.person)
    order = place_order(lines=[line], payer=registrar.organisation, by=by, at=placed, on_account=True)

    said = words(client, order)
    assert ("En retard depuis le" in said, "Vos places sont confirmées" in said) == (True, False)
    assert "Facturée, en retard" in client.get("/commandes/").content.decode()
    account = client.get(f"/moi/organisme/{registrar.organisation.slug}/compte/").context
    assert (account["owing_cents"], account["late_cents"]) == (order.total_cents, order.total_cents)


def test_paying_what_is_over_shows_where_it_stands_and_nothing_against_it(client, registrar, ticket_type):
    order = own(registrar, ticket_type)
    paid_by_card(order)
    again = client.post(f"/commandes/{order.code}/payer")
    assert (again.status_code, again.context["refusal"]) == (409, None)
    assert "Tout est payé" in again.content.decode()
