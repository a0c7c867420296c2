"""The admin's screens of payments, refunds, disputes, and of what the card provider says."""

from registrations.payments.viewsets.disputes import DisputeViewSet
from registrations.payments.viewsets.payments import PaymentViewSet, StripeEventViewSet
from registrations.payments.viewsets.refunds import RefundViewSet

__all__ = ["DisputeViewSet", "PaymentViewSet", "RefundViewSet", "StripeEventViewSet"]
