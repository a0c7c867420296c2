"""Stripe's bracketed forms: `line_items[0][quantity]=2` to nested values, and back to a name."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from .errors import StripeError

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
MAX_FIELDS = 1000
Tree = dict[str, Any]


def decode(encoded: str) -> Tree:
    """A form as nested dictionaries of strings; lists are still dictionaries, keyed by their positions."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise StripeError(f"The request could not be decoded: {error}.") from error
    tree: Tree = {}
    for name, value in pairs:
        matched = NAME.fullmatch(name)
        if matched is None:
            raise StripeError(f"Invalid parameter name: {name}", param=name)
        keys = [matched[1], *re.findall(r"\[([^\[\]]*)\]", matched[2])]
        _plant(tree, keys, value, name=name)
    return tree


def _plant(tree: Tree, keys: list[str], value: str, *, name: str) -> None:
    *branches, leaf = keys
    for key in branches:
        tree = tree.setdefault(key or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise StripeError(f"Invalid object: {name}", param=name)
    leaf = leaf or str(len(tree))
    if isinstance(tree.get(leaf), dict):
        raise StripeError(f"Invalid object: {name}", param=name)
    tree[leaf] = value


def bracketed(path: Iterable[str | int]) -> str:
    """The name under which a client sent the value at `path`."""
    first, *rest = [str(part) for part in path] or [""]
    return first + "".join(f"[{part}]" for part in rest)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    """Every value that is neither a dictionary nor a list, with its path."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, (*path, index))]
    return [(path, value)]


def coerce(value: Any, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Give the strings of a form the types that the schema expects; what does not fit is left as it came."""
    choices = [resolved(choice, schemas) for choice in resolved(schema, schemas).get("anyOf", [schema])]
    if isinstance(value, dict):
        return _coerce_branch(value, choices, schemas)
    kinds = {choice.get("type") for choice in choices if isinstance(choice.get("type"), str)}
    if "integer" in kinds and re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    if "boolean" in kinds and value in {"true", "false"}:
        return value == "true"
    if "number" in kinds and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    return value


def _coerce_branch(value: Tree, choices: list[dict[str, Any]], schemas: dict[str, Any]) -> Any:
    if all(key.isdecimal() for key in value):
        for choice in choices:
            if choice.get("type") == "array":
                ordered = sorted(value, key=int)
                return [coerce(value[key], choice.get("items", {}), schemas) for key in ordered]
    for choice in choices:
        if choice.get("type") == "object":
            known, others = choice.get("properties", {}), choice.get("additionalProperties")
            others = others if isinstance(others, dict) else {}
            return {key: coerce(inner, known.get(key, others), schemas) for key, inner in value.items()}
    return value


def resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].removeprefix("#/components/schemas/")]
    return schema
