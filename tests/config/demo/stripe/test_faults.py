import http.client
import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import stripe

from config.demo.stripe import FakeStripe
from config.demo.stripe.control import Asked, answer

from .conftest import SECRET, Listener, client_of, order

PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


def control(fake: FakeStripe, name: str, **asked: object) -> tuple[int, object]:
    data = json.dumps(asked).encode() if asked else None
    request = Request(f"http://127.0.0.1:{fake.port}/_control/{name}", data, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=5) as response:
            return response.status, json.loads(response.read())
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


@pytest.mark.parametrize(
    ("kind", "error"),
    [("429", stripe.RateLimitError), ("500", stripe.APIError), ("timeout", stripe.APIConnectionError)],
)
def test_fault_strikes_so_many_times(
    client: stripe.StripeClient, fake: FakeStripe, kind: str, error: type[Exception]
) -> None:
    assert control(fake, "fault", kind=kind, times=2, path="/v1/refunds")[0] == 200
    assert client.v1.events.list().data == []
    for _ in range(2):
        with pytest.raises(error):
            client.v1.refunds.list()
    assert client.v1.refunds.list().data == []


@pytest.mark.parametrize("kind", ["timeout", "500"])
def test_lost_answer_is_found_again_by_the_retry(fake: FakeStripe, kind: str) -> None:
    fake.fault(kind, performed=True)
    client = client_of(fake, max_network_retries=1)
    session = client.v1.checkout.sessions.create(order())
    assert [each.id for each in client.v1.checkout.sessions.list().data] == [session.id]


@pytest.mark.parametrize("kind", ["timeout", "500", "429"])
def test_fault_that_performs_nothing_leaves_nothing(client: stripe.StripeClient, fake: FakeStripe, kind: str) -> None:
    fake.fault(kind, seconds=0)
    with pytest.raises(stripe.StripeError):
        client.v1.checkout.sessions.create(order())
    assert client.v1.checkout.sessions.list().data == []


def test_requests_are_logged(client: stripe.StripeClient, fake: FakeStripe) -> None:
    fake.fault("timeout", seconds=0)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.refunds.create({"charge": "ch_1"}, {"idempotency_key": "k1"})
    client.v1.refunds.list({"limit": 3})
    log = control(fake, "requests")[1]
    seen = [(entry["verb"], entry["path"], entry["idempotency_key"], entry["status"]) for entry in log]
    assert seen == [("POST", "/v1/refunds", "k1", None), ("GET", "/v1/refunds?limit=3", None, 200)]
    assert (log[0]["body"], log[0]["fault"]) == ("charge=ch_1", "timeout")


def test_clock_and_reset(client: stripe.StripeClient, fake: FakeStripe) -> None:
    session = client.v1.checkout.sessions.create(order())
    control(fake, "clock", advance=86_400)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    fake.fault("500")
    assert control(fake, "reset", all=True) == (200, {"reset": True})
    assert abs(client.v1.checkout.sessions.create(order()).created - time.time()) < 60


@pytest.mark.parametrize(
    ("name", "asked", "status"),
    [
        ("fault", {"kind": "fire"}, 400),
        ("fault", {"kind": "500", "times": "2"}, 400),
        ("fault", {"kind": "500", "colour": "red"}, 400),
        ("clock", {"advance": "1"}, 400),
        ("nothing", {}, 404),
        ("health", {}, 200),
    ],
)
def test_control_refuses_what_it_does_not_know(fake: FakeStripe, name: str, asked: dict, status: int) -> None:
    assert control(fake, name, **asked)[0] == status


def test_control_answers_this_machine_and_no_web_form(fake: FakeStripe) -> None:
    assert answer(fake, Asked("GET", "/_control/requests", "", "", "192.0.2.7")).status == 403
    assert answer(fake, Asked("POST", "/_control/reset", "text/plain", "{}", "127.0.0.1")).status == 415
    assert answer(fake, Asked("POST", "/_control/reset", "application/json", "[]", "127.0.0.1")).status == 400


def paid(fake: FakeStripe) -> None:
    fake.pay(client_of(fake).v1.checkout.sessions.create(order()).id)


def test_refused_webhook_is_sent_again(fake: FakeStripe, listener: Listener) -> None:
    listener.statuses = [500, 302]
    paid(fake)
    assert sorted(event.type for event in listener.events(4)) == sorted(PAID)


def test_webhook_is_given_up_in_the_end(fake: FakeStripe, listener: Listener) -> None:
    listener.statuses = [500] * 12
    paid(fake)
    end = time.monotonic() + 5
    while listener.statuses and time.monotonic() < end:
        time.sleep(0.01)
    paid(fake)
    assert [event.type for event in listener.events(4)] == PAID


def test_dropped_duplicated_and_reordered_webhooks(fake: FakeStripe, listener: Listener) -> None:
    fake.fault("drop_webhooks", times=4)
    paid(fake)
    fake.fault("duplicate_webhooks")
    fake.fault("reorder_webhooks", times=4)
    paid(fake)
    events = listener.events(5)
    assert [event.type for event in events] == [*PAID[:0:-1], PAID[0], PAID[0]]
    assert events[3].id == events[4].id
    assert len(client_of(fake).v1.events.list({"type": "checkout.session.*"}).data) == 2


def test_signature_is_of_the_exact_bytes(fake: FakeStripe, listener: Listener) -> None:
    paid(fake)
    listener.events(4)
    body, header = listener.received[0]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body.replace(b"22995", b"22996"), header, SECRET)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, "whsec_other")


def test_killed_process_loses_nothing(tmp_path: Path, listener: Listener) -> None:
    command = [sys.executable, "-m", "config.demo.stripe", "--port", "0", "--data", str(tmp_path / "new" / "s.sqlite3")]
    command += ["--webhook", listener.url, "--secret", SECRET]
    listener.statuses = [503] * 4
    first, client = started(command)
    session = client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"})
    pressed = http.client.HTTPConnection(urlsplit(session.url).netloc, timeout=5)
    pressed.request("POST", urlsplit(session.url).path, "action=pay")
    assert pressed.getresponse().status == 303
    first.kill()
    first.wait()
    second, client = started(command)
    try:
        assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
        assert client.v1.checkout.sessions.create(order(), {"idempotency_key": "k1"}).id == session.id
        assert sorted(event.type for event in listener.events(4)) == sorted(PAID)
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=10) == 0


def started(command: list[str]) -> tuple[subprocess.Popen[str], stripe.StripeClient]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    url = line.split()[3]
    return process, stripe.StripeClient("sk_test_demo", base_addresses={"api": url})


def test_refunds_at_the_same_time_never_exceed_the_charge(fake: FakeStripe) -> None:
    intent = fake.pay(client_of(fake).v1.checkout.sessions.create(order()).id)["payment_intent"]

    def refund(number: int) -> str:
        params = {"payment_intent": intent, "amount": 5_000}
        try:
            return client_of(fake).v1.refunds.create(params, {"idempotency_key": f"k{number // 2}"}).id
        except stripe.InvalidRequestError:
            return "refused"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(refund, range(16)))
    refunds = client_of(fake).v1.refunds.list().data
    assert sum(each.amount for each in refunds) == 20_000
    assert sorted({*answers}) == sorted({*(each.id for each in refunds), "refused"})
    assert answers[::2] == answers[1::2]
