"""The balance of the account: what each charge, refund, dispute and payout moves on it."""

from .account import Account, example, token
from .errors import StripeError
from .store import Object

DAY = 86400


def moved(account: Account, source: Object, amount: int, *, fee: int, kind: str, category: str = "") -> Object:
    """One movement: `amount` before fees, below zero when it leaves."""
    now = account.now()
    row = example("balance_transaction", id=token("txn_3"), created=now, available_on=now + 2 * DAY, type=kind)
    row |= {
        "amount": amount,
        "fee": fee,
        "net": amount - fee,
        "currency": source["currency"],
        "source": source["id"],
    }
    detail = {"amount": fee, "application": None, "currency": source["currency"], "type": "stripe_fee"}
    row |= {
        "fee_details": [detail | {"description": "Stripe processing fees"}] if fee else [],
        "description": None,
    }
    category = category or kind
    return account.store.save(row | {"reporting_category": category, "status": "pending", "exchange_rate": None})


def payout(account: Account, amount: int | None = None) -> Object:
    """Send to the bank this much, or all that the balance holds; its movement."""
    with account.store.transaction():
        held = sum(row["net"] for row in account.store.newest_first("balance_transaction"))
        sent = held if amount is None else amount
        if not 0 < sent <= held:
            raise StripeError(f"You have insufficient funds: the balance is {held}.", code="balance_insufficient")
        source = {"id": token("po_1"), "currency": "cad"}  # payouts themselves are not played
        return moved(account, source, -sent, fee=0, kind="payout")
