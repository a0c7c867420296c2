"""The provider's events: signed, stored once, answered at once."""

import hashlib
import hmac
import json
import time

import pytest

from registrations.models import StripeEvent

pytestmark = pytest.mark.django_db
EVENT = {"id": "evt_1", "type": "checkout.session.completed", "data": {"object": {"id": "cs_1"}}}


def signed(body: bytes, *, secret: str = "whsec_suite", at: float | None = None) -> str:
    instant = int(at or time.time())
    return f"t={instant},v1={hmac.new(secret.encode(), f'{instant}.'.encode() + body, hashlib.sha256).hexdigest()}"


def deliver(client, body: bytes, signature: str):
    headers = {"Stripe-Signature": signature}
    return client.post("/webhooks/stripe", body, content_type="application/json", headers=headers)


def test_webhook_keeps_an_event_once_however_often_it_comes(client):
    body = json.dumps(EVENT).encode()
    answers = [deliver(client, body, signed(body)).status_code for _time in range(3)]
    assert (answers, StripeEvent.objects.count()) == ([200, 200, 200], 1)
    assert StripeEvent.objects.values_list("kind", "object_id", "state").get() == (EVENT["type"], "cs_1", "waiting")


@pytest.mark.parametrize(
    "signature",
    [
        lambda body: "",
        lambda body: "t=1,v1=deadbeef",
        lambda body: signed(body, secret="whsec_other"),
        lambda body: signed(body + b" "),
        lambda body: signed(body, at=time.time() - 3600),
    ],
)
def test_webhook_that_is_forged_altered_or_old_is_refused(client, signature):
    body = json.dumps(EVENT).encode()
    assert deliver(client, body, signature(body)).status_code == 400
    assert StripeEvent.objects.count() == 0


NOT_EVENTS = [
    b"",
    b"[]",
    b"{}",
    b"null",
    b"\xff",
    b'{"id": "evt_1", "type": "refund.created", "data": {"object": {}}}',
    b'{"id": "evt_1", "type": "refund.created", "data": {"object": {"id": 7}}}',
    b'{"id": "evt_1", "type": "refund.created", "data": {"object": {"id": "re\\u0000"}}}',
    b'{"id": "evt_1", "type": "refund.created", "data": "re_1"}',
    b'{"id": "", "type": "refund.created", "data": {"object": {"id": "re_1"}}}',
    b'{"id": "evt_1", "type": ["x"], "data": {"object": {"id": "re_1"}}}',
    b'{"id": "evt_1", "type": "x", "data": {"object": "none"}}',
    b'{"id": "evt_' + b"1" * 100 + b'", "type": "x", "data": {"object": {"id": "re_1"}}}',
]


@pytest.mark.parametrize("body", NOT_EVENTS)
def test_webhook_that_is_not_an_event_is_refused_and_writes_nothing(client, body):
    assert deliver(client, body, signed(body)).status_code == 400
    assert StripeEvent.objects.count() == 0


def test_webhook_of_a_kind_without_a_name_is_kept_and_ignored(client):
    body = json.dumps(EVENT | {"type": "balance.available", "data": {"object": {"object": "balance"}}}).encode()
    assert deliver(client, body, signed(body)).status_code == 200
    assert StripeEvent.objects.values_list("object_id", "state").get() == ("none", "waiting")


@pytest.mark.parametrize("other", [{"livemode": True}, {"account": "acct_1"}])
def test_webhook_of_the_other_mode_or_of_another_account_changes_nothing(client, other):
    body = json.dumps(EVENT | other).encode()
    assert deliver(client, body, signed(body)).status_code == 200
    assert StripeEvent.objects.get().state == "ignored"


def test_webhook_that_is_too_large_is_refused(client):
    body = json.dumps(EVENT | {"more": "x" * 1_000_000}).encode()
    assert deliver(client, body, signed(body)).status_code == 400
    assert StripeEvent.objects.count() == 0


def test_webhook_with_no_secret_set_believes_nobody(client, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    body = json.dumps(EVENT).encode()
    assert deliver(client, body, signed(body, secret="")).status_code == 400


def test_webhook_answers_posts_only(client):
    assert client.get("/webhooks/stripe").status_code == 405
