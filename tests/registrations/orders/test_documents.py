"""The paper of an invoice, read as its reader does."""

import io

import pytest
from pypdf import PdfReader

from registrations.orders.actions import Wanted, place_order
from registrations.orders.documents import draw
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

pytestmark = pytest.mark.django_db


def read(invoice):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(draw(invoice))).pages]
    return pages, " ".join(pages)


@pytest.fixture
def invoice():
    """On account, of an organisation of Gatineau."""
    quebec_taxes()
    ticket_type = TicketTypeFactory()
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    lines = [Wanted("ticket", ticket_type.uuid, 1, (registrar.person,))]
    by = actor_for(registrar.person)
    order = place_order(lines=lines, payer=registrar.organisation, by=by, at=NOW, on_account=True)
    return order.invoices.get()


def test_an_invoice_says_the_numbers_how_to_pay_and_where(invoice):
    invoice.seller = invoice.seller | {"payment_instructions": "Virement à la caisse 815-30000.\nChèque à AXTRA."}

    _pages, text = read(invoice)

    words = [
        "123456789 RT0001",
        "1234567890 TQ0001",
        "815-30000",
        "Chèque à AXTRA",
        f"/commandes/{invoice.order.code}/",
    ]
    assert [word for word in words if word not in text] == []
    assert "inscrit" not in text


@pytest.mark.parametrize(("language", "words"), [("fr", "n’est pas inscrit"), ("en", "is not registered")])
def test_a_seller_that_is_not_registered_says_so(invoice, language, words):
    invoice.language, invoice.taxes, invoice.tax_cents = language, [], 0
    invoice.seller = invoice.seller | {"registered": False}
    assert words in read(invoice)[1]


def test_two_hundred_lines_repeat_their_header_and_number_their_pages(invoice):
    invoice.lines = [invoice.lines[0] | {"description": f"Billet {number}"} for number in range(200)]

    pages, text = read(invoice)

    count = len(pages)
    assert count > 3
    assert [f"Page {number} / {count}" in page for number, page in enumerate(pages, 1)] == [True] * count
    listed = [page for page in pages if "Billet " in page]
    assert ["Prix unitaire" in page for page in listed] == [True] * len(listed)
    assert "Billet 199" in text


def test_what_is_taken_off_says_its_code_or_its_reason(invoice):
    line = invoice.lines[0]
    invoice.lines = [
        line | {"discount_cents": 1_000, "promotion_code": "AUTOMNE"},
        line | {"total_cents": 0, "offered_reason": "Conférencière"},
    ]
    text = read(invoice)[1]
    assert ["AUTOMNE" in text, "Conférencière" in text] == [True, True]
