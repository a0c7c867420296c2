"""What an order costs the database: as much for twenty places as for two, among thousands of orders as among none."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registrations.models import Entry, Ticket
from registrations.seats.queries import miscounted_pools
from tests.bench.sale import fill
from tests.factories.registrations import AffiliationFactory, MembershipFactory, SeatPoolFactory
from tests.factories.sales import TicketTypeFactory, on_sale_now, quebec_taxes

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
ORDERS = "/api/v1/orders"
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET ")
GROWING = ("order", "orderline", "ticket", "seatclaim", "entry", "user")


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return on_sale_now(TicketTypeFactory(pool=SeatPoolFactory(capacity=1_000)))


@pytest.fixture
def registrar(client):
    """The registrar of a member organisation, signed in."""
    post = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    client.force_login(post.person)
    return post


def order(client, ticket_type, **changes):
    line = {"kind": "ticket", "item": str(ticket_type.uuid), "quantity": changes.pop("quantity", 1)}
    headers = changes.pop("headers", {})
    body = {"lines": [line]} | changes
    with CaptureQueriesContext(connection) as captured:
        response = client.post(ORDERS, body, content_type="application/json", headers=headers)
    assert response.status_code == 201, response.content
    statements = [query["sql"] for query in captured.captured_queries]
    return response.json(), [sql for sql in statements if not sql.startswith(CONTROL)]


@pytest.mark.parametrize(("headers", "number"), [({}, 13), ({"Idempotency-Key": str(uuid4())}, 15)])
def test_an_order_by_card_is_thirteen_statements_and_two_more_with_a_key(
    client, registrar, ticket_type, headers, number
):
    _answer, statements = order(client, ticket_type, headers=headers)
    assert len(statements) == number, [sql[:60] for sql in statements]


@pytest.mark.parametrize("on_account", [True, False])
def test_an_order_of_many_places_is_as_many_statements_as_one_of_two(client, registrar, ticket_type, on_account):
    ours = {"payer": {"organisation": registrar.organisation.slug}, "on_account": on_account}
    order(client, ticket_type, quantity=2, **ours)  # the first invoice of the year opens its series

    few, many = (order(client, ticket_type, quantity=quantity, **ours)[1] for quantity in (2, 20))

    assert len(few) == len(many), [sql[:60] for sql in many]
    assert set(Ticket.objects.values_list("state", flat=True)) == {"confirmed" if on_account else "held"}
    assert Entry.objects.filter(action="colloquium.hold-ticket").count() == 24
    assert miscounted_pools() == []


@pytest.mark.parametrize("on_account", [True, False])
def test_what_placing_answers_is_what_reading_answers(client, registrar, ticket_type, on_account):
    ours = {"payer": {"organisation": registrar.organisation.slug}, "on_account": on_account}
    answer, _statements = order(client, ticket_type, quantity=3, **ours)
    read = client.get(f"{ORDERS}/{answer['code']}").json()
    assert [read.pop(name) for name in ("payments", "refunds", "credit_notes")] == [
        [],
        [],
        [],
    ]  # of what was just placed
    assert answer == read


def scans(plan):
    """The tables that a plan reads from end to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", []):
        yield from scans(below)


def test_among_many_orders_no_statement_reads_a_growing_table_from_end_to_end(client, registrar, ticket_type):
    if connection.vendor != "postgresql":
        pytest.skip("the plans are PostgreSQL's")
    fill(ticket_type, 20_000)
    ours = {"payer": {"organisation": registrar.organisation.slug}, "on_account": True}
    _answer, statements = order(client, ticket_type, quantity=2, **ours)

    read = set()
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            found = cursor.fetchone()[0]
            plans = found if isinstance(found, list) else json.loads(found)
            read |= {(table, sql) for plan in plans for table in scans(plan["Plan"])}

    assert [sql for table, sql in read if table.removeprefix("registrations_") in GROWING] == []
