"""Faults on demand, so that tests can see what the platform does when Stripe misbehaves."""

import threading
from dataclasses import dataclass

REQUEST_FAULTS = ("timeout", "429", "500")
WEBHOOK_FAULTS = ("drop_webhooks", "duplicate_webhooks", "reorder_webhooks")
REFUND_FAULTS = ("pending_refunds",)
KINDS = REQUEST_FAULTS + WEBHOOK_FAULTS + REFUND_FAULTS


@dataclass
class Fault:
    """`performed`: the work is done before the answer is lost. `path`: only requests whose path starts so.

    `retry_after`: the seconds that a 429 asks to wait; 0 says nothing.
    """

    kind: str
    times: int = 1
    path: str = ""
    performed: bool = False
    seconds: float = 0.2
    retry_after: int = 0


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, kind: str) -> int:
        """Use up one occurrence of a fault of webhooks or refunds; how many were left, this one included (0: none)."""
        with self._lock:
            for fault in self._waiting:
                if fault.kind == kind:
                    return self._use(fault)
        return 0

    def on_request(self, path: str) -> Fault | None:
        """Use up one occurrence of the first fault asked for on this path."""
        with self._lock:
            for fault in self._waiting:
                if fault.kind in REQUEST_FAULTS and path.startswith(fault.path):
                    self._use(fault)
                    return fault
        return None

    def _use(self, fault: Fault) -> int:
        left = fault.times
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)
        return left
