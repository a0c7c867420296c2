"""Signed webhooks, sent by a thread of their own until they are accepted."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from .account import Account

RETRIES = (
    1,
    2,
    5,
    10,
    30,
    60,
    120,
    300,
    600,
    1800,
    3600,
)  # seconds before each new attempt, then it gives up
TIMEOUT = 10


def signature(payload: bytes, secret: str, *, at: int) -> str:
    """The `Stripe-Signature` header of these exact bytes."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class Sender(threading.Thread):
    """Sends what waits, in the order of its due moments; what is not answered 2xx waits again."""

    def __init__(self, account: Account, *, url: str, secret: str, retries: tuple[float, ...] = RETRIES) -> None:
        super().__init__(name="webhooks", daemon=True)
        self.account = account
        self.url = urlsplit(url)
        self.secret = secret
        self.retries = retries
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()
        self.account.wake.set()
        self.join(timeout=TIMEOUT)

    def run(self) -> None:
        while not self._stopped.is_set():
            self.account.wake.clear()
            delivery = self.account.store.next_delivery()
            wait = delivery[3] - time.time() if delivery else 1.0
            if delivery is None or wait > 0:
                self.account.wake.wait(min(wait, 1.0))
                continue
            self._attempt(*delivery[:3])

    def _attempt(self, delivery: int, event_id: str, attempts: int) -> None:
        event = self.account.store.find(event_id, kind="event")
        payload = json.dumps(event, indent=2).encode()
        if self._post(payload):
            self.account.store.delivered(delivery)
        else:
            due = time.time() + self.retries[attempts] if attempts < len(self.retries) else None
            self.account.store.postpone(delivery, due=due)

    def _post(self, payload: bytes) -> bool:
        kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.url.netloc, timeout=TIMEOUT)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (demonstration)",
            "Stripe-Signature": signature(payload, self.secret, at=int(time.time())),
        }
        try:
            connection.request("POST", self.url.path or "/", payload, headers)
            return 200 <= connection.getresponse().status < 300
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
