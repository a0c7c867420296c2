"""Payments, and the events of the card provider."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.payments.actions import (
    ask_refund,
    move_overpayment,
    release_part,
    retry_event,
    reverse_payment,
    undo_move,
)
from registrations.payments.forms import MoveForm, PartForm, ReversalForm
from registrations.payments.gateway import dashboard
from registrations.payments.jobs import send_refund
from registrations.payments.models import EventState, Payment, PaymentMethod, PaymentState, StripeEvent
from registrations.payments.queries import refundable
from registrations.payments.rules import METHODS_BY_HAND
from registrations.viewsets import ActionIndexView, ActionInspectView, ActionPostView, ActionViewSet


class ReverseView(ActionPostView):
    label = _("Take this payment back")
    question = _("The amount is owed again at once, and what it had settled with it: dues, for example.")
    done_message = _("The payment is taken back.")
    icon = "arrow-left"
    form_class = ReversalForm

    @classmethod
    def offered(cls, payment: Payment) -> bool:
        return payment.method in METHODS_BY_HAND and payment.state == PaymentState.CAPTURED

    def perform(self, *, reason: str) -> Payment:
        return reverse_payment(payment=self.object, reason=reason, by=self.actor(), at=timezone.now())


class ReleaseView(ActionPostView):
    label = _("Put it back on the account")
    question = _(
        "The order owes this amount again, and the money stays on the payer's account: use it for another invoice from"
        " the page of the receipt."
    )
    done_message = _("The amount is on the payer's account.")
    icon = "arrow-left"
    form_class = ReversalForm

    @classmethod
    def offered(cls, payment: Payment) -> bool:
        return payment.receipt_id is not None and payment.state == PaymentState.CAPTURED and not payment.refunded_cents

    def perform(self, *, reason: str) -> Payment:
        release_part(payment=self.object, reason=reason, by=self.actor(), at=timezone.now())
        return self.object


class MoveView(ActionPostView):
    label = _("Move what is in excess")
    question = _("What is paid in excess on this order pays another invoice of the same payer: no money comes or goes.")
    done_message = _("The amount is moved to the other invoice.")
    icon = "arrow-right"
    form_class = MoveForm

    @classmethod
    def offered(cls, payment: Payment) -> bool:
        return not payment.came_for_nothing and refundable(payment) > 0

    def get_initial(self) -> dict[str, Any]:
        return {"cents": refundable(self.object)}

    def perform(self, *, target: Any, cents: int) -> Payment:
        source = self.object.order
        move_overpayment(source=source, target=target, cents=cents or 0, by=self.actor(), at=timezone.now())
        return self.object


class UndoMoveView(ActionPostView):
    label = _("Undo the move")
    question = _("This invoice owes the amount again, and the one that it came from is overpaid again.")
    done_message = _("The amount is back on the invoice that it came from.")
    icon = "arrow-left"
    form_class = ReversalForm

    @classmethod
    def offered(cls, payment: Payment) -> bool:
        return payment.method == PaymentMethod.CREDIT and payment.state == PaymentState.CAPTURED

    def perform(self, *, reason: str) -> Payment:
        return undo_move(payment=self.object, reason=reason, by=self.actor(), at=timezone.now())


class RefundPartView(ActionPostView):
    label = _("Give a part back")
    question = _(
        "What came for nothing, or was paid in excess. To give back what was sold, refund the order: its credit note"
        " goes with it."
    )
    done_message = _("The refund is asked for.")
    icon = "arrow-left"
    form_class = PartForm

    @classmethod
    def offered(cls, payment: Payment) -> bool:
        return refundable(payment) > 0

    def get_initial(self) -> dict[str, Any]:
        return {"cents": refundable(self.object)}

    def perform(self, *, cents: int, reason: str) -> Payment:
        refund = ask_refund(payment=self.object, cents=cents or 0, reason=reason, by=self.actor(), at=timezone.now())
        send_refund.enqueue(refund.pk)
        return self.object


class PaymentList(ActionIndexView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        """Money by hand is recorded as a receipt, whatever number of invoices it pays."""
        here = HeaderButton(_("Record money received"), url=reverse("encaissements:inscrire"), icon_name="plus")
        return [here, *super().header_buttons]


class PaymentPage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if self.object.method == PaymentMethod.CARD:
            url = dashboard(f"payments/{self.object.reference}")
            buttons.append(HeaderButton(_("See it in Stripe"), url=url, icon_name="link-external"))
        if self.object.has_paper:
            paper = reverse("orders:receipt", args=[self.object.order.code, self.object.uuid])
            buttons.insert(0, HeaderButton(_("Open the receipt (PDF)"), url=paper, icon_name="download"))
        return buttons


class PaymentViewSet(ActionViewSet):
    model = Payment
    index_view_class = PaymentList
    inspect_view_class = PaymentPage
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "rembourser": RefundPartView,
        "deplacer": MoveView,
        "annuler-deplacement": UndoMoveView,
        "liberer": ReleaseView,
        "reprendre-paiement": ReverseView,
    }
    related = (
        (_("Refunds"), "refunds", ("asked_at", "cents", "method", "state", "reason", "reference")),
        (_("Disputes"), "disputes", ("opened_at", "cents", "reason", "state", "respond_by")),
    )
    name = "paiements"
    icon = "success"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "reference",
        "order",
        ("order__organisation", _("organisation")),
        "method",
        "state",
        "captured_cents",
        "refund_due_cents",
        "refunded_cents",
        "received_on",
        "captured_at",
    )
    list_filter = ("state", "method", "refund_reason", "received_on", "captured_at")
    list_select_related = ("order__organisation",)
    search_fields = ("reference", "order__code", "order__organisation__name")


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
