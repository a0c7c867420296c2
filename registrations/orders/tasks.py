"""The slow end of invoices: their paper."""

from django_tasks import task

from registrations.orders.documents import credit_note_pdf, invoice_pdf
from registrations.orders.models import CreditNote, Invoice


@task
def draw_invoice(invoice_pk: int) -> None:
    """Make and store the PDF of an invoice; doing it twice changes nothing."""
    invoice_pdf(Invoice.objects.select_related("order").get(pk=invoice_pk))


@task
def draw_credit_note(note_pk: int) -> None:
    """Make and store the PDF of a credit note; doing it twice changes nothing."""
    credit_note_pdf(CreditNote.objects.select_related("invoice__order").get(pk=note_pk))
