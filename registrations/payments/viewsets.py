"""The admin's screens of payments."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.payments.actions import retry_event
from registrations.payments.models import EventState, Payment, StripeEvent
from registrations.viewsets import ActionPostView, ActionViewSet


class PaymentViewSet(ActionViewSet):
    model = Payment
    name = "paiements"
    icon = "success"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("reference", "order", "method", "state", "captured_cents", "refund_due_cents", "captured_at")
    list_filter = ("state", "method", "refund_reason", "captured_at")
    list_select_related = ("order",)
    search_fields = ("reference", "order__code")


class RetryEventView(ActionPostView):
    label = _("Apply again")
    question = _("The event will be read again from Stripe within a minute, and applied.")
    done_message = _("It will be applied again within a minute.")
    icon = "rotate"

    @classmethod
    def offered(cls, instance: StripeEvent) -> bool:
        return instance.state == EventState.FAILED

    def perform(self) -> StripeEvent:
        retry_event(event=self.object, by=self.actor(), at=timezone.now())
        return self.object


class StripeEventViewSet(ActionViewSet):
    model = StripeEvent
    name = "evenements-stripe"
    post_views = {"reprendre": RetryEventView}
    icon = "rotate"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("event_id", "kind", "state", "attempts", "received_at", "applied_at", "error")
    list_filter = ("state", "received_at")
    search_fields = ("event_id", "kind", "object_id")
