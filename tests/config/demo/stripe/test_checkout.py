import time
from typing import Any

import pytest
import stripe

from config.demo.stripe import FakeStripe

from .conftest import order

HOUR = 3600


def test_create_answers_an_open_session_with_the_sum_of_its_lines(
    client: stripe.StripeClient, fake: FakeStripe
) -> None:
    session = client.v1.checkout.sessions.create(order(expand=["line_items"]))
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency) == (22_995, "cad")
    assert session.url == f"{fake.url}/pay/{session.id}"
    assert session.metadata.to_dict() == {"order": "7"}
    assert session.payment_intent is None
    assert session.expires_at == session.created + 24 * HOUR
    lines = [(line.description, line.quantity, line.amount_total) for line in session.line_items.data]
    assert lines == [("Billet, journée du 3 juin", 2, 20_000), ("TPS", 1, 1_000), ("TVQ", 1, 1_995)]


def test_line_items_are_listed_by_page(client: stripe.StripeClient, session: stripe.checkout.Session) -> None:
    first = client.v1.checkout.sessions.line_items.list(session.id, {"limit": 2})
    assert ([line.description for line in first.data], first.has_more) == (
        ["Billet, journée du 3 juin", "TPS"],
        True,
    )
    assert [line.quantity for line in first.auto_paging_iter()] == [2, 1, 1]


def test_lines_keep_their_order(client: stripe.StripeClient) -> None:
    names = [f"Billet {number}" for number in range(12)]
    lines = [line(product_data={"name": name}) for name in names]
    session = client.v1.checkout.sessions.create(order(line_items=lines))
    listed = client.v1.checkout.sessions.line_items.list(session.id, {"limit": 100}).data
    assert [each.description for each in listed] == names


def line(**price: Any) -> dict[str, Any]:
    data = {"currency": "cad", "unit_amount": 5_000, "product_data": {"name": "Billet"}}
    return {"quantity": 1, "price_data": data | price}


REFUSED = {
    "unknown parameter": (order(colour="red"), "parameter_unknown", "colour"),
    "unknown parameter inside": (
        order(line_items=[line(tax=1)]),
        "parameter_unknown",
        "line_items[0][price_data][tax]",
    ),
    "unknown mode": (order(mode="pay"), None, "mode"),
    "unknown locale": (order(locale="fr_CA"), None, "locale"),
    "currency missing": (
        order(line_items=[{"quantity": 1, "price_data": {"unit_amount": 500}}]),
        "parameter_missing",
        "line_items[0][price_data][currency]",
    ),
    "not an integer": (
        order(line_items=[line(unit_amount="12.50")]),
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    "upper-case currency": (
        order(line_items=[line(currency="CAD")]),
        None,
        "line_items[0][price_data][currency]",
    ),
    "negative price": (
        order(line_items=[line(unit_amount=-1)]),
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    "no line": (order(line_items=[]), "parameter_missing", "line_items"),
    "unknown price": (
        order(line_items=[{"price": "price_1", "quantity": 1}]),
        "resource_missing",
        "line_items[0][price]",
    ),
    "too little": (order(line_items=[line(unit_amount=49)]), "amount_too_small", None),
    "empty name": (
        order(line_items=[line(product_data={"name": ""})]),
        "parameter_invalid_empty",
        "line_items[0][price_data][product_data][name]",
    ),
    "two currencies": (order(line_items=[line(), line(currency="usd")]), None, "line_items"),
    "101 lines": (order(line_items=[line()] * 101), None, "line_items"),
    "long reference": (order(client_reference_id="r" * 201), None, "client_reference_id"),
    "relative address": (order(success_url="/paid"), "url_invalid", "success_url"),
    "broken address": (order(cancel_url="http://["), "url_invalid", "cancel_url"),
    "address with a header": (order(success_url="http://a.ca/\r\nX-Y: z"), "url_invalid", "success_url"),
    "bad e-mail": (order(customer_email="camille"), "email_invalid", "customer_email"),
    "long key": (order(metadata={"k" * 41: "v"}), None, "metadata"),
    "long value": (order(metadata={"k": "v" * 501}), None, "metadata[k]"),
    "51 keys": (order(metadata={f"k{n}": "v" for n in range(51)}), None, "metadata"),
    "long value for the intent": (
        order(payment_intent_data={"metadata": {"k": "v" * 501}}),
        None,
        "payment_intent_data[metadata][k]",
    ),
}


@pytest.mark.parametrize(("params", "code", "param"), REFUSED.values(), ids=REFUSED.keys())
def test_create_refuses(
    client: stripe.StripeClient, params: dict[str, Any], code: str | None, param: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)
    assert (refused.value.code, refused.value.param) == (code, param)
    assert refused.value.http_status == 400


def test_create_accepts_the_largest_metadata(client: stripe.StripeClient) -> None:
    metadata = {f"{n:040}": "é" * 500 for n in range(50)}
    assert client.v1.checkout.sessions.create(order(metadata=metadata)).metadata.to_dict() == metadata


@pytest.mark.parametrize(("seconds", "accepted"), [(29 * 60, False), (31 * 60, True), (25 * HOUR, False)])
def test_create_bounds_the_expiry(client: stripe.StripeClient, seconds: int, accepted: bool) -> None:
    params = order(expires_at=int(time.time()) + seconds)
    if accepted:
        assert client.v1.checkout.sessions.create(params).expires_at == params["expires_at"]
        return
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)
    assert refused.value.param == "expires_at"


@pytest.mark.parametrize(
    "asked",
    [
        {"automatic_tax": {"enabled": True}},
        {"mode": "subscription"},
        {"ui_mode": "embedded_page"},
        {"customer": "cus_1"},
    ],
)
def test_create_says_what_is_not_played(client: stripe.StripeClient, asked: dict[str, Any]) -> None:
    with pytest.raises(stripe.APIError) as refused:
        client.v1.checkout.sessions.create(order(**asked))
    assert (refused.value.http_status, refused.value.error.code) == (501, "not_faked")


def test_expire_closes_an_open_session_once(client: stripe.StripeClient, session: stripe.checkout.Session) -> None:
    closed = client.v1.checkout.sessions.expire(session.id)
    assert (closed.status, closed.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


def test_session_expires_when_its_moment_passes(
    client: stripe.StripeClient, fake: FakeStripe, session: stripe.checkout.Session
) -> None:
    fake.advance(24 * HOUR - 60)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    fake.advance(61)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    events = client.v1.events.list({"type": "checkout.session.expired"}).data
    assert [event.data.object["id"] for event in events] == [session.id]


def test_list_narrows_and_pages(client: stripe.StripeClient, fake: FakeStripe) -> None:
    ids = [client.v1.checkout.sessions.create(order()).id for _ in range(3)]
    fake.pay(ids[0])
    newest = client.v1.checkout.sessions.list({"limit": 1})
    assert ([each.id for each in newest.data], newest.has_more) == ([ids[2]], True)
    assert [each.id for each in newest.auto_paging_iter()] == ids[::-1]
    complete = client.v1.checkout.sessions.list({"status": "complete"}).data
    assert [each.id for each in complete] == [ids[0]]
    by_intent = client.v1.checkout.sessions.list({"payment_intent": complete[0].payment_intent}).data
    assert [each.id for each in by_intent] == [ids[0]]


def test_list_goes_backwards(client: stripe.StripeClient) -> None:
    ids = [client.v1.checkout.sessions.create(order()).id for _ in range(4)]
    newer = client.v1.checkout.sessions.list({"ending_before": ids[0], "limit": 2})
    assert ([each.id for each in newer.data], newer.has_more) == ([ids[2], ids[1]], True)


def test_list_narrows_by_moment(client: stripe.StripeClient, fake: FakeStripe) -> None:
    old = client.v1.checkout.sessions.create(order())
    fake.advance(100)
    new = client.v1.checkout.sessions.create(order())
    bounds = [{"gt": old.created}, {"gte": new.created}, {"lt": new.created}, {"lte": old.created}, old.created]
    found = [client.v1.checkout.sessions.list({"created": bound}).data for bound in bounds]
    assert [[each.id for each in one] for one in found] == [[new.id], [new.id], [old.id], [old.id], [old.id]]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"starting_after": "cs_test_nothing"}])
def test_list_refuses_impossible_pages(client: stripe.StripeClient, params: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.list(params)
    assert [refused.value.param] == list(params)


def test_retrieve_of_an_unknown_session_is_missing(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.retrieve("cs_test_nothing")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
