"""Stripe's refusals, in Stripe's own shape."""

from typing import Any


class StripeError(Exception):
    """A refusal that becomes `{"error": {...}}`.

    `executed` says that the endpoint had begun its work: Stripe then stores the refusal under the
    idempotency key and replays it. Refusals of the parameters are not stored.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        executed: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.executed = executed
        fields = {"type": kind, "code": code, "param": param, "message": message}
        self.fields = {name: value for name, value in fields.items() if value is not None}

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.fields}


def missing(kind: str, reference: str, *, param: str = "id") -> StripeError:
    status = 404 if param == "id" else 400  # in the address, or in a parameter
    return StripeError(f"No such {kind}: '{reference}'", status=status, code="resource_missing", param=param)


def unrecognized(verb: str, path: str) -> StripeError:
    return StripeError(f"Unrecognized request URL ({verb.upper()}: {path}).", status=404)


def not_faked(what: str, *, param: str | None = None) -> StripeError:
    """Stripe knows it, this fake does not: said aloud, so that nobody believes it was tried."""
    message = f"The demo's fake of Stripe does not play {what}."
    return StripeError(message, status=501, kind="api_error", code="not_faked", param=param)
