"""What the person at the payment page does."""

from typing import Any

from . import balance
from .account import Account, example, token
from .checkout import customer_details
from .store import Object

DECLINED = {
    "type": "card_error",
    "code": "card_declined",
    "decline_code": "generic_decline",
    "message": "Your card was declined.",
}
NOTHING = [
    "automatic_payment_methods",
    "canceled_at",
    "last_payment_error",
    "managed_payments",
    "next_action",
    "payment_method_configuration_details",
    "processing",
    "shipping",
    "transfer_data",
]
ECHOED = ["description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix"]


def pay(account: Account, session_id: str, *, email: str | None = None) -> Object:
    """Capture the whole amount. A session that is no longer open is returned as it is."""
    with account.store.transaction():
        session = account.find("checkout.session", session_id)
        if session["status"] != "open":
            return session
        customer = customer_details(session["customer_email"] or email or "personne@exemple.ca")
        intent = _intent(account, session)
        charge = _charge(account, intent, email=customer["email"])
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}
        intent |= {"latest_charge": charge["id"], "payment_method": charge["payment_method"]}
        session |= {"status": "complete", "payment_status": "paid", "url": None, "customer_details": customer}
        session["payment_intent"] = intent["id"]
        for kind, thing in (
            ("charge.succeeded", charge),
            ("payment_intent.succeeded", intent),
            ("checkout.session.completed", session),
        ):
            account.announce(kind, account.store.save(thing))
        return session


def decline(account: Account, session_id: str) -> Object:
    """The bank refuses the card: the session stays open, the attempt is kept."""
    with account.store.transaction():
        session = account.find("checkout.session", session_id)
        if session["status"] != "open":
            return session
        intent = _intent(account, session)
        charge = _charge(account, intent, email=session["customer_email"]) | {
            "status": "failed",
            "paid": False,
            "captured": False,
            "amount_captured": 0,
            "balance_transaction": None,
            "receipt_url": None,
            "failure_code": "card_declined",
            "failure_message": DECLINED["message"],
        }
        charge["outcome"] |= {"type": "issuer_declined", "network_status": "declined_by_network"}
        charge["outcome"] |= {
            "reason": "generic_decline",
            "seller_message": "The bank returned the decline code.",
        }
        intent |= {"latest_charge": charge["id"], "last_payment_error": DECLINED | {"charge": charge["id"]}}
        session["payment_intent"] = intent["id"]
        account.announce("charge.failed", account.store.save(charge))
        account.announce("payment_intent.payment_failed", account.store.save(intent))
        return account.store.save(session)


def _intent(account: Account, session: Object) -> Object:
    if session["payment_intent"]:
        return account.find("payment_intent", session["payment_intent"])
    asked: dict[str, Any] = session["_intent"]
    intent = example("payment_intent", id=(reference := token("pi_3")), created=account.now()) | {
        "amount": session["amount_total"],
        "currency": session["currency"],
        "client_secret": f"{reference}_secret_{token('')}",
        "metadata": {key: value for key, value in asked.get("metadata", {}).items() if value},
    }
    intent |= dict.fromkeys(NOTHING) | {name: asked.get(name) for name in ECHOED}
    account.announce("payment_intent.created", account.store.save(intent))
    return intent


def _charge(account: Account, intent: Object, *, email: str | None) -> Object:
    amount, now = intent["amount"], account.now()
    charge = example("charge", id=token("ch_3"), created=now, payment_method=token("pm_1"))
    copied = ("currency", "metadata", "description", "receipt_email", "statement_descriptor_suffix")
    charge |= {name: intent[name] for name in copied}
    charge |= {"amount": amount, "amount_captured": amount, "captured": True, "payment_intent": intent["id"]}
    charge |= {"receipt_url": None, "statement_descriptor": intent["statement_descriptor"]}
    charge |= dict.fromkeys(("shipping", "source", "transfer_data"))
    charge["billing_details"] |= {"email": email, "name": None}
    card = charge["payment_method_details"]["card"]
    card |= {
        "country": "CA",
        "wallet": None,
        "installments": None,
        "three_d_secure": None,
        "amount_authorized": amount,
    }
    charge["outcome"] = {"network_status": "approved_by_network", "reason": None, "risk_level": "normal"}
    charge["outcome"] |= {
        "seller_message": "Payment complete.",
        "type": "authorized",
        "network_decline_code": None,
    }
    charge["outcome"] |= {"advice_code": None, "network_advice_code": None}
    del charge["refunds"]  # shown only when a client expands it
    fee = (amount * 29 + 500) // 1000 + 30  # 2.9 % and 30 cents
    charge["balance_transaction"] = balance.moved(account, charge, amount, fee=fee, kind="charge")["id"]
    return charge
