"""What Stripe accepts and answers, read from the contract beside this file."""

import json
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from .errors import StripeError, unrecognized
from .forms import bracketed, coerce, leaves

FOLDER = Path(__file__).parent
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Operation:
    """One verb of one path; `name` is the SDK's own, as `RefundService.create`."""

    name: str
    request: dict[str, Any] | None
    response: dict[str, Any]
    ids: tuple[str, ...]


@cache
def contract() -> "Contract":
    """The one contract of the process: a tenth of a second to read."""
    return Contract()


class Contract:
    """Finds operations, checks what is sent to them and what they answer. Safe between threads."""

    def __init__(self) -> None:
        document = json.loads((FOLDER / "contract.json").read_bytes())
        self.version: str = document["info"]["version"]
        self._schemas: dict[str, Any] = document["components"]["schemas"]
        self._registry = jsonschema_rs.Registry([("contract:", document)])
        self._paths = [(_pattern(path), verbs) for path, verbs in document["paths"].items()]
        self._validators: dict[str, Any] = {}
        self._lock = threading.Lock()

    def operation(self, verb: str, path: str) -> Operation:
        # A fixed path (`/v1/charges/search`) is read before the one with a name in its place.
        matches = [(m, verbs) for pattern, verbs in self._paths if (m := pattern.fullmatch(path))]
        for matched, verbs in sorted(matches, key=lambda match: len(match[0].groups())):
            if spec := verbs.get(verb.lower()):
                body = spec.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema")
                response = spec["responses"]["200"]["content"]["application/json"]["schema"]
                return Operation(spec["operationId"], body or spec.get("x-query"), response, matched.groups())
        raise unrecognized(verb, path)

    def checked(self, operation: Operation, form: dict[str, Any]) -> dict[str, Any]:
        """The typed parameters, or Stripe's refusal of the first that it does not accept."""
        schema = operation.request or {"type": "object", "additionalProperties": False}
        params: dict[str, Any] = coerce(form, schema, self._schemas)
        errors = list(self._validator(schema).iter_errors(params))
        if errors:
            raise _refusal(errors)
        for path, value in leaves(params):
            if value == "" and "metadata" not in path:  # an empty value of metadata unsets its key
                name = bracketed(path)
                message = f"You passed an empty string for '{name}'. Leave the parameter out instead."
                raise StripeError(message, code="parameter_invalid_empty", param=name)
        return params

    def disagreements(self, operation: Operation, answer: Any) -> list[str]:
        """Where an answer departs from the contract: a defect of the fake, never of its client."""
        errors = self._validator(operation.response).iter_errors(answer)
        return [f"{bracketed(error.instance_path)}: {error.message[:200]}" for error in errors]

    def _validator(self, schema: dict[str, Any]) -> Any:
        key = json.dumps(schema)
        with self._lock:
            if key not in self._validators:
                absolute = json.loads(key.replace('"#/', '"contract:#/'))
                self._validators[key] = jsonschema_rs.validator_for(absolute, registry=self._registry)
            return self._validators[key]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "([^/]+)", path))


@cache
def fixtures() -> dict[str, Any]:
    """Stripe's example objects by kind. Never change them in place: copy."""
    resources: dict[str, Any] = json.loads((FOLDER / "fixtures.json").read_bytes())["resources"]
    return resources


def _refusal(errors: list[Any]) -> StripeError:
    # Stripe names an unknown parameter before it looks at the values of the others.
    error = next((each for each in errors if each.kind.name == "additionalProperties"), errors[0])
    kind, path = error.kind, list(error.instance_path)
    if kind.name == "anyOf":
        # Of the accepted shapes, the one that came closest explains best: it failed deepest.
        branches = [branch for branch in kind.context if branch]
        deepest = max(branches, key=lambda branch: max(len(list(each.instance_path)) for each in branch))
        if any(list(each.instance_path) or each.kind.name == "additionalProperties" for each in deepest):
            return _explained(deepest[0], [*path, *deepest[0].instance_path])
        return _explained(branches[-1][0], path)
    return _explained(error, path)


def _explained(error: Any, path: list[str | int]) -> StripeError:
    kind = error.kind
    match kind.name:
        case "additionalProperties":
            name = bracketed([*path, kind.unexpected[0]])
            return StripeError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
        case "required":
            name = bracketed([*path, kind.property])
            return StripeError(f"Missing required param: {name}.", code="parameter_missing", param=name)
        case "enum":
            name, options = bracketed(path), ", ".join(str(option) for option in kind.options)
            return StripeError(f"Invalid {name}: must be one of {options}", param=name)
        case "type":
            name, wanted = bracketed(path), " or ".join(kind.types)
            code = "parameter_invalid_integer" if wanted == "integer" else None
            return StripeError(f"Invalid {wanted}: {name}", param=name, code=code)
        case _:
            name = bracketed(path)
            return StripeError(f"Invalid {name}: {error.message[:200]}", param=name)
