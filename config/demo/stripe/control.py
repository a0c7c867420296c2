"""What tests ask of the fake over HTTP; from the same machine only, and never from a web page."""

import ipaddress
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .account import shown
from .api import Answer
from .errors import StripeError
from .faults import KINDS

if TYPE_CHECKING:
    from .server import FakeStripe

FIELDS: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "times": int,
    "path": str,
    "performed": bool,
    "seconds": (int, float),
    "retry_after": int,
}


@dataclass(frozen=True)
class Asked:
    verb: str
    path: str
    content_type: str
    body: str
    client: str


class Refused(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def answer(fake: "FakeStripe", asked: Asked) -> Answer:
    try:
        return _said(200, _commanded(fake, asked))
    except Refused as refused:
        return _said(refused.status, {"error": str(refused)})


def _commanded(fake: "FakeStripe", asked: Asked) -> Any:
    if not ipaddress.ip_address(asked.client).is_loopback:
        raise Refused(403, "The controls answer this machine only.")
    name = asked.path.removeprefix("/_control/")
    if asked.verb == "GET" and name == "health":
        return {"status": "ok", "version": fake.account.version}
    if asked.verb == "GET" and name == "requests":
        return list(fake.log)
    if asked.verb == "POST" and name in COMMANDS:
        return COMMANDS[name](fake, _object(asked))
    raise Refused(404, f"GET health, GET requests, POST {', POST '.join(COMMANDS)}.")


def _object(asked: Asked) -> dict[str, Any]:
    if "json" not in asked.content_type:  # a form of a web page cannot send it
        raise Refused(415, "Send application/json.")
    try:
        value = json.loads(asked.body or "{}")
    except ValueError as error:
        raise Refused(400, "This is not JSON.") from error
    if not isinstance(value, dict):
        raise Refused(400, "Send an object.")
    return value


def _fault(fake: "FakeStripe", wanted: dict[str, Any]) -> dict[str, Any]:
    wrong = [name for name, value in wanted.items() if not isinstance(value, FIELDS.get(name, ()))]
    if wrong or wanted.get("kind") not in KINDS or wanted.get("times", 1) < 1:
        raise Refused(400, f"kind is one of {', '.join(KINDS)}; fields are {', '.join(FIELDS)}.")
    fake.fault(**wanted)
    return wanted


def _clock(fake: "FakeStripe", wanted: dict[str, Any]) -> dict[str, Any]:
    seconds = wanted.get("advance")
    if not isinstance(seconds, int | float):
        raise Refused(400, 'Send {"advance": seconds}.')
    fake.advance(seconds)
    return {"now": fake.account.now()}


def _reset(fake: "FakeStripe", _: dict[str, Any]) -> dict[str, Any]:
    fake.reset()
    return {"reset": True}


def _pressed(name: str, *fields: str) -> Callable[["FakeStripe", dict[str, Any]], dict[str, Any]]:
    """What is done on the dashboard or by the bank: the method of that name, with these fields in their order."""

    def press(fake: "FakeStripe", wanted: dict[str, Any]) -> dict[str, Any]:
        try:
            named = [wanted[field] for field in fields]
            others = {field: value for field, value in wanted.items() if field not in fields}
            return shown(getattr(fake, name)(*named, **others))
        except (KeyError, TypeError) as error:
            raise Refused(400, f"Send {', '.join(fields) or 'an object'}: {error}") from error
        except StripeError as error:
            raise Refused(error.status, str(error)) from error

    return press


COMMANDS: dict[str, Callable[["FakeStripe", dict[str, Any]], dict[str, Any]]] = {
    "fault": _fault,
    "clock": _clock,
    "reset": _reset,
    "pay": _pressed("pay", "session"),
    "decline": _pressed("decline", "session"),
    "refund": _pressed("give_back", "payment_intent", "amount"),
    "settle_refund": _pressed("settle_refund", "refund"),
    "fail_refund": _pressed("fail_refund", "refund"),
    "dispute": _pressed("dispute", "payment_intent"),
    "review_dispute": _pressed("review_dispute", "dispute"),
    "close_dispute": _pressed("close_dispute", "dispute"),
    "payout": _pressed("payout"),
}


def _said(status: int, value: Any) -> Answer:
    return Answer(status, json.dumps(value, indent=2) + "\n", {})
