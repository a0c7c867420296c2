"""The orders' addresses: `/orders`, and one's own under `/me`."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Status

from registrations.actors import Actor
from registrations.idempotency.actions import idempotent
from registrations.orders.actions import Wanted, cancel_order, place_order, quote_order
from registrations.orders.documents import invoice_pdf
from registrations.orders.models import Order
from registrations.orders.queries import (
    invoice_of,
    orders_of,
    payer_named,
    people_named,
    person_named,
    visible_order,
    whole,
)
from registrations.orders.schemas import LineIn, OrderIn, OrderOut, QuoteIn, QuoteOut
from registrations.organisations.models import Organisation
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.promotions.requests import code_typed
from registrations.schemas import Feed, Following, follow

router = Router()
me_router = Router()


@router.post("", response={201: OrderOut}, auth=signed_in, operation_id="orders_place")
def create_order(request: HttpRequest, body: OrderIn) -> Any:
    """Place an order: seats are held until `expires_at` for a card, or confirmed and invoiced on account."""
    me, now = actor(request), timezone.now()

    def act() -> Status[OrderOut]:
        payer, lines = _asked(body, by=me, on=timezone.localdate(now))
        order = place_order(
            lines=lines,
            payer=payer,
            code=body.promotion_code,
            by=me,
            at=now,
            on_account=body.on_account,
            expected_total=body.expected_total_cents,
            language=body.language or get_language() or "fr",
            purchase_order=body.purchase_order,
            province=body.province or "",
        )
        return Status(201, OrderOut.of(order) if order.on_account else OrderOut.of(order, invoices=()))

    with code_typed(body.promotion_code, by=me.person):
        return idempotent(request, act)


@router.post("/quote", response=QuoteOut, auth=signed_in, operation_id="orders_quote")
def quote(request: HttpRequest, body: QuoteIn) -> QuoteOut:
    """What an order would cost now, taxes and promotion code included; nothing is written nor held."""
    me, now = actor(request), timezone.now()
    payer, lines = _asked(body, by=me, on=timezone.localdate(now))
    with code_typed(body.promotion_code, by=me.person):
        said = {"code": body.promotion_code, "province": body.province or ""}
        return QuoteOut.of(quote_order(lines=lines, payer=payer, by=me, at=now, **said))


@router.post("/{str:code}/cancel", response=OrderOut, auth=signed_in, operation_id="orders_cancel")
def post_cancel(request: HttpRequest, code: str) -> Any:
    """Give the seats back, before it is paid or invoiced."""
    me, now = actor(request), timezone.now()
    return idempotent(request, lambda: _shown(cancel_order(order=_visible(request, code), by=me, at=now)))


@router.get("/{str:code}/invoice.pdf", auth=signed_in, operation_id="orders_invoice")
def get_invoice(request: HttpRequest, code: str) -> HttpResponse:
    """The invoice's paper (PDF/UA)."""
    invoice = invoice_of(_visible(request, code))
    headers = {"Content-Disposition": f'attachment; filename="{invoice.label}.pdf"'}
    return HttpResponse(invoice_pdf(invoice), content_type="application/pdf", headers=headers)


@me_router.get("/orders", response=Feed[OrderOut], auth=signed_in, operation_id="me_orders")
def list_my_orders(request: HttpRequest, following: Query[Following]) -> dict[str, Any]:
    """What one pays, and what the organisations whose registrar one is owe; the latest first."""
    found = follow(whole(orders_of(actor(request), on=timezone.localdate())), following)
    return found | {"items": [OrderOut.of(order) for order in found["items"]]}


def _visible(request: HttpRequest, code: str) -> Order:
    return visible_order(code, to=actor(request), on=timezone.localdate())


def _shown(order: Order) -> OrderOut:
    return OrderOut.of(whole(Order.objects.filter(pk=order.pk)).get())


def _wanted(line: LineIn, itself: User | None) -> Wanted:
    people = people_named([attendee.person for attendee in line.attendees]) if line.attendees else []
    if not people and itself and line.quantity == 1:
        people = [itself]
    return Wanted(line.kind, line.item, line.quantity, tuple(people), line.complimentary_reason, line.terms_accepted)


def _asked(body: QuoteIn, *, by: Actor, on: date) -> tuple[User | Organisation, list[Wanted]]:
    """Who pays, and the lines."""
    chosen = body.payer or None
    if chosen and chosen.person:
        payer: User | Organisation = person_named(chosen.person, by=by)
    else:
        payer = payer_named(chosen.organisation if chosen else None, by=by, on=on)
    itself = payer if isinstance(payer, User) else None
    return payer, [_wanted(line, itself) for line in body.lines]
