"""The Stripe account that is played: its memory, its clock, what it announces."""

import secrets
import string
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from .contract import fixtures
from .errors import missing
from .faults import Faults
from .store import Object, Store

ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Call:
    """One checked request: typed parameters, identifiers of its path, what events say of their cause."""

    params: dict[str, Any]
    ids: tuple[str, ...] = ()
    path: str = ""
    request_id: str | None = None
    key: str | None = None


BY_ITSELF = Call(params={})  # what happens without a request of the API: a payment, an expiry


@dataclass
class Account:
    store: Store
    version: str
    url: str = ""
    sends_webhooks: bool = False
    faults: Faults = field(default_factory=Faults)
    clock: Callable[[], float] = time.time
    advanced: float = 0
    wake: threading.Event = field(default_factory=threading.Event)

    def now(self) -> int:
        return int(self.clock() + self.advanced)

    def find(self, kind: str, reference: str, *, param: str = "id") -> Object:
        found = self.store.find(reference, kind=kind)
        if found is None:
            raise missing(kind, reference, param=param)
        return found

    def announce(self, kind: str, thing: Object, *, cause: Call = BY_ITSELF) -> None:
        """Store an event, and queue it for the webhook as the faults asked for will have it."""
        event = example("event", id=token("evt_1"), created=self.now(), type=kind, api_version=self.version)
        event["data"] = {"object": shown(thing)}
        event["request"] = {"id": cause.request_id, "idempotency_key": cause.key}
        event["pending_webhooks"] = int(self.sends_webhooks)
        self.store.save(event)
        if not self.sends_webhooks or self.faults.take("drop_webhooks"):
            return
        due = time.time()
        if left := self.faults.take("reorder_webhooks"):
            due += 0.3 * left  # the first of n waits longest: they arrive last first
        for _ in range(2 if self.faults.take("duplicate_webhooks") else 1):
            self.store.deliver(event["id"], due=due)
        self.wake.set()


def token(prefix: str, length: int = 23) -> str:
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


def example(kind: str, **fields: Any) -> Object:
    """Stripe's example of a kind, with these fields instead of its own."""
    return {**deepcopy(fixtures()[kind]), **fields}


def shown(thing: Object) -> Object:
    """What a client may see; names with an underscore are the fake's own notes."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}
