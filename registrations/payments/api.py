"""One order with its money, and the papers of what was paid and credited."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from registrations.errors import NotFound
from registrations.orders.documents import credit_note_pdf
from registrations.orders.models import Order
from registrations.orders.queries import credit_note_of, visible_order
from registrations.payments.documents import proof_for, receipt_pdf
from registrations.payments.schemas import OrderRecordOut
from registrations.people.credentials import signed_in
from registrations.people.requests import actor

router = Router()


@router.get("/{str:code}", response=OrderRecordOut, auth=signed_in, operation_id="orders_order")
def get_order(request: HttpRequest, code: str) -> OrderRecordOut:
    """One order with its payments, refunds and credit notes, for whoever pays it."""
    return OrderRecordOut.whole(_visible(request, code))


@router.get("/{str:code}/payments/{uuid:uuid}/receipt.pdf", auth=signed_in, operation_id="orders_receipt")
def get_receipt(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """The receipt of a payment, as things stand now (PDF/UA)."""
    proof = proof_for(_visible(request, code), uuid, to=actor(request))
    return _paper(receipt_pdf(proof, at=timezone.now()), f"recu-{code}")


@router.get("/{str:code}/credit-notes/{str:number}.pdf", auth=signed_in, operation_id="orders_credit_note")
def get_credit_note(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """The paper of a credit note of this order (PDF/UA)."""
    order = _visible(request, code)
    note = credit_note_of(number, to=actor(request), on=timezone.localdate())
    if note.invoice.order_id != order.pk:
        raise NotFound()
    return _paper(credit_note_pdf(note), note.label)


def _visible(request: HttpRequest, code: str) -> Order:
    return visible_order(code, to=actor(request), on=timezone.localdate())


def _paper(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
