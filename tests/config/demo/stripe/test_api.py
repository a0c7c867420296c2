import http.client
import json
from urllib.parse import urlencode

import pytest
import stripe

from config.demo.stripe import FakeStripe
from config.demo.stripe.api import HANDLERS
from config.demo.stripe.contract import FOLDER, Contract, fixtures
from config.demo.stripe.errors import StripeError
from config.demo.stripe.forms import decode

from .conftest import client_of, order


def test_contract_is_the_one_of_the_installed_sdk() -> None:
    assert Contract().version == stripe.api_version


def test_every_handler_answers_an_operation_of_the_contract() -> None:
    document = json.loads((FOLDER / "contract.json").read_bytes())
    names = {spec["operationId"] for verbs in document["paths"].values() for spec in verbs.values()}
    assert set(HANDLERS) - names == set()


@pytest.mark.parametrize(
    ("encoded", "tree"),
    [
        ("a=1&b[c][d]=2", {"a": "1", "b": {"c": {"d": "2"}}}),
        ("a[0]=x&a[1]=y", {"a": {"0": "x", "1": "y"}}),
        ("a[]=x&a[]=y", {"a": {"0": "x", "1": "y"}}),
        ("a=%C3%A9+%26", {"a": "é &"}),
    ],
)
def test_decode_reads_brackets(encoded: str, tree: object) -> None:
    assert decode(encoded) == tree


@pytest.mark.parametrize("encoded", ["a[b=1", "[a]=1", "a=1&a[b]=2", "a[b]=1&a=2", "a=%FF", "=1"])
def test_decode_refuses_malformed_forms(encoded: str) -> None:
    with pytest.raises(StripeError):
        decode(encoded)


def send(fake: FakeStripe, verb: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    headers = {"Authorization": "Bearer sk_test_demo"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection = http.client.HTTPConnection("127.0.0.1", fake.port, timeout=5)
    connection.request(verb, path, body, headers)
    response = connection.getresponse()
    answer = response.status, response.read().decode(), dict(response.headers)
    connection.close()
    return answer


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer sk_live_x", "Bearer pk_test_x", "Basic sk_test_x"])
def test_only_test_keys_are_let_in(fake: FakeStripe, authorization: str) -> None:
    assert send(fake, "GET", "/v1/refunds", Authorization=authorization)[0] == 401


def test_wrong_key_is_an_authentication_error(fake: FakeStripe) -> None:
    client = stripe.StripeClient("sk_live_secret", base_addresses={"api": fake.url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.refunds.list()
    assert "sk_live_secret" not in str(refused.value)


def test_unknown_address_and_unplayed_operation_differ(fake: FakeStripe) -> None:
    assert send(fake, "GET", "/v1/nothing")[0] == 404
    assert send(fake, "DELETE", "/v1/refunds")[0] == 404
    status, body, _ = send(fake, "GET", "/v1/invoices")
    assert (status, "GET /v1/invoices (InvoiceService.list)" in body) == (501, True)


def test_fixed_address_is_not_taken_for_an_identifier(fake: FakeStripe) -> None:
    assert "(ChargeService.search)" in send(fake, "GET", "/v1/charges/search?query=x")[1]


def test_chunked_and_huge_bodies_are_refused(fake: FakeStripe) -> None:
    assert send(fake, "POST", "/v1/refunds", Content_Length="1000001")[0] == 413
    assert send(fake, "POST", "/v1/refunds", Transfer_Encoding="chunked")[0] == 413


def test_expand_refuses_what_is_no_reference(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(order())
    for path in ("status", "nothing", "payment_intent.latest_charge.refunds.data.charge"):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.checkout.sessions.retrieve(session.id, {"expand": [path]})
        assert refused.value.param == "expand"
    unpaid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert unpaid.payment_intent is None


def test_expand_reaches_into_lists(client: stripe.StripeClient, fake: FakeStripe) -> None:
    fake.pay(client.v1.checkout.sessions.create(order()).id)
    sessions = client.v1.checkout.sessions.list({"expand": ["data.payment_intent.latest_charge"]}).data
    assert sessions[0].payment_intent.latest_charge.amount == 22_995


def test_same_key_same_body_replays(fake: FakeStripe) -> None:
    body = urlencode({"payment_intent": fake.pay(new_session(fake))["payment_intent"], "amount": 500})
    first = send(fake, "POST", "/v1/refunds", body, Idempotency_Key="k1")
    again = send(fake, "POST", "/v1/refunds", body, Idempotency_Key="k1")
    assert (first[0], again[:2]) == (200, first[:2])
    assert ("Idempotent-Replayed" in first[2], again[2]["Idempotent-Replayed"]) == (False, "true")
    assert again[2]["Original-Request"] == first[2]["Request-Id"]
    assert len(client_of(fake).v1.refunds.list().data) == 1


def new_session(fake: FakeStripe) -> str:
    identifier: str = client_of(fake).v1.checkout.sessions.create(order()).id
    return identifier


@pytest.mark.parametrize(("path", "body"), [("/v1/refunds", "charge=ch_2"), ("/v1/checkout/sessions", "charge=ch_1")])
def test_same_key_for_something_else_is_refused(fake: FakeStripe, path: str, body: str) -> None:
    intent = fake.pay(new_session(fake))["payment_intent"]
    send(fake, "POST", "/v1/refunds", f"payment_intent={intent}", Idempotency_Key="k1")
    body = body if path == "/v1/refunds" else urlencode({"mode": "payment", "success_url": "http://a.ca"})
    status, text, _ = send(fake, "POST", path, body, Idempotency_Key="k1")
    assert (status, '"type": "idempotency_error"' in text) == (400, True)


def test_refused_parameters_do_not_use_up_a_key(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(order(mode="pay"), {"idempotency_key": "k1"})
    assert client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"}).status == "open"


def test_refused_work_is_replayed_as_refused(client: stripe.StripeClient, fake: FakeStripe) -> None:
    params = {"payment_intent": fake.pay(new_session(fake))["payment_intent"], "amount": 30_000}
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.refunds.create(params, {"idempotency_key": "k1"})
    assert refused.value.headers["Idempotent-Replayed"] == "true"


def test_key_is_forgotten_after_a_day(client: stripe.StripeClient, fake: FakeStripe) -> None:
    first = client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"})
    fake.advance(86_401)
    assert client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"}).id != first.id


def test_fixtures_are_never_changed_in_place(client: stripe.StripeClient, fake: FakeStripe) -> None:
    before = repr(fixtures())
    client.v1.refunds.create({"payment_intent": fake.pay(new_session(fake))["payment_intent"]})
    fake.decline(new_session(fake))
    assert repr(fixtures()) == before
