"""The HTTP process: sends each request to the API, the payment page or the controls."""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from types import TracebackType
from typing import Any, Self

from . import balance, control, disputes, pages, payments, refunds
from .account import Account
from .api import Answer, Api, refusal
from .checkout import expire_past
from .contract import contract
from .faults import Fault
from .store import Object, Store
from .webhooks import RETRIES, Sender

DEMO_SECRET = "whsec_demo"  # noqa: S105  # signs nothing but the demo's own events
MAX_BODY = 1_000_000
TICK = 1.0


class FakeStripe:
    """The whole fake, in a thread of its own: `with FakeStripe() as stripe: ... stripe.url`."""

    def __init__(
        self,
        data: str | Path = ":memory:",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
        webhook: str | None = None,
        secret: str = DEMO_SECRET,
        retries: tuple[float, ...] = RETRIES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.account = Account(Store(data), contract().version, sends_webhooks=webhook is not None, clock=clock)
        self.api = Api(self.account, contract())
        self.log: deque[dict[str, Any]] = deque(maxlen=1000)
        self._http = Server((host, port), Handler)
        self._http.fake = self
        self.port: int = self._http.server_address[1]
        self.url = public_url or f"http://localhost:{self.port}"
        self.account.url = self.url
        self._sender = Sender(self.account, url=webhook, secret=secret, retries=retries) if webhook else None
        self._stopped = threading.Event()
        serve = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="http", daemon=True)
        self._threads = [serve, threading.Thread(target=self._tick, name="expiry", daemon=True)]

    def start(self) -> Self:
        for thread in self._threads:
            thread.start()
        if self._sender:
            self._sender.start()
        return self

    def stop(self) -> None:
        self._stopped.set()
        self._http.shutdown()
        self._http.server_close()
        self._http.disconnect_all()
        if self._sender:
            self._sender.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        self.account.store.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _tick(self) -> None:
        while not self._stopped.wait(TICK):
            expire_past(self.account)

    # What tests do without HTTP.

    def pay(self, session_id: str, *, email: str | None = None) -> Object:
        return payments.pay(self.account, session_id, email=email)

    def decline(self, session_id: str) -> Object:
        return payments.decline(self.account, session_id)

    def give_back(self, intent: str, amount: int) -> Object:
        return refunds.give_back(self.account, intent, amount)

    def settle_refund(self, refund: str) -> Object:
        return refunds.settle(self.account, refund)

    def fail_refund(self, refund: str, *, reason: str = "expired_or_canceled_card") -> Object:
        return refunds.fail(self.account, refund, reason=reason)

    def dispute(
        self, intent: str, *, amount: int | None = None, reason: str = "fraudulent", inquiry: bool = False
    ) -> Object:
        return disputes.dispute(self.account, intent, amount=amount, reason=reason, inquiry=inquiry)

    def review_dispute(self, dispute: str) -> Object:
        return disputes.review(self.account, dispute)

    def close_dispute(self, dispute: str, *, won: bool) -> Object:
        return disputes.close(self.account, dispute, won=won)

    def payout(self, amount: int | None = None) -> Object:
        return balance.payout(self.account, amount)

    def fault(self, kind: str, **how: Any) -> None:
        """`how`: the fields of `Fault`."""
        self.account.faults.add(Fault(kind, **how))

    def advance(self, seconds: float) -> None:
        self.account.advanced += seconds

    def reset(self) -> None:
        """Forget faults, log and advanced time; objects stay."""
        self.account.faults.clear()
        self.account.advanced = 0
        self.log.clear()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    fake: FakeStripe

    def __init__(self, *args: Any) -> None:
        self._open: set[socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that went away is no defect of ours
            super().handle_error(request, client_address)

    def disconnect_all(self) -> None:
        """Cut the connections that clients keep alive, as the end of a process does."""
        for connection in list(self._open):
            try:
                connection.shutdown(SHUT_RDWR)
            except OSError:
                continue  # it was closing by itself


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def log_message(self, *args: Any) -> None:
        """Silence: `/_control/requests` is the log."""

    def _serve(self, verb: str) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or int(length) > MAX_BODY:
            self.close_connection = True
            self._send(refusal(413, "The body must have a length, of at most a megabyte."))
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        path = self.path.partition("?")[0]
        if path.startswith("/_control/"):
            kind, client = self.headers.get("Content-Type", ""), self.client_address[0]
            self._send(control.answer(self.server.fake, control.Asked(verb, path, kind, body, client)))
        elif path.startswith(("/v1/", "/v2/")):
            self._serve_api(verb, path, body)
        else:
            language = self.headers.get("Accept-Language", "")
            self._send(pages.answer(self.server.fake.account, verb, path, body, language=language))

    def _serve_api(self, verb: str, path: str, body: str) -> None:
        fake = self.server.fake
        fault = fake.account.faults.on_request(path)
        answer: Answer | None = None
        if fault is None or fault.performed:
            answer = fake.api.answer(verb, self.path, self.headers, body)
        if fault is not None:
            answer = _misbehaved(fault)
        key = self.headers.get("Idempotency-Key")
        entry = {"at": time.time(), "verb": verb, "path": self.path, "body": body, "idempotency_key": key}
        fake.log.append(entry | {"status": answer.status if answer else None, "fault": fault.kind if fault else None})
        if answer is None:
            self.close_connection = True  # the client waits, then finds the connection closed
            time.sleep(fault.seconds if fault else 0)
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        payload = answer.body.encode()
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"} | answer.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


def _misbehaved(fault: Fault) -> Answer | None:
    match fault.kind:
        case "429":
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            return refusal(
                429, "Request rate limit exceeded (asked for by a test).", headers=headers, code="rate_limit"
            )
        case "500":
            return refusal(500, "An unknown error occurred (asked for by a test).", kind="api_error")
    return None
