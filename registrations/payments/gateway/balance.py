"""What moved on the association's balance at the provider: what accounting compares with the books."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from registrations.payments.gateway.client import PAGE, asked, name_of
from registrations.payments.gateway.refunds import between, instant, oldest_first
from registrations.payments.rules import BalanceFact, movement_kind

if TYPE_CHECKING:
    from stripe import BalanceTransaction, StripeClient


def list_balance_transactions(*, since: datetime, until: datetime) -> list[BalanceFact]:
    """Every movement created from `since` to before `until`, the oldest first; all pages are read."""
    params: Any = {"created": between(since, until), "limit": PAGE, "expand": ["data.source"]}

    def every(client: "StripeClient") -> list[BalanceFact]:
        return oldest_first(_movement(each) for each in client.v1.balance_transactions.list(params).auto_paging_iter())

    return asked(every)


def _movement(moved: "BalanceTransaction") -> BalanceFact:
    source: Any = moved.source
    named = not isinstance(source, str) and source is not None and "payment_intent" in source
    return BalanceFact(
        reference=moved.id,
        kind=movement_kind(moved.type),
        type=moved.type,
        cents=moved.amount,
        fee_cents=moved.fee,
        net_cents=moved.net,
        currency=moved.currency,
        source=name_of(source),
        payment_reference=name_of(source.payment_intent) if named else "",
        made_at=instant(moved.created),
        available_at=instant(moved.available_on),
    )
