"""The paper of an invoice: everything from its frozen snapshot, so that it can be made again at any time."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.files.storages import private_storage
from registrations.money import spelled
from registrations.orders.models import Invoice
from registrations.orders.queries import taxes_shown
from registrations.typeset import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "invoice.typ"


def invoice_path(invoice: Invoice) -> str:
    """Where its PDF lives in the private storage."""
    return f"invoices/{invoice.issued_at:%Y}/{invoice.uuid}.pdf"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The stored PDF, made and stored first when it is missing. Never call it inside a transaction."""
    storage, path = private_storage(), invoice_path(invoice)
    if storage.exists(path):
        with storage.open(path) as file:
            return bytes(file.read())
    content = draw(invoice)
    stored = storage.save(path, ContentFile(content))
    if stored != path:  # somebody else made the same paper meanwhile
        storage.delete(stored)
    return content


def draw(invoice: Invoice) -> bytes:
    """The PDF of an invoice in its own language."""
    return typeset(TEMPLATE, invoice_data(invoice), at=invoice.issued_at)


def invoice_data(invoice: Invoice) -> dict[str, Any]:
    """What the template shows, in words and spelled amounts."""
    with override(invoice.language):
        return {
            "language": invoice.language,
            "title": _("Invoice %(number)s") % {"number": invoice.label},
            "heading": _("Invoice"),
            "number": invoice.label,
            "seller": _seller(invoice),
            "buyer": invoice.buyer,
            "facts": _facts(invoice),
            "lines": [_line(line, invoice.language) for line in invoice.lines],
            "sums": _sums(invoice),
            "total": spelled(invoice.total_cents, invoice.language),
            "paid": _is_paid(invoice),
            "payment": _payment(invoice),
            "footer": _("%(seller)s – Invoice %(number)s")
            % {"seller": invoice.seller["name"], "number": invoice.label},
            "words": _words(),
        }


def _words() -> dict[str, str]:
    return {
        "billed_to": _("Billed to"),
        "particulars": _("Particulars"),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit_price": _("Unit price"),
        "amount": _("Amount"),
        "total": _("Total in Canadian dollars"),
        "page": _("Page"),
    }


def _is_paid(invoice: Invoice) -> bool:
    """An invoice due the day it is issued was paid by card: it is a receipt too."""
    return invoice.due_on <= timezone.localdate(invoice.issued_at)


def _seller(invoice: Invoice) -> dict[str, Any]:
    seller = invoice.seller
    contacts = [value for value in (seller.get("phone"), seller.get("email")) if value]
    return {"name": seller["name"], "address": seller.get("address", ""), "contacts": contacts}


def _facts(invoice: Invoice) -> list[dict[str, str]]:
    facts = [(_("Date"), _spelled_day(timezone.localdate(invoice.issued_at)))]
    if not _is_paid(invoice):
        facts.append((_("Due date"), _spelled_day(invoice.due_on)))
    facts.append((_("Order no."), invoice.order.code))
    if invoice.purchase_order:
        facts.append((_("Your purchase order"), invoice.purchase_order))
    return [{"label": label, "value": value} for label, value in facts]


def _spelled_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _line(line: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "description": line["description"],
        "note": ", ".join(line.get("people", [])),
        "quantity": str(line["quantity"]),
        "unit_price": spelled(line["unit_price_cents"], language),
        "total": spelled(line["total_cents"], language),
    }


def _sums(invoice: Invoice) -> list[dict[str, str]]:
    sums = [{"label": _("Subtotal"), "note": "", "amount": spelled(invoice.base_cents, invoice.language)}]
    taxes = [
        {
            "label": tax.label,
            "note": _("No. %(number)s") % {"number": tax.number},
            "amount": spelled(tax.cents, invoice.language),
        }
        for tax in taxes_shown(invoice.taxes)
    ]
    return [*sums, *taxes]


def _payment(invoice: Invoice) -> dict[str, Any]:
    if _is_paid(invoice):
        return {
            "title": _("Paid"),
            "paragraphs": [
                _("This amount was charged to your card. Nothing is owed: keep this paper as your receipt.")
            ],
        }
    terms = _("Please pay %(total)s by %(day)s, naming the invoice number %(number)s with your payment.") % {
        "total": spelled(invoice.total_cents, invoice.language),
        "day": _spelled_day(invoice.due_on),
        "number": invoice.label,
    }
    ways = _("By cheque payable to %(seller)s, by bank transfer, or by card from the page of your order.") % {
        "seller": invoice.seller["name"]
    }
    return {"title": _("To be paid"), "paragraphs": [terms, ways]}
