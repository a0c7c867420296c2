"""The paper of a credit note."""

import io

import pytest
from pypdf import PdfReader

from registrations.models import CreditNote
from registrations.orders.documents import credit_note_pdf
from tests.registrations.orders.credits.test_actions import credit, invoice  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "heading"), [("fr", "Note de crédit"), ("en", "Credit note")])
def test_credit_note_pdf_says_what_it_negates_in_its_language(invoice, language, heading):  # noqa: F811 - the fixture
    invoice.language = language
    note = CreditNote.objects.get(pk=credit(invoice, 10_000).pk)

    pages = PdfReader(io.BytesIO(credit_note_pdf(note))).pages
    text = pages[0].extract_text()

    spelled = "114,97\u00a0$" if language == "fr" else "$114.97"
    assert len(pages) == 1
    assert [word in text for word in (heading, note.label, "F-2026-00001", "Erreur de nombre", spelled)] == [True] * 5
