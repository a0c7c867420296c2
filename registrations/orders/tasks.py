"""The slow end of invoices: their paper."""

from django_tasks import task

from registrations.orders.documents import invoice_pdf
from registrations.orders.models import Invoice


@task
def draw_invoice(invoice_pk: int) -> None:
    """Make and store the PDF of an invoice; doing it twice changes nothing."""
    invoice_pdf(Invoice.objects.select_related("order").get(pk=invoice_pk))
