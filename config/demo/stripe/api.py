"""Stripe's API as far as it is played: who may call, what is repeated, which function answers."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

from . import checkout, listing, refunds
from .account import Account, Call, token
from .contract import Contract, Operation
from .errors import StripeError, not_faked
from .forms import decode
from .store import Object

Handler = Callable[[Account, Call], Object]
DAY = 86400


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]


def _one(kind: str) -> Handler:
    return lambda account, call: account.find(kind, call.ids[0])


def _many(kind: str) -> Handler:
    return lambda account, call: listing.listed(account, kind, call)


def _line_items(account: Account, call: Call) -> Object:
    return listing.page(account.find("checkout.session", call.ids[0])["_lines"], call)


HANDLERS: dict[str, Handler] = {
    "SessionService.create": checkout.create,
    "SessionService.expire": checkout.expire,
    "SessionService.retrieve": _one("checkout.session"),
    "SessionService.list": _many("checkout.session"),
    "SessionLineItemService.list": _line_items,
    "PaymentIntentService.retrieve": _one("payment_intent"),
    "PaymentIntentService.list": _many("payment_intent"),
    "ChargeService.retrieve": _one("charge"),
    "ChargeService.list": _many("charge"),
    "RefundService.create": refunds.refund,
    "RefundService.retrieve": _one("refund"),
    "RefundService.list": _many("refund"),
    "EventService.retrieve": _one("event"),
    "EventService.list": _many("event"),
    "DisputeService.retrieve": _one("dispute"),
    "DisputeService.list": _many("dispute"),
    "BalanceTransactionService.retrieve": _one("balance_transaction"),
    "BalanceTransactionService.list": _many("balance_transaction"),
}


class Api:
    def __init__(self, account: Account, contract: Contract) -> None:
        self.account = account
        self.contract = contract

    def answer(self, verb: str, target: str, headers: Message, body: str) -> Answer:
        """Answer one request; every refusal is an answer too."""
        request_id = token("req_", 14)
        said = {
            "Request-Id": request_id,
            "Stripe-Version": headers.get("Stripe-Version") or self.contract.version,
        }
        try:
            status, text, more = self._perform(verb, target, headers, body, request_id)
        except StripeError as refusal:
            status, text, more = refusal.status, json.dumps(refusal.body, indent=2), {}
        return Answer(status, text, said | more)

    def _perform(
        self, verb: str, target: str, headers: Message, body: str, request_id: str
    ) -> tuple[int, str, dict[str, str]]:
        _authenticate(headers.get("Authorization", ""))
        path, _, query = target.partition("?")
        operation = self.contract.operation(verb, path)
        if operation.name not in HANDLERS:
            raise not_faked(f"{verb.upper()} {path} ({operation.name})")
        params = self.contract.checked(operation, decode(body if verb == "POST" else query))
        key = headers.get("Idempotency-Key") if verb == "POST" else None
        call = Call(params=params, ids=operation.ids, path=path, request_id=request_id, key=key)
        with self.account.store.transaction():
            checkout.expire_past(self.account)
            return self._once(operation, call) if key else (200, self._do(operation, call), {})

    def _once(self, operation: Operation, call: Call) -> tuple[int, str, dict[str, str]]:
        """The same key gives the same answer for a day, and refuses other parameters."""
        key, store, now = call.key or "", self.account.store, self.account.now()
        if len(key) > 255:
            raise StripeError("Idempotency keys can be at most 255 characters.", kind="idempotency_error")
        params, said = json.dumps(call.params, sort_keys=True), {"Idempotency-Key": key}
        if kept := store.answer(key, since=now - DAY):
            endpoint, sent, first_request, status, text = kept
            if endpoint != call.path:
                message = f"Keys for idempotent requests can only be used for the same endpoint ('{endpoint}')."
                raise StripeError(message, kind="idempotency_error")
            if sent != params:
                message = "Keys for idempotent requests can only be used with their first parameters."
                other = f"Try using a key other than '{key}' if you meant to execute a different request."
                raise StripeError(f"{message} {other}", kind="idempotency_error")
            return status, text, said | {"Idempotent-Replayed": "true", "Original-Request": first_request}
        try:
            status, text = 200, self._do(operation, call)
        except StripeError as refusal:
            if not refusal.executed:
                raise
            status, text = refusal.status, json.dumps(refusal.body, indent=2)
        request_id = call.request_id or ""
        store.keep_answer(
            key, endpoint=call.path, params=params, at=now, request_id=request_id, status=status, body=text
        )
        return status, text, said

    def _do(self, operation: Operation, call: Call) -> str:
        answer = HANDLERS[operation.name](self.account, call)
        whole = listing.expanded(self.account, answer, call.params.get("expand", []))
        if wrong := self.contract.disagreements(operation, whole):
            message = f"The fake's own answer does not follow the contract: {'; '.join(wrong[:5])}"
            raise StripeError(message, status=500, kind="api_error", code="fake_is_wrong")
        return json.dumps(whole, indent=2)


def _authenticate(authorization: str) -> None:
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key:
        message = "You did not provide an API key. Use `Authorization: Bearer sk_test_...`."
        raise StripeError(message, status=401)
    if not key.startswith(("sk_test_", "rk_test_")):
        message = f"Invalid API Key provided: {key[:8]}****. The demo's fake takes only test keys."
        raise StripeError(message, status=401)


def refusal(status: int, message: str, *, headers: dict[str, str] | None = None, **fields: Any) -> Answer:
    """An answer outside any operation, as the faults give."""
    return Answer(status, json.dumps(StripeError(message, status=status, **fields).body, indent=2), headers or {})
