"""The admin's screens of payments."""

from registrations.actors import Role
from registrations.payments.models import Payment, StripeEvent
from registrations.viewsets import ActionViewSet


class PaymentViewSet(ActionViewSet):
    model = Payment
    name = "paiements"
    icon = "success"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("reference", "order", "method", "state", "captured_cents", "refunded_cents", "captured_at")
    list_filter = ("state", "method", "captured_at")
    list_select_related = ("order",)
    search_fields = ("reference", "order__code")


class StripeEventViewSet(ActionViewSet):
    model = StripeEvent
    name = "evenements-stripe"
    icon = "rotate"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("event_id", "kind", "state", "attempts", "received_at", "applied_at", "error")
    list_filter = ("state", "received_at")
    search_fields = ("event_id", "kind", "object_id")
