"""Refunds and disputes as the provider has them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from registrations.payments.gateway.client import PAGE, asked, name_of
from registrations.payments.models import Refund
from registrations.payments.rules import DisputeFact, RefundFact

if TYPE_CHECKING:
    from stripe import Dispute as StripeDispute
    from stripe import Refund as StripeRefund
    from stripe import StripeClient


def create_refund(refund: Refund) -> RefundFact:
    """Give back a part of a payment by card; the same refund, asked again, is the same refund."""
    params: Any = {
        "payment_intent": refund.payment.reference,
        "amount": refund.cents,
        "reason": "requested_by_customer",
        "metadata": {"refund": str(refund.uuid), "code": refund.payment.order.code},
    }
    options: Any = {"idempotency_key": str(refund.uuid)}
    return asked(lambda client: _refund(client.v1.refunds.create(params, options)))


def read_refund(reference: str) -> RefundFact:
    """The refund as it stands now."""
    return asked(lambda client: _refund(client.v1.refunds.retrieve(reference)))


def refunds_of_payment(reference: str) -> list[RefundFact]:
    """Every refund of one payment, ours or made at the provider's, the oldest first."""
    return _refunds({"payment_intent": reference})


def refunds_of_charge(charge: str) -> list[RefundFact]:
    """The same, where an event names the charge."""
    return _refunds({"charge": charge})


def list_refunds(*, since: datetime, until: datetime) -> list[RefundFact]:
    """Every refund made in this time, the oldest first."""
    return _refunds({"created": between(since, until)})


def read_dispute(reference: str) -> DisputeFact:
    """The dispute as it stands now."""
    return asked(lambda client: _dispute(client.v1.disputes.retrieve(reference)))


def list_disputes(*, since: datetime, until: datetime) -> list[DisputeFact]:
    """Every dispute opened in this time, the oldest first."""
    params: Any = {"created": between(since, until), "limit": PAGE}

    def every(client: "StripeClient") -> list[DisputeFact]:
        return oldest_first(_dispute(each) for each in client.v1.disputes.list(params).auto_paging_iter())

    return asked(every)


def between(since: datetime, until: datetime) -> dict[str, int]:
    """The provider's filter on the moment of creation: `since` included, `until` not."""
    return {"gte": int(since.timestamp()), "lt": int(until.timestamp())}


def oldest_first(facts: Iterable[Any]) -> list[Any]:
    """The provider gives the newest first."""
    return list(facts)[::-1]


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _refunds(narrowed: dict[str, Any]) -> list[RefundFact]:
    params: Any = narrowed | {"limit": PAGE}

    def every(client: "StripeClient") -> list[RefundFact]:
        return oldest_first(_refund(each) for each in client.v1.refunds.list(params).auto_paging_iter())

    return asked(every)


def _refund(refund: "StripeRefund") -> RefundFact:
    metadata = refund.metadata.to_dict() if refund.metadata else {}
    return RefundFact(
        reference=refund.id,
        status=refund.status or "",
        cents=refund.amount,
        currency=refund.currency,
        payment_reference=name_of(refund.payment_intent),
        refund_uuid=metadata.get("refund", ""),
        failure=(getattr(refund, "failure_reason", None) or "") if "failure_reason" in refund else "",
        made_at=instant(refund.created),
    )


def _dispute(dispute: "StripeDispute") -> DisputeFact:
    due_by = dispute.evidence_details.due_by
    return DisputeFact(
        reference=dispute.id,
        status=dispute.status,
        reason=dispute.reason,
        cents=dispute.amount,
        currency=dispute.currency,
        payment_reference=name_of(dispute.payment_intent),
        respond_by=instant(due_by) if due_by else None,
        opened_at=instant(dispute.created),
    )
