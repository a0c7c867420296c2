"""Checkout Sessions: what may be asked for beyond the contract, and how one opens, expires and is shown."""

import re
from typing import Any
from urllib.parse import urlsplit

from .account import BY_ITSELF, Account, Call, example, token
from .errors import StripeError, missing, not_faked
from .forms import bracketed, leaves
from .store import Object

MINUTE, HOUR = 60, 3600
MINIMUM = {"cad": 50, "eur": 50, "usd": 50}
MAXIMUM = 99_999_999
MAX_LINES = 100
PLAYED = re.compile(
    r"(mode|ui_mode|success_url|cancel_url|client_reference_id|customer_email|customer_creation|expires_at|locale"
    r"|submit_type|currency|origin_context|billing_address_collection|expand|metadata"
    r"|line_items\.(quantity|metadata|price_data\.(currency|unit_amount|tax_behavior"
    r"|product_data\.(name|description|metadata|images|tax_code|unit_label)))"
    r"|payment_intent_data\.(description|metadata|receipt_email|statement_descriptor|statement_descriptor_suffix))(\..*)?"
)
NOTHING = [
    "after_expiration",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "invoice_creation",
    "managed_payments",
    "payment_method_configuration_details",
    "permissions",
    "saved_payment_method_options",
    "shipping_address_collection",
    "shipping_cost",
    "wallet_options",
    "payment_intent",
]
ECHOED = [
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer_creation",
    "customer_email",
    "locale",
    "origin_context",
    "submit_type",
]


def create(account: Account, call: Call) -> Object:
    params, now = call.params, account.now()
    _only_what_is_played(params)
    _addresses(params)
    _metadata(params)
    expires_at = _expiry(params.get("expires_at", now + 24 * HOUR), now)
    lines = [_line(line, index, now) for index, line in enumerate(params.get("line_items", []))]
    currency, total = _total(params, lines)
    session = (
        example("checkout.session")
        | dict.fromkeys(NOTHING)
        | {
            "id": (reference := token("cs_test_a1", 58)),
            "url": f"{account.url}/pay/{reference}",
            "created": now,
            "expires_at": expires_at,
            "amount_subtotal": total,
            "amount_total": total,
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
            "currency": currency,
            "adaptive_pricing": {"enabled": False},
            "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
            "customer_details": customer_details(email) if (email := params.get("customer_email")) else None,
            "metadata": _kept(params.get("metadata", {})),
            "payment_method_collection": "if_required",
            "success_url": params["success_url"],
            "ui_mode": "hosted_page",
            "_lines": lines,
            "_intent": params.get("payment_intent_data", {}),
        }
    )
    session |= {name: params.get(name) for name in ECHOED}
    return account.store.save(session)


def _only_what_is_played(params: dict[str, Any]) -> None:
    for path, value in leaves(params):
        name = ".".join(str(part) for part in path if not isinstance(part, int))
        if name.startswith("line_items.price") and not name.startswith("line_items.price_data"):
            raise missing("price", value, param=bracketed(path))
        if not PLAYED.fullmatch(name) and value is not False:  # what is switched off needs no play
            raise not_faked(f"the parameter {bracketed(path)}", param=bracketed(path))
    if params.get("mode") is None:
        raise StripeError("Missing required param: mode.", code="parameter_missing", param="mode")
    if params["mode"] != "payment":
        raise not_faked(f"mode={params['mode']}", param="mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_faked(f"ui_mode={params['ui_mode']}", param="ui_mode")


def _addresses(params: dict[str, Any]) -> None:
    if "success_url" not in params:
        raise StripeError("Missing required param: success_url.", code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        if not is_address(params.get(name, "https://example.com")):
            raise StripeError("Not a valid URL", code="url_invalid", param=name)
    email = params.get("customer_email", "a@b.ca")
    if not is_email(email):
        raise StripeError(f"Invalid email address: {email}", code="email_invalid", param="customer_email")
    if len(params.get("client_reference_id", "")) > 200:
        message = "Invalid string: client_reference_id must be at most 200 characters"
        raise StripeError(message, param="client_reference_id")


def is_address(text: str) -> bool:
    try:
        return re.fullmatch(r"https?://[!-~\u00a1-\uffff]+", text) is not None and bool(urlsplit(text).hostname)
    except ValueError:  # a bracket that opens no IPv6 address
        return False


def is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text) is not None and len(text) <= 254


def _metadata(params: dict[str, Any]) -> None:
    check_metadata(params.get("metadata", {}), "metadata")
    check_metadata(params.get("payment_intent_data", {}).get("metadata", {}), "payment_intent_data[metadata]")
    for index, line in enumerate(params.get("line_items", [])):
        check_metadata(line.get("metadata", {}), f"line_items[{index}][metadata]")


def check_metadata(metadata: dict[str, str], param: str) -> None:
    """At most 50 keys of 40 characters, values of 500."""
    if len(metadata) > 50:
        raise StripeError(f"You can only have up to 50 metadata keys; you passed {len(metadata)}.", param=param)
    for key, value in metadata.items():
        if len(key) > 40:
            message = f"Metadata keys can have up to 40 characters, but you passed in {len(key)}"
            raise StripeError(f"{message}. Invalid key: {key}", param=param)
        if len(value) > 500:
            message = "Metadata values can have up to 500 characters, but you passed in a value that is"
            raise StripeError(f"{message} {len(value)} characters. Invalid value: {value}", param=f"{param}[{key}]")


def _kept(metadata: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in metadata.items() if value}  # an empty value unsets its key


def _expiry(expires_at: int, now: int) -> int:
    if expires_at < now + 30 * MINUTE:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    if expires_at > now + 24 * HOUR:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise StripeError(message, param="expires_at")
    return expires_at


def _line(line: dict[str, Any], index: int, now: int) -> Object:
    at = f"line_items[{index}]"
    price, quantity = line.get("price_data"), line.get("quantity")
    if price is None:
        raise StripeError(f"Missing required param: {at}[price_data].", code="parameter_missing", param=f"{at}[price]")
    for name in ("product_data", "unit_amount"):
        if name not in price:
            param = f"{at}[price_data][{name}]"
            raise StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    if quantity is None:
        raise StripeError(f"Missing required param: {at}[quantity].", code="parameter_missing", param=f"{at}[quantity]")
    for param, value, least in (
        (f"{at}[quantity]", quantity, 1),
        (f"{at}[price_data][unit_amount]", price["unit_amount"], 0),
    ):
        if value < least:
            message = f"This value must be greater than or equal to {least}."
            raise StripeError(message, code="parameter_invalid_integer", param=param)
    if price["currency"] not in MINIMUM:
        message = f"Invalid currency: {price['currency']}. Currencies played here: {', '.join(MINIMUM)}"
        raise StripeError(message, param=f"{at}[price_data][currency]")
    amount = price["unit_amount"] * quantity
    item = example("item", id=token("li_1"), quantity=quantity, currency=price["currency"], adjustable_quantity=None)
    item |= {"amount_subtotal": amount, "amount_total": amount, "description": price["product_data"]["name"]}
    item["metadata"] = _kept(line.get("metadata", {}))
    item["price"] |= {"id": token("price_1"), "product": token("prod_", 14), "currency": price["currency"]}
    item["price"] |= {"created": now, "active": False, "recurring": None, "transform_quantity": None}
    item["price"] |= {"unit_amount": price["unit_amount"], "unit_amount_decimal": str(price["unit_amount"])}
    item["price"] |= {"custom_unit_amount": None, "tax_behavior": price.get("tax_behavior", "unspecified")}
    item["_note"] = price["product_data"].get("description", "")
    return item


def _total(params: dict[str, Any], lines: list[Object]) -> tuple[str, int]:
    if not lines:
        message = "You must provide at least one line item in `payment` mode."
        raise StripeError(message, code="parameter_missing", param="line_items")
    if len(lines) > MAX_LINES:
        raise StripeError(f"You can have at most {MAX_LINES} line items.", param="line_items")
    currency: str = params.get("currency") or lines[0]["currency"]
    if any(line["currency"] != currency for line in lines):
        raise StripeError("All line items must use the same currency.", param="line_items")
    total: int = sum(line["amount_total"] for line in lines)
    if total < MINIMUM[currency]:
        least = f"${MINIMUM[currency] / 100:.2f} {currency}"
        message = f"The Checkout Session's total amount due must add up to at least {least}"
        raise StripeError(message, code="amount_too_small")
    if total > MAXIMUM:
        message = "The Checkout Session's total amount must be no more than $999,999.99"
        raise StripeError(message, code="amount_too_large")
    return currency, total


def customer_details(email: str) -> Object:
    return {**example("checkout.session")["customer_details"], "email": email, "address": None, "tax_ids": []}


def expire(account: Account, call: Call) -> Object:
    session = account.find("checkout.session", call.ids[0])
    if session["status"] != "open":
        message = 'Only Checkout Sessions with a status in ["open"] can be expired.'
        raise StripeError(f"{message} This Checkout Session has a status of `{session['status']}`.", executed=True)
    return close(account, session, cause=call)


def close(account: Account, session: Object, *, cause: Call = BY_ITSELF) -> Object:
    session |= {"status": "expired", "url": None}
    account.store.save(session)
    account.announce("checkout.session.expired", session, cause=cause)
    if session["payment_intent"]:
        intent = account.find("payment_intent", session["payment_intent"])
        intent |= {"status": "canceled", "canceled_at": account.now(), "cancellation_reason": "automatic"}
        account.announce("payment_intent.canceled", account.store.save(intent), cause=cause)
    return session


def expire_past(account: Account) -> None:
    """Close every open session whose moment has passed; before each request, and at each tick."""
    with account.store.transaction():
        for session in account.store.past_sessions(account.now()):
            close(account, session)
