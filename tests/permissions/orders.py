"""Orders, invoices and taxes."""

from django.utils import timezone

from registrations.models import Order
from registrations.payments.actions import record_payment
from tests.factories.sales import TicketTypeFactory, actor_for, on_sale_now, order_ticket, quebec_taxes
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row, World
from tests.registrations.payments.conftest import fact_of

SCREENS = {
    "commandes": screen(view=("event_lead",), change=("accounting",)),
    "factures": screen(change=("accounting",)),
    "notes-de-credit": screen(change=("accounting",)),
    "demandes-d-annulation": screen(change=("accounting",)),
    "profils-de-taxes": screen(change=("accounting",)),
    "codes-promotionnels": screen(change=("event_lead", "accounting")),
    "taxes": screen(change=("accounting",)),
}


def order(world: World) -> dict[str, str]:
    """The participant's own, awaiting payment."""
    quebec_taxes()
    ticket_type = on_sale_now(TicketTypeFactory())
    return {"code": order_ticket(ticket_type, world.people["participant"], at=timezone.now()).code}


def paid(world: World) -> dict[str, str]:
    """The participant's own, paid by card."""
    given = order(world)
    payment = record_payment(fact_of(Order.objects.get(**given)), by=actor_for(None), at=timezone.now())
    return given | {"uuid": str(payment.uuid)}


THEIRS = {"participant": 200, "accounting": 200, "event_lead": 200, "administrator": 200}
NOTHING_SOLD = {"lines": [{"kind": "booth", "item": "0193b6a0-0000-7000-8000-000000000000"}]}
ROWS = {
    # Nothing is sold in an empty world.
    "POST /api/v1/orders": Row(answers(404, anonymous=401), body=NOTHING_SOLD),
    "POST /api/v1/orders/quote": Row(answers(404, anonymous=401), body=NOTHING_SOLD),
    "GET /api/v1/orders/{code}": Row(answers(404, anonymous=401, **THEIRS), make=order),
    "POST /api/v1/orders/{code}/cancel": Row(answers(404, anonymous=401, **THEIRS | {"event_lead": 403}), make=order),
    "GET /api/v1/orders/{code}/invoice.pdf": Row(answers(404, anonymous=401), make=order),
    "GET /api/v1/orders/{code}/payments/{uuid}/receipt.pdf": Row(answers(404, anonymous=401), make=order),
    "GET /api/v1/orders/{code}/credit-notes/{number}.pdf": Row(answers(404, anonymous=401), make=order),
    "GET /api/v1/me/orders": Row(answers(200, anonymous=401)),
    "GET /moi/commandes/": Row(answers(302)),
    "GET /commandes/": Row(answers(200, anonymous=302)),
    "GET /commandes/<str:code>/": Row(answers(404, anonymous=302, **THEIRS), make=order),
    "GET /commandes/<str:code>/payer": Row(
        answers(404, anonymous=302, **dict.fromkeys(THEIRS, 409) | {"participant": 200}), make=order
    ),
    "POST /commandes/<str:code>/payer": Row(answers(404, anonymous=302, **dict.fromkeys(THEIRS, 409)), make=order),
    # Nothing is on its way: back to the order's own page.
    "GET /commandes/<str:code>/retour": Row(answers(404, anonymous=302, **dict.fromkeys(THEIRS, 302)), make=order),
    "GET /commandes/<str:code>/annuler": Row(answers(404, anonymous=302, **THEIRS), make=order),
    "POST /commandes/<str:code>/annuler": Row(
        answers(404, anonymous=302, participant=302, accounting=302, administrator=302, event_lead=409), make=order
    ),
    "GET /commandes/<str:code>/demande": Row(answers(404, anonymous=302, **THEIRS), make=order),
    "POST /commandes/<str:code>/demande": Row(answers(404, anonymous=302, **dict.fromkeys(THEIRS, 409)), make=order),
    "GET /commandes/credits/<str:number>.pdf": Row(answers(404, anonymous=302)),
    "GET /commandes/<str:code>/recu-<uuid:uuid>.pdf": Row(answers(404, anonymous=302, **THEIRS), make=paid),
    "GET /commandes/<str:code>/facture.pdf": Row(answers(404, anonymous=302), make=order),
}
