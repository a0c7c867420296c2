"""Colloquia, their tickets and their programme."""

from tests.factories.sales import TicketTypeFactory, on_sale_now
from tests.permissions.kinds import answers, screen
from tests.permissions.orders import THEIRS, order
from tests.permissions.table import Row, World

SCREENS = {
    "colloques": screen(view=("accounting",), change=("event_lead",)),
    "forfaits": screen(view=("accounting",), change=("event_lead",)),
    "billets": screen(view=("accounting",), change=("event_lead",)),
    "ateliers": screen(change=("event_lead",)),
    "plages": screen(change=("event_lead",)),
    "salles": screen(change=("event_lead",)),
    "conferenciers": screen(change=("event_lead",)),
}


def edition(_world: World) -> dict[str, str]:
    ticket_type = on_sale_now(TicketTypeFactory())
    return {"slug": ticket_type.colloquium.slug, "kind": ticket_type.slug}


NOBODY = {"person": "0193b6a0-0000-7000-8000-000000000000"}
EVERYBODY, SIGNED_IN = answers(200), answers(200, anonymous=302)
ROWS = {
    "GET /api/v1/colloquia": Row(EVERYBODY),
    "GET /api/v1/colloquia/{slug}": Row(EVERYBODY, make=edition),
    "GET /api/v1/colloquia/{slug}/ticket-types": Row(EVERYBODY, make=edition),
    "GET /api/v1/colloquia/{slug}/programme": Row(EVERYBODY, make=edition),
    "GET /api/v1/colloquia/{slug}/speakers": Row(EVERYBODY, make=edition),
    "GET /api/v1/colloquia/{slug}/exhibitors": Row(EVERYBODY, make=edition),
    "GET /api/v1/me/tickets": Row(answers(200, anonymous=401)),
    "GET /colloque/": Row(answers(302)),
    "GET /colloque/inscriptions/": Row(SIGNED_IN),
    "GET /colloque/<slug:slug>/": Row(EVERYBODY, make=edition),
    "GET /colloque/<slug:slug>/commander/": Row(SIGNED_IN, make=edition),
    "GET /colloque/commandes/<str:code>/places/": Row(answers(404, anonymous=302, **THEIRS), make=order),
    "GET /api/v1/orders/{code}/places": Row(answers(404, anonymous=401, **THEIRS), make=order),
    "PUT /api/v1/orders/{code}/places/{place}": Row(answers(404, anonymous=401), make=order, body=NOBODY),
    "GET /colloque/<slug:slug>/commander/<slug:kind>/": Row(SIGNED_IN, make=edition),
}
