"""The provider's payment pages."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from registrations.orders.models import Order, OrderLine, TaxCode
from registrations.payments.errors import ProviderRefused
from registrations.payments.gateway.client import asked, name_of
from registrations.payments.models import Checkout
from registrations.payments.rules import SessionFact

if TYPE_CHECKING:
    from stripe.checkout import Session


def create_session(checkout: Checkout, *, email: str) -> SessionFact:
    """Open the provider's page for one attempt; the same attempt always gives the same page."""
    key = f"{checkout.order.uuid}:{checkout.attempt}"
    params = session_params(checkout, email=email)
    return asked(lambda client: _fact(client.v1.checkout.sessions.create(params, {"idempotency_key": key})))


def read_session(session_id: str) -> SessionFact:
    """The page as it stands now."""
    return asked(lambda client: _fact(client.v1.checkout.sessions.retrieve(session_id)))


def expire_session(session_id: str) -> SessionFact:
    """Close the page; one that is paid or expired already is returned as it stands."""
    try:
        return asked(lambda client: _fact(client.v1.checkout.sessions.expire(session_id)))
    except ProviderRefused:
        return read_session(session_id)


def sessions_of_payment(reference: str) -> list[SessionFact]:
    """The page that a payment was made on, if it was one of ours."""
    params: Any = {"payment_intent": reference}
    return asked(lambda client: [_fact(session) for session in client.v1.checkout.sessions.list(params).data])


def session_params(checkout: Checkout, *, email: str) -> Any:
    """Our lines and our taxes, each a line item of its own, so that the page's total is the order's."""
    order = checkout.order
    page = f"{settings.SITE_URL}/commandes/{order.code}/"
    known = {"order": str(order.uuid), "code": order.code, "attempt": str(checkout.attempt)}
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": _items(checkout),
        "success_url": f"{page}retour?session={{CHECKOUT_SESSION_ID}}",
        "cancel_url": page,
        "client_reference_id": str(order.uuid),
        "locale": "fr-CA" if order.language == "fr" else "en",
        "metadata": known,
        "payment_intent_data": {"metadata": known, "description": order.code},
        "expires_at": int(checkout.expires_at.timestamp()),
    }
    return params | ({"customer_email": email} if email else {})


def _items(checkout: Checkout) -> list[dict[str, Any]]:
    """Every line and tax; one item for the rest of an invoice that was paid or credited in part."""
    order = checkout.order
    if checkout.cents is not None and checkout.cents != order.total_cents:
        return [_item(order.code, checkout.cents, 1)]
    return [*(_line_item(line) for line in order.lines.all()), *_tax_items(order)]


def _line_item(line: OrderLine) -> dict[str, Any]:
    """A discount cannot be said of one unit: a line with a discount is sent as one."""
    whole = bool(line.discount_cents)
    quantity = 1 if whole else line.quantity
    name = f"{line.description} × {line.quantity}" if whole else line.description
    return _item(name, line.total_cents if whole else line.unit_price_cents, quantity)


def _tax_items(order: Order) -> list[dict[str, Any]]:
    return [
        _item(f"{TaxCode(tax['component']).label} ({tax['number']})", tax["amount_cents"], 1)
        for tax in order.taxes
        if tax["amount_cents"]
    ]


def _item(name: str, cents: int, quantity: int) -> dict[str, Any]:
    price = {"currency": "cad", "unit_amount": cents, "product_data": {"name": name}}
    return {"quantity": quantity, "price_data": price}


def _fact(session: "Session") -> SessionFact:
    metadata = session.metadata.to_dict() if session.metadata else {}
    return SessionFact(
        session_id=session.id,
        url=session.url or "",
        status=session.status or "",
        paid=session.payment_status == "paid",
        cents=session.amount_total or 0,
        currency=session.currency or "",
        order_uuid=metadata.get("order", ""),
        reference=name_of(session.payment_intent) or session.id,
    )
