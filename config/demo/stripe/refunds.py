"""What refunds give back, at once or later, and those that the bank sends back."""

from typing import Any

from . import balance
from .account import Account, Call, example, token
from .checkout import check_metadata
from .errors import StripeError, not_faked
from .store import Object


def refund(account: Account, call: Call) -> Object:
    """Give back a part or the whole of a charge, never more than what is left of it."""
    params = call.params
    for name in ("customer", "instructions_email", "origin", "refund_application_fee", "reverse_transfer"):
        if params.get(name):
            raise not_faked(f"the parameter {name}", param=name)
    metadata = params.get("metadata") or {}
    check_metadata(metadata, "metadata")
    charge = _charge_to_refund(account, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if charge["refunded"]:
        message = f"Charge {charge['id']} has already been refunded."
        raise StripeError(message, code="charge_already_refunded", executed=True)
    amount = params.get("amount", left)
    if amount < 1:
        raise StripeError(
            "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param="amount"
        )
    if amount > left:
        asked, whole = f"${amount / 100:.2f}", f"${left / 100:.2f}"
        message = f"Refund amount ({asked}) is greater than unrefunded amount on charge ({whole})"
        raise StripeError(message, param="amount", executed=True)
    back = example("refund", id=token("re_3"), created=account.now(), amount=amount, currency=charge["currency"])
    back |= {
        "charge": charge["id"],
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
    }
    back |= {"metadata": {key: value for key, value in metadata.items() if value}}
    if account.faults.take("pending_refunds"):
        back |= {"status": "pending", "pending_reason": "processing"}
    back["balance_transaction"] = balance.moved(account, back, -amount, fee=0, kind="refund")["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    account.announce("refund.created", account.store.save(back), cause=call)
    account.announce("charge.refunded", account.store.save(charge), cause=call)
    return back


def give_back(account: Account, intent: str, amount: int) -> Object:
    """A refund made on the provider's own dashboard: it bears no mark of ours."""
    with account.store.transaction():
        return refund(account, Call(params={"payment_intent": intent, "amount": amount}))


def settle(account: Account, reference: str) -> Object:
    """What was pending has reached the bank."""
    with account.store.transaction():
        back = account.find("refund", reference) | {"status": "succeeded", "pending_reason": None}
        account.announce("refund.updated", account.store.save(back))
        return back


def fail(account: Account, reference: str, *, reason: str = "expired_or_canceled_card") -> Object:
    """The bank sends it back, even days after: the amount is on the balance again. A second time changes nothing."""
    with account.store.transaction():
        back = account.find("refund", reference)
        if back["status"] == "failed":
            return back
        returned = balance.moved(account, back, back["amount"], fee=0, kind="refund_failure")
        back |= {"status": "failed", "pending_reason": None, "failure_reason": reason}
        back |= {"failure_balance_transaction": returned["id"]}
        charge = account.find("charge", back["charge"])
        charge |= {"amount_refunded": charge["amount_refunded"] - back["amount"], "refunded": False}
        account.store.save(charge)
        for kind in ("refund.updated", "refund.failed"):
            account.announce(kind, account.store.save(back))
        return back


def _charge_to_refund(account: Account, params: dict[str, Any]) -> Object:
    if ("charge" in params) == ("payment_intent" in params):
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise StripeError(message, code="parameter_missing" if "charge" not in params else "parameters_exclusive")
    if "charge" in params:
        charge = account.find("charge", params["charge"], param="charge")
    else:
        intent = account.find("payment_intent", params["payment_intent"], param="payment_intent")
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise StripeError(message, param="payment_intent", executed=True)
        charge = account.find("charge", intent["latest_charge"])
    if charge.get("_dispute"):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise StripeError(message, code="charge_disputed", executed=True)
    if not charge["captured"]:
        raise StripeError(f"Charge {charge['id']} has not been captured.", param="charge", executed=True)
    if params.get("currency", charge["currency"]) != charge["currency"]:
        raise StripeError("The currency of a refund must be that of its charge.", param="currency")
    return charge
