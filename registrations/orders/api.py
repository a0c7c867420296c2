"""The orders' addresses: `/orders`, and one's own under `/me`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Status

from registrations.idempotency.actions import idempotent
from registrations.orders.actions import Wanted, cancel_order, place_order
from registrations.orders.documents import invoice_pdf
from registrations.orders.models import Order
from registrations.orders.queries import invoice_of, orders_of, payer_named, people_named, visible_order, whole
from registrations.orders.schemas import LineIn, OrderIn, OrderOut
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.schemas import Feed, Following, follow

router = Router()
me_router = Router()


@router.post("", response={201: OrderOut}, auth=signed_in, operation_id="orders_place")
def create_order(request: HttpRequest, body: OrderIn) -> Any:
    """Place an order: seats are held until `expires_at` for a card, or confirmed and invoiced on account."""
    me, now = actor(request), timezone.now()

    def act() -> Status[OrderOut]:
        payer = payer_named(body.payer.organisation if body.payer else None, by=me, on=timezone.localdate(now))
        itself = me.person if isinstance(payer, User) else None
        order = place_order(
            lines=[_wanted(line, itself) for line in body.lines],
            payer=payer,
            by=me,
            at=now,
            on_account=body.on_account,
            expected_total=body.expected_total_cents,
            language=body.language or get_language() or "fr",
            purchase_order=body.purchase_order,
        )
        return Status(201, _shown(order))

    return idempotent(request, act)


@router.get("/{str:code}", response=OrderOut, auth=signed_in, operation_id="orders_order")
def get_order(request: HttpRequest, code: str) -> OrderOut:
    """One order, for whoever pays it."""
    return OrderOut.of(_visible(request, code))


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
    return Wanted(line.kind, line.item, line.quantity, tuple(people))
