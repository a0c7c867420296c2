"""The receipt of a payment, read as its reader does."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from registrations.errors import NotFound
from registrations.messages.registry import MAILS
from registrations.models import Message, Order, Payment
from registrations.orders.actions import Wanted
from registrations.payments.actions import record_payment, record_received, refund_order, reverse_receipt
from registrations.payments.documents import proof_for, proof_of_payment, proof_of_receipt, receipt_pdf
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for, order_ticket
from tests.registrations.payments.by_hand.conftest import ACCOUNTANT, cheque, orders, registrar  # noqa: F401 - fixtures
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
STRIPE = actor_for(None)


def read(proof):
    pages = PdfReader(io.BytesIO(receipt_pdf(proof, at=NOW))).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def kinds():
    return sorted(Message.objects.filter(kind__in=["invoice", "payment-receipt"]).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Reçu de paiement", "Carte", "344,89 $", "F-2026-00001", "0,00 $"]),
        ("en", ["Receipt of payment", "Card", "$344.89", "F-2026-00001", "$0.00"]),
    ],
)
def test_the_receipt_of_a_card_is_in_the_language_of_the_order(ticket_type, language, words):
    order = order_ticket(ticket_type, UserFactory())
    Order.objects.filter(pk=order.pk).update(language=language)
    record_payment(fact_of(order), by=STRIPE, at=NOW)

    pages, text = read(proof_of_payment(Payment.objects.get()))

    assert (pages, [word for word in words if word not in text]) == (1, [])
    # The mail of the invoice says that it is paid: there is no second one.
    assert kinds() == ["invoice"]


def test_a_cheque_for_three_invoices_is_one_paper_and_one_message(orders, registrar):  # noqa: F811 - the fixtures
    one, two, three = orders
    receipt = cheque(registrar.organisation, 60_000, (one, 22_880), (two, 22_880), (three, 10_000))

    pages, text = read(proof_of_receipt(receipt))

    words = ["Chèque n o 0042", "600,00 $", "128,80 $", "42,40 $", *(order.code for order in orders)]
    assert (pages, [word for word in words if word.replace(" ", "") not in text.replace(" ", "")]) == (1, [])
    messages = Message.objects.filter(kind="payment-receipt")
    assert [(row.about_uuid, row.to) for row in messages] == [(receipt.uuid, registrar.person)]
    mail = MAILS["payment-receipt"].render(receipt.uuid, "fr")
    assert mail.attachments[0].content.startswith(b"%PDF")
    assert [order.code in str(mail.facts) for order in orders] == [True] * 3


def test_a_cheque_that_makes_the_invoice_sends_the_invoice_alone(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    record_received(
        order=order,
        method="cheque",
        cents=order.total_cents,
        received_on=date(2026, 10, 6),
        reference="7",
        by=ACCOUNTANT,
        at=NOW,
    )
    assert kinds() == ["invoice"]


def test_a_card_for_an_invoice_on_account_sends_its_receipt(orders):  # noqa: F811 - the fixture
    Message.objects.all().delete()
    payment = record_payment(fact_of(orders[0]), by=STRIPE, at=NOW)
    assert [(row.kind, row.about_uuid) for row in Message.objects.all()] == [("payment-receipt", payment.uuid)]
    record_payment(fact_of(orders[0]), by=STRIPE, at=NOW)
    assert Message.objects.count() == 1


def test_money_that_came_for_nothing_is_not_thanked_for(orders):  # noqa: F811 - the fixture
    record_payment(fact_of(orders[0]), by=STRIPE, at=NOW)
    Message.objects.all().delete()
    second = record_payment(fact_of(orders[0], reference="pi_second"), by=STRIPE, at=NOW)
    assert "payment-receipt" not in set(Message.objects.values_list("kind", flat=True))
    _pages, text = read(proof_of_payment(Payment.objects.get(pk=second.pk)))
    assert "à rembourser" in text.lower()


def test_the_receipt_says_what_was_given_back(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    payment = record_payment(fact_of(order), by=STRIPE, at=NOW)
    refund_order(order=order, reason="Annulé par la participante", give_back=True, by=ACCOUNTANT, at=NOW)

    _pages, text = read(proof_of_payment(payment))

    assert [word in text for word in ("Annulé par la participante", "344,89")] == [True, True]


def test_what_was_taken_back_has_no_receipt_any_more(orders, registrar):  # noqa: F811 - the fixtures
    receipt = cheque(registrar.organisation, 22_880, (orders[0], 22_880))
    payment = receipt.payments.get()
    reverse_receipt(receipt=receipt, reason="Sans provision", by=ACCOUNTANT, at=NOW)

    with pytest.raises(NotFound):
        proof_for(orders[0], payment.uuid, to=ACCOUNTANT)
    assert MAILS["payment-receipt"].render(receipt.uuid, "fr") is None


def test_whoever_orders_for_somebody_else_sees_their_own_part_of_a_cheque(ticket_type):
    payer, friend = UserFactory(), UserFactory()
    mine = order_ticket(ticket_type, payer)
    lines = [Wanted("ticket", ticket_type.uuid, 1, (friend,))]
    theirs = order_ticket(ticket_type, payer, lines=lines, by=actor_for(friend, "accounting"))
    receipt = cheque(payer, 2 * mine.total_cents, (mine, mine.total_cents), (theirs, mine.total_cents))
    part = receipt.payments.get(order=theirs)

    shown = [
        len(proof_for(theirs, part.uuid, to=to).payments) for to in (actor_for(friend), actor_for(payer), ACCOUNTANT)
    ]

    assert shown == [1, 2, 2]


def test_the_page_of_the_order_has_its_receipt(client, ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    payment = record_payment(fact_of(order), by=STRIPE, at=NOW)
    client.force_login(order.person)
    address = f"/commandes/{order.code}/recu-{payment.uuid}.pdf"

    page, paper = client.get(f"/commandes/{order.code}/"), client.get(address)

    assert (address in page.content.decode(), paper.status_code, paper.content[:4]) == (True, 200, b"%PDF")
    other = order_ticket(ticket_type, UserFactory())
    assert client.get(f"/commandes/{other.code}/recu-{payment.uuid}.pdf").status_code == 404
