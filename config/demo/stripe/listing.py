"""Lists by page, and the `expand` parameter."""

from typing import Any

from .account import Account, Call, shown
from .errors import StripeError, not_faked
from .store import Object

PAGE, LARGEST_PAGE = 10, 100
MAX_DEPTH = 4
SAME = {  # the fields by which a list may be narrowed, by kind
    "checkout.session": ("payment_intent", "status"),
    "refund": ("charge", "payment_intent"),
    "charge": ("payment_intent",),
    "payment_intent": (),
    "event": (),
    "dispute": ("charge", "payment_intent"),
    "balance_transaction": ("source", "currency"),
}
ALWAYS = {"limit", "starting_after", "ending_before", "created", "expand", "type", "types"}


def listed(account: Account, kind: str, call: Call) -> Object:
    if strange := set(call.params) - ALWAYS - set(SAME[kind]):
        raise not_faked(f"the filter {min(strange)} of this list", param=min(strange))
    equal = {name: call.params[name] for name in SAME[kind] if name in call.params}
    things = [thing for thing in account.store.newest_first(kind, **equal) if _wanted(thing, call.params)]
    return page(things, call)


def _wanted(thing: Object, params: dict[str, Any]) -> bool:
    created, bounds = thing["created"], params.get("created", {})
    if isinstance(bounds, int):
        bounds = {"gte": bounds, "lte": bounds}
    kinds = params.get("types") or [params.get("type", "*")]
    return (
        created > bounds.get("gt", -1)
        and created >= bounds.get("gte", 0)
        and created < bounds.get("lt", created + 1)
        and created <= bounds.get("lte", created)
        and any(_matches(thing.get("type", ""), kind) for kind in kinds)
    )


def _matches(kind: str, pattern: str) -> bool:
    return kind == pattern or (pattern.endswith("*") and kind.startswith(pattern[:-1]))


def page(things: list[Object], call: Call) -> Object:
    """One page of a list, newest first."""
    limit = call.params.get("limit", PAGE)
    if not 1 <= limit <= LARGEST_PAGE:
        message = f"Invalid integer: limit must be between 1 and {LARGEST_PAGE}"
        raise StripeError(message, code="parameter_invalid_integer", param="limit")
    if after := call.params.get("starting_after"):
        things = things[_position(things, after, "starting_after") + 1 :]
    if before := call.params.get("ending_before"):
        things = things[: _position(things, before, "ending_before")]
        data, has_more = things[-limit:], len(things) > limit
    else:
        data, has_more = things[:limit], len(things) > limit
    return {"object": "list", "data": data, "has_more": has_more, "url": call.path}


def _position(things: list[Object], reference: str, param: str) -> int:
    for position, thing in enumerate(things):
        if thing["id"] == reference:
            return position
    raise StripeError(f"No such object: '{reference}'", code="resource_missing", param=param)


def expanded(account: Account, answer: Object, paths: list[str]) -> Object:
    """The answer as its client sees it, with the objects that it asked for instead of their identifiers."""
    whole = _visible(answer)
    for path in paths:
        names = path.split(".")
        if len(names) > MAX_DEPTH:
            message = f"You cannot expand more than {MAX_DEPTH} levels of a property ({path})."
            raise StripeError(message, code="parameter_invalid", param="expand")
        _expand(account, answer, whole, names, path)
    return whole


def _visible(thing: Object) -> Object:
    whole = shown(thing)
    if thing["object"] == "list":
        whole["data"] = [shown(each) for each in thing["data"]]
    return whole


def _expand(account: Account, stored: Object, seen: Object, names: list[str], path: str) -> None:
    name, *rest = names
    if stored["object"] == "list" and name == "data" and rest:
        for inner, view in zip(stored["data"], seen["data"], strict=True):
            _expand(account, inner, view, rest, path)
        return
    inner = _behind(account, stored, name)
    if inner == {}:
        return
    if inner is None:
        if name in seen and seen[name] is None:
            return
        raise StripeError(f"This property cannot be expanded ({path}).", param="expand")
    if not isinstance(seen.get(name), dict):
        seen[name] = _visible(inner)
    if rest:
        _expand(account, inner, seen[name], rest, path)


def _behind(account: Account, stored: Object, name: str) -> Object | None:
    """The object whose identifier a field holds, or a list that is shown only on demand."""
    match stored["object"], name:
        case "checkout.session", "line_items":
            path = f"/v1/checkout/sessions/{stored['id']}/line_items"
            return page(stored["_lines"], Call(params={}, path=path))
        case "charge", "refunds":
            refunds = account.store.newest_first("refund", charge=stored["id"])
            return page(refunds, Call(params={}, path=f"/v1/charges/{stored['id']}/refunds"))
        case "balance_transaction", "source":
            source = account.store.find(stored["source"])  # of other sources the contract knows the name alone
            return source if source and source["object"] in {"charge", "refund"} else {}
    held = stored.get(name)
    return account.store.find(held) if isinstance(held, str) and name != "id" else None
