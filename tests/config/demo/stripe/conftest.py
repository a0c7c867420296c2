"""A running fake, the real SDK pointed at it, and a listener for its webhooks. No Django here."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from config.demo.stripe import FakeStripe

SECRET = "whsec_of_the_tests"


class Listener(ThreadingHTTPServer):
    """Receives webhooks; answers the statuses it was given first, then 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ListenerHandler)
        self.received: list[tuple[bytes, str]] = []
        self.statuses: list[int] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/webhooks/stripe"

    def events(self, count: int, *, timeout: float = 5) -> list[stripe.Event]:
        """The events received, signatures checked, once there are so many of them."""
        end = time.monotonic() + timeout
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.01)
        return [stripe.Webhook.construct_event(body, header, SECRET) for body, header in self.received]


class ListenerHandler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status == 200:
            self.server.received.append((body, self.headers["Stripe-Signature"]))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Silence."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def fake(listener: Listener) -> Iterator[FakeStripe]:
    with FakeStripe(webhook=listener.url, secret=SECRET, retries=(0.05, 0.05)) as running:
        yield running


@pytest.fixture
def client(fake: FakeStripe) -> stripe.StripeClient:
    return client_of(fake)


def client_of(fake: FakeStripe, **options: Any) -> stripe.StripeClient:
    options = {"max_network_retries": 0} | options
    return stripe.StripeClient("sk_test_demo", base_addresses={"api": fake.url}, **options)


def order(**changes: Any) -> dict[str, Any]:
    """The parameters of an order of two tickets and its two taxes: 229.95 $."""
    parts = [("Billet, journée du 3 juin", 10_000, 2), ("TPS", 1_000, 1), ("TVQ", 1_995, 1)]
    lines = [
        {
            "quantity": quantity,
            "price_data": {"currency": "cad", "unit_amount": cents, "product_data": {"name": name}},
        }
        for name, cents, quantity in parts
    ]
    return {
        "mode": "payment",
        "line_items": lines,
        "success_url": "http://localhost:8000/orders/7/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost:8000/orders/7",
        "client_reference_id": "order-7",
        "customer_email": "camille@exemple.ca",
        "locale": "fr-CA",
        "metadata": {"order": "7"},
        "payment_intent_data": {"metadata": {"order": "7"}, "description": "Commande 7"},
    } | changes


@pytest.fixture
def session(client: stripe.StripeClient) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create(order())


@pytest.fixture
def browse(fake: FakeStripe) -> Callable[..., "Page"]:
    """Ask for a page as a browser does: `browse(url)`, or `browse(url, action="pay")` to press a button."""

    def ask(url: str, language: str = "fr-CA", **form: str) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", fake.port, timeout=5)
        headers = {"Accept-Language": language, "Content-Type": "application/x-www-form-urlencoded"}
        verb, body = ("POST", urlencode(form)) if form else ("GET", None)
        connection.request(verb, urlsplit(url).path, body, headers)
        response = connection.getresponse()
        page = Page(response.status, response.read().decode(), response.headers.get("Location"))
        connection.close()
        return page

    return ask


class Page:
    def __init__(self, status: int, html: str, location: str | None) -> None:
        self.status, self.html, self.location = status, html, location
