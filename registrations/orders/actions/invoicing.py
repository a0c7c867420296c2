"""Issuing invoices: numbered without a gap, never changed after."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import override

from registrations.actors import Actor
from registrations.association.queries import association
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.numbering.actions import next_number
from registrations.orders.models import Invoice, InvoiceBalance, Order, OrderLine
from registrations.orders.rules import due_on, series_of
from registrations.orders.supply import charges
from registrations.orders.tasks import draw_invoice
from registrations.people.models import User
from registrations.provinces import Province


@transaction.atomic
def issue_invoice(*, order: Order, by: Actor, at: datetime) -> Invoice:
    """Freeze seller, buyer and lines under the next number; its PDF is made after the commit.

    The number is taken last, so that whoever waits for the series waits for an insert and nothing else.
    """
    on = localdate(at)
    invoice = Invoice(
        order=order,
        series=series_of(on),
        issued_at=at,
        due_on=due_on(on, on_account=order.on_account),
        language=order.language,
        purchase_order=order.purchase_order,
        seller=_seller(order, on=on),
        buyer=_buyer(order),
        lines=_lines(order),
        taxes=order.taxes,
        base_cents=order.taxable_cents + order.exempt_cents,
        tax_cents=order.tax_cents,
        total_cents=order.total_cents,
    )
    log(invoice, "orders.invoice", by=by, at=at, total_cents=invoice.total_cents)
    if order.placed_by:
        tell("invoice", about=invoice, to=order.placed_by, at=at)
    invoice.number = next_number(invoice.series)
    invoice.save(force_insert=True)
    InvoiceBalance.objects.create(invoice=invoice, total_cents=invoice.total_cents)
    draw_invoice.enqueue(invoice.pk)
    return invoice


def _seller(order: Order, *, on: date) -> dict[str, Any]:
    """As it is that day, with how it asks to be paid and whether it is registered for the taxes."""
    seller = association()
    return {
        "name": seller.legal_name or seller.name,
        "address": seller.address,
        "phone": seller.phone,
        "email": seller.email,
        "payment_instructions": seller.how_to_pay(order.language),
        "registered": bool(order.taxes) or charges(on=on),
    }


def _buyer(order: Order) -> dict[str, Any]:
    if order.organisation:
        buyer = order.organisation
        where = _province(buyer.home_province or order.buyer_province, order.language)
        town = f"{buyer.municipality} ({where})" if buyer.municipality and where else buyer.municipality or where
        place = " ".join(filter(None, (town, buyer.postal_code)))
        address = "\n".join(filter(None, (buyer.street, place)))
        contact = order.placed_by.get_full_name() if order.placed_by else ""
        name, email = buyer.legal_name or buyer.name, buyer.billing_email or buyer.email
        return {"name": name, "address": address, "email": email, "contact": contact}
    person = order.person
    where = _province(order.buyer_province, order.language)
    return {"name": str(person), "address": where, "email": person.address if person else "", "contact": ""}


def _province(code: str, language: str) -> str:
    """Its name; "" where the address says the country itself, or when we do not know."""
    with override(language):
        return str(Province(code).label) if code and code != Province.ABROAD else ""


def _lines(order: Order) -> list[dict[str, Any]]:
    rows = list(order.lines.all())
    names = _names(rows)
    return [
        {
            "description": row.description,
            "people": [names[uuid] for uuid in row.attendees if uuid in names],
            "quantity": row.quantity,
            "unit_price_cents": row.unit_price_cents,
            "discount_cents": row.discount_cents,
            "total_cents": row.total_cents,
            "tax_category": row.tax_category,
            "accounting_code": row.accounting_code,
            **_taken_off(row, order),
        }
        for row in rows
    ]


def _taken_off(row: OrderLine, order: Order) -> dict[str, str]:
    """Why a line is less than its price: the team offers it, or a code takes something off."""
    if row.offered_reason:
        return {"offered_reason": row.offered_reason}
    return {"promotion_code": order.promotion_code} if row.discount_cents else {}


def _names(rows: list[OrderLine]) -> dict[str, str]:
    wanted = {uuid for row in rows for uuid in row.attendees}
    people = User.objects.filter(uuid__in=wanted) if wanted else User.objects.none()
    return {str(person.uuid): person.get_full_name() for person in people}
