"""What orders refuse, whatever their lines: a clear answer, and nothing written."""

import pytest
from django.utils import timezone

from registrations.models import Order, SeatClaim, Ticket
from tests.factories.registrations import AffiliationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory, TicketTypeFactory, on_sale_now, order_ticket, quebec_taxes
from tests.factories.training import SessionFactory

pytestmark = pytest.mark.django_db
NOBODY = "0193b6a0-0000-7000-8000-000000000000"


@pytest.fixture
def person(client):
    quebec_taxes()
    TaxProfileFactory(kind="session", category="exempt")
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def ticket_type():
    return on_sale_now(TicketTypeFactory())


def post(client, body, path="/api/v1/orders", **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def line(kind, item, **values):
    return {"lines": [{"kind": kind, "item": str(item)} | values]}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"quantity": 0}, 422),
        ({"quantity": -1}, 422),
        ({"quantity": 201}, 422),
        ({"quantity": "x"}, 422),
        ({"unit_price_cents": 1}, 422),
        ({"kind": "gala"}, 422),
        ({"item": NOBODY}, 404),
        ({"attendees": [{"person": NOBODY}]}, 403),
        ({"attendees": [{"person": NOBODY}, {"person": NOBODY}]}, 403),
    ],
)
def test_bad_line_of_tickets_writes_nothing(client, person, ticket_type, values, status):
    body = {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid)} | values]}
    response = post(client, body)
    assert (response.status_code, Order.objects.count(), SeatClaim.objects.count()) == (status, 0, 0)


def test_stale_total_and_foreign_organisation_write_nothing(client, person, ticket_type):
    stale = post(client, line("ticket", ticket_type.uuid) | {"expected_total_cents": 1})
    foreign = {"payer": {"organisation": AffiliationFactory().organisation.slug}}
    other = post(client, line("ticket", ticket_type.uuid) | foreign)

    assert (stale.status_code, stale.json()["code"]) == (409, "price-changed")
    assert (other.status_code, Order.objects.count()) == (403, 0)


def test_attendee_who_is_no_colleague_is_refused(client, person, ticket_type):
    body = line("ticket", ticket_type.uuid, attendees=[{"person": str(UserFactory().uuid)}])
    assert (post(client, body).status_code, Ticket.objects.count()) == (403, 0)


def test_paid_session_is_ordered_and_a_free_one_is_not(client, person):
    now = timezone.now()
    window = {"opens_at": now - timezone.timedelta(days=1), "starts_at": now + timezone.timedelta(days=9)}
    paid, free = SessionFactory(price_cents=5_000, **window), SessionFactory(days=1, **window)

    placed = post(client, line("session", paid.uuid))
    assert (placed.status_code, placed.json()["totals"]["total_cents"]) == (201, 5_000)
    assert client.get("/api/v1/me/enrolments").json()["items"][0]["state"] == "held"
    refused = post(client, line("session", free.uuid))
    assert (refused.status_code, refused.json()["code"]) == (409, "free-session")
    nameless = post(client, line("session", paid.uuid, quantity=2))
    assert (nameless.status_code, nameless.json()["code"]) == (422, "name-everyone")
    direct = post(client, {}, f"/api/v1/training/sessions/{paid.uuid}/enrolments")
    assert direct.status_code == 409


def test_double_submission_with_a_key_places_one_order_and_without_is_refused(client, person, ticket_type):
    body = line("ticket", ticket_type.uuid)
    first, again = (post(client, body, **{"Idempotency-Key": "k-1"}) for _twice in range(2))
    assert first.json() == again.json()
    without = post(client, body)
    assert (without.status_code, without.json()["code"], Order.objects.count()) == (409, "already-has-ticket", 1)


def test_order_of_somebody_else_does_not_exist(client, person, ticket_type):
    other = order_ticket(ticket_type, UserFactory(), at=timezone.now())
    address = f"/api/v1/orders/{other.code}"
    assert client.get(address).status_code == 404
    assert post(client, {}, f"{address}/cancel").status_code == 404


def test_cancelling_twice_changes_nothing_more(client, person, ticket_type):
    code = post(client, line("ticket", ticket_type.uuid)).json()["code"]
    twice = [post(client, {}, f"/api/v1/orders/{code}/cancel").json()["state"] for _time in range(2)]
    assert (twice, SeatClaim.objects.filter(released_at=None).count()) == (["cancelled"] * 2, 0)
