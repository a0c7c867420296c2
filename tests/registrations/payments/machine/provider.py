"""The fake card provider without a server: the real SDK speaks to it by calls, on a clock of the test's own."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

import stripe
from django.conf import settings
from django.db import connection

from config.demo.stripe import payments
from config.demo.stripe.account import Account
from config.demo.stripe.api import Api
from config.demo.stripe.contract import contract
from config.demo.stripe.store import Store

LOST, DOWN, BUSY, SILENT, TWICE = "answer lost", "500", "429", "time out", "done twice"


class Provider(stripe.HTTPClient):
    """Answers each request at once. `mishaps` are what happens to the next ones; no request may be in a transaction."""

    name = "calls"

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.account = Account(Store(":memory:"), contract().version, clock=clock)
        self.account.url = "https://pay.test"
        self.api = Api(self.account, contract())
        self.mishaps: list[str] = []
        self.asked: list[str] = []
        self.in_one_transaction = True  # in a test that never commits: False where each thread has its own transactions
        self.depth = len(connection.savepoint_ids)

    def client(self, *_given: Any) -> stripe.StripeClient:
        """In the place of the gateway's own."""
        base = {"api": "https://api.test"}
        return stripe.StripeClient("sk_test_suite", http_client=self, max_network_retries=0, base_addresses=base)

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **_usage: Any) -> tuple[Any, ...]:
        if self.in_one_transaction:
            assert len(connection.savepoint_ids) == self.depth, "the network was used inside a transaction"
        else:
            assert not connection.in_atomic_block, "the network was used inside a transaction"
        self.asked.append(f"{method} {urlsplit(url).path}")
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if mishap == BUSY:
            return json.dumps({"error": {"type": "rate_limit", "message": "busy"}}), 429, {}
        if mishap == DOWN:
            return json.dumps({"error": {"type": "api_error", "message": "down"}}), 500, {}
        if mishap == SILENT:
            raise stripe.APIConnectionError("The request timed out.")
        answer = self._answered(method, url, headers, post_data)
        if mishap == TWICE:
            answer = self._answered(method, url, headers, post_data)
        if mishap == LOST:
            raise stripe.APIConnectionError("The connection was reset.")
        return answer

    def _answered(self, method: str, url: str, headers: Any, body: Any) -> tuple[Any, ...]:
        parts, given = urlsplit(url), Message()
        for name, value in headers.items():
            given[name] = str(value)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        said = self.api.answer(method.upper(), target, given, body or "")
        return said.body, said.status, said.headers

    def close(self) -> None:
        self.account.store.close()

    # What happens there without us.

    def pay(self, session_id: str) -> bool:
        """The buyer pays on the page; False when it is closed."""
        self.expire_past()
        was_open = bool(self.session(session_id)["status"] == "open")
        payments.pay(self.account, session_id)
        return was_open

    def expire_past(self) -> None:
        from config.demo.stripe.checkout import expire_past

        expire_past(self.account)

    def session(self, session_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.account.find("checkout.session", session_id)
        return found

    def sessions(self) -> list[dict[str, Any]]:
        return self.account.store.newest_first("checkout.session")

    def events(self) -> list[dict[str, Any]]:
        """What was announced, the oldest first."""
        return self.account.store.newest_first("event")[::-1]

    def captured(self) -> dict[str, int]:
        """Cents captured, by the reference of their payment."""
        intents = self.account.store.newest_first("payment_intent", status="succeeded")
        return {intent["id"]: intent["amount_received"] for intent in intents}

    def refunds(self) -> list[dict[str, Any]]:
        """Those that stand, the newest first."""
        return [each for each in self.account.store.newest_first("refund") if each["status"] != "failed"]

    def given_back(self) -> dict[str, int]:
        """Cents that went back, by the reference of their payment."""
        found: dict[str, int] = {}
        for each in self.refunds():
            found[each["payment_intent"]] = found.get(each["payment_intent"], 0) + each["amount"]
        return found


def signed(event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """The bytes of a webhook and its headers, as the provider signs them."""
    body, at = json.dumps(event).encode(), int(time.time())
    secret = settings.STRIPE_WEBHOOK_SECRET.encode()
    mark = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={at},v1={mark}"}
