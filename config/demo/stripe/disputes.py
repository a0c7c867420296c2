"""Disputes: the bank takes the money back at once, and gives it again when the answer convinced it."""

from . import balance
from .account import Account, example, token
from .errors import StripeError
from .store import Object

DAY = 86400
FEE = 1500


def dispute(
    account: Account, intent: str, *, amount: int | None = None, reason: str = "fraudulent", inquiry: bool = False
) -> Object:
    """Open one; an inquiry asks first and takes nothing."""
    with account.store.transaction():
        charge = account.find("charge", account.find("payment_intent", intent)["latest_charge"])
        cents = charge["amount"] if amount is None else amount
        opened = example("dispute", id=token("dp_1"), created=(now := account.now()), amount=cents, reason=reason)
        opened |= {"charge": charge["id"], "payment_intent": intent, "currency": charge["currency"]}
        opened |= {"status": "warning_needs_response" if inquiry else "needs_response"}
        opened |= {"is_charge_refundable": inquiry, "enhanced_eligibility_types": []}
        opened["evidence_details"] |= {"due_by": now + 9 * DAY, "submission_count": 0, "submission_method": "manual"}
        opened["evidence"] = example("dispute")["evidence"] | {"enhanced_evidence": {}}
        del opened["payment_method_details"]
        if not inquiry:
            taken = balance.moved(account, opened, -cents, fee=FEE, kind="adjustment", category="dispute")
            opened["balance_transactions"] = [taken]
        account.store.save(charge | {"disputed": True, "_dispute": not inquiry})
        account.announce("charge.dispute.created", account.store.save(opened))
        if not inquiry:
            account.announce("charge.dispute.funds_withdrawn", opened)
        return opened


def review(account: Account, reference: str) -> Object:
    """An answer was sent: the bank reads it."""
    with account.store.transaction():
        read = account.find("dispute", reference)
        read |= {"status": "warning_under_review" if read["status"].startswith("warning") else "under_review"}
        account.announce("charge.dispute.updated", account.store.save(read))
        return read


def close(account: Account, reference: str, *, won: bool) -> Object:
    """The bank decides. Won, the amount comes back, without the fee."""
    with account.store.transaction():
        closed = account.find("dispute", reference)
        if closed["status"] in {"won", "lost", "warning_closed"}:
            raise StripeError(f"The dispute is {closed['status']} already.")
        took = bool(closed["balance_transactions"])
        closed |= {"status": ("won" if won else "lost") if took else "warning_closed"}
        if took and won:
            back = balance.moved(
                account, closed, closed["amount"], fee=0, kind="adjustment", category="dispute_reversal"
            )
            closed["balance_transactions"] = [*closed["balance_transactions"], back]
        charge = account.find("charge", closed["charge"])
        account.store.save(charge | {"_dispute": took and not won})
        account.announce("charge.dispute.closed", account.store.save(closed))
        if took and won:
            account.announce("charge.dispute.funds_reinstated", closed)
        return closed
