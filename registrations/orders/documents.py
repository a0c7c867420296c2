"""The paper of an invoice: everything from its frozen snapshot, so that it can be made again at any time."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from registrations.dates import spelled_day
from registrations.files.storages import private_storage
from registrations.money import spelled
from registrations.orders.models import CreditNote, Invoice
from registrations.orders.queries import taxes_shown
from registrations.typeset import typeset

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "invoice.typ"


def invoice_path(invoice: Invoice) -> str:
    """Where its PDF lives in the private storage."""
    return f"invoices/{invoice.issued_at:%Y}/{invoice.uuid}.pdf"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The stored PDF, made and stored first when it is missing. Never call it inside a transaction."""
    return _kept(invoice_path(invoice), lambda: draw(invoice))


def credit_note_pdf(note: CreditNote) -> bytes:
    """The same for a credit note."""
    path = f"credit-notes/{note.issued_at:%Y}/{note.uuid}.pdf"
    return _kept(path, lambda: typeset(TEMPLATE, credit_note_data(note), at=note.issued_at))


def _kept(path: str, make: Callable[[], bytes]) -> bytes:
    """The paper stored at `path`, made first when it is missing."""
    storage = private_storage()
    if storage.exists(path):
        with storage.open(path) as file:
            return bytes(file.read())
    content = make()
    stored = storage.save(path, ContentFile(content))
    if stored != path:  # somebody else made the same paper meanwhile
        storage.delete(stored)
    return content


def draw(invoice: Invoice) -> bytes:
    """The PDF of an invoice in its own language."""
    return typeset(TEMPLATE, invoice_data(invoice), at=invoice.issued_at)


def credit_note_data(note: CreditNote) -> dict[str, Any]:
    """What the same template shows of a credit note: every amount is negative."""
    invoice, language = note.invoice, note.language
    with override(language):
        number = {"number": note.label, "invoice": invoice.label}
        return {
            "language": language,
            "title": _("Credit note %(number)s") % number,
            "heading": _("Credit note"),
            "number": note.label,
            "seller": _seller(note),
            "buyer": note.buyer,
            "facts": _credit_facts(note),
            "lines": [_credited_line(line, language) for line in note.lines],
            "sums": _credited_sums(note),
            "total": spelled(-note.total_cents, language),
            "paid": True,
            "payment": {
                "title": _("Credited on invoice %(invoice)s") % number,
                "paragraphs": [
                    _("Reason: %(reason)s") % {"reason": note.reason},
                    _("This amount is taken off what is owed on the invoice. Keep this paper with it."),
                ],
            },
            "tax_note": _tax_note(note),
            "footer": _("%(seller)s – Credit note %(number)s") % {"seller": note.seller["name"], "number": note.label},
            "words": _words(),
        }


def _credit_facts(note: CreditNote) -> list[dict[str, str]]:
    facts = [
        (_("Date"), _spelled_day(timezone.localdate(note.issued_at))),
        (_("Invoice"), note.invoice.label),
        (_("Order no."), note.invoice.order.code),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _credited_line(line: dict[str, Any], language: str) -> dict[str, str]:
    amount = spelled(-line["cents"], language)
    return {"description": line["description"], "note": "", "quantity": "1", "unit_price": amount, "total": amount}


def _credited_sums(note: CreditNote) -> list[dict[str, str]]:
    language = note.language
    sums = [{"label": _("Subtotal"), "note": "", "amount": spelled(-note.base_cents, language)}]
    return sums + [
        {
            "label": tax.label,
            "note": _("No. %(number)s") % {"number": tax.number},
            "amount": spelled(-tax.cents, language),
        }
        for tax in taxes_shown(note.taxes)
    ]


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
            "tax_note": _tax_note(invoice),
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


def _seller(invoice: Invoice | CreditNote) -> dict[str, Any]:
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
    return spelled_day(day, get_language() or "fr", weekday=False)


def _line(line: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "description": line["description"],
        "note": " – ".join(filter(None, (", ".join(line.get("people", [])), _taken_off(line, language)))),
        "quantity": str(line["quantity"]),
        "unit_price": spelled(line["unit_price_cents"], language),
        "total": spelled(line["total_cents"], language),
    }


def _taken_off(line: dict[str, Any], language: str) -> str:
    """Why the amount of a line is not its price."""
    if reason := line.get("offered_reason"):
        return _("Offered: %(reason)s") % {"reason": reason}
    if code := line.get("promotion_code"):
        amount = spelled(line["discount_cents"], language)
        return _("Discount of %(amount)s (code %(code)s)") % {"amount": amount, "code": code}
    return ""


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


def _tax_note(paper: Invoice | CreditNote) -> str:
    """Not registered is said, so that nobody looks for the taxes; papers of before it was kept say nothing."""
    if paper.taxes or paper.seller.get("registered", True):
        return ""
    return _("The seller is not registered for the GST/HST and the QST: no tax is charged.")


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
    ways = invoice.seller.get("payment_instructions") or _("By cheque payable to %(seller)s, or by bank transfer.") % {
        "seller": invoice.seller["name"]
    }
    page = f"{settings.SITE_URL}/commandes/{invoice.order.code}/"
    return {"title": _("To be paid"), "paragraphs": [terms, ways], "card": _by_card(page)}


def _by_card(page: str) -> dict[str, str]:
    """The page where a card pays, as a link and as a code to scan."""
    drawn = BytesIO()
    segno.make(page, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#0b4f59", scale=4)
    return {
        "address": page,
        "text": _("By card, from the page of your order:"),
        "qr": drawn.getvalue().decode(),
        "qr_text": _("QR code that leads to %(address)s") % {"address": page},
    }
