"""Refunds: asked for with a credit note, approved, sent, recorded by hand, tried again."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.errors import DomainError
from registrations.money import spelled
from registrations.orders.actions import Credited
from registrations.orders.forms import MoneyField
from registrations.orders.models import CancellationRequest, Invoice, Order, OrderLine
from registrations.orders.queries import credited_of
from registrations.payments.actions import (
    Refunded,
    approve_refund,
    discard_refund,
    preview_refund_order,
    record_refund_by_hand,
    refund_order,
    retry_refund,
)
from registrations.payments.forms import AgainForm, RefundForm, RefundTargetForm, ReturnForm
from registrations.payments.jobs import send_refund
from registrations.payments.models import PaymentMethod, Refund, RefundState
from registrations.payments.queries import order_named
from registrations.viewsets import LINKS, ActionCreateView, ActionPostView, ActionViewSet, PageLink


def refund_address(thing: Order | Invoice) -> str:
    """Where this order, or this invoice's order, is given back."""
    code = thing.code if isinstance(thing, Order) else thing.order.code
    return f"{reverse('remboursements:add')}?order={code}"


def asked_address(request: CancellationRequest) -> str:
    """Where what is asked to be cancelled is given back, with the lines and the reason of the request."""
    return f"{refund_address(request.order)}&demande={request.pk}"


LINKS.setdefault(CancellationRequest, []).append(
    PageLink(_("Credit and refund"), "rotate", asked_address, (Role.ACCOUNTING,))
)
for sold in (Order, Invoice):
    LINKS.setdefault(sold, []).append(PageLink(_("Refund an order"), "rotate", refund_address, (Role.ACCOUNTING,)))


class RefundOrderView(ActionCreateView):
    """Lines and amounts, then what would be written, then the act: what is confirmed is what was shown."""

    template_name = "registrations/admin/payments/refund.html"
    done_message = _("The credit note is issued and the refund asked for.")
    preview: Refunded | None = None

    @cached_property
    def order(self) -> Order | None:
        return order_named(self.request.GET.get("order", ""))

    @cached_property
    def request_answered(self) -> CancellationRequest | None:
        """The request that this refund answers, when one came from its page."""
        pk = self.request.GET.get("demande", "")
        known = CancellationRequest.objects.filter(order=self.order, answered_at=None).select_related("line")
        return known.filter(pk=int(pk)).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None

    def get_initial(self) -> dict[str, Any]:
        asked = self.request_answered
        return {"reason": asked.reason or asked.get_why_display(), "give_back": True} if asked else {}

    def proposed(self, line: OrderLine, left: int) -> int | None:
        """All that is left; of a request for some places of one line, their price."""
        asked = self.request_answered
        if asked is None or asked.line is None:
            return left
        each = line.total_cents // line.quantity
        return min(each * asked.places, left) if asked.line == line else None

    @cached_property
    def lines(self) -> list[tuple[OrderLine, int]]:
        """Each line with what is left of it to credit, before taxes."""
        return credited_of(self.order) if self.order else []

    def get_form_class(self) -> type[forms.Form]:
        return RefundForm if self.order else RefundTargetForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        for line, left in self.lines:
            label = _("%(line)s (left: %(left)s before taxes)") % {
                "line": line.description,
                "left": spelled(left, get_language() or "fr"),
            }
            form.fields[f"line_{line.pk}"] = MoneyField(label=label, required=False, initial=self.proposed(line, left))
        return form

    def get_add_url(self) -> str:
        address: str = super().get_add_url()
        asked = self.request_answered
        if asked:
            return asked_address(asked)
        return f"{address}?order={self.order.code}" if self.order else address

    def get_page_title(self) -> str:
        return str(_("Refund an order"))

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if self.order is None:
            return redirect(refund_address(form.cleaned_data["target"]))
        self.form = form
        try:
            self.preview = preview_refund_order(**self.asked(form.cleaned_data))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code, self.produced_error_message = refusal.code, str(refusal)
            return self.form_invalid(form)
        if self.request.POST.get("confirmed") != self.shown_amounts:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    @property
    def shown_amounts(self) -> str:
        """What the person confirms: an amount that changed meanwhile is shown again."""
        return f"{self.preview.note.total_cents}:{self.preview.cents}" if self.preview else ""

    def asked(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        chosen = [Credited(line, cents) for line, _left in self.lines if (cents := cleaned.get(f"line_{line.pk}"))]
        what = {"order": self.order, "lines": chosen, "by": self.actor(), "at": timezone.now()}
        return what | {"reason": cleaned["reason"], "give_back": cleaned["give_back"]}

    def perform(self, **cleaned: Any) -> Order:
        done = refund_order(**self.asked(cleaned))
        for refund in done.refunds:
            send_refund.enqueue(refund.pk)
        return done.note.invoice.order

    def done_url(self, instance: Any) -> str:
        if asked := self.request_answered:  # to the buyer's answer, which says what was done
            return reverse("demandes-d-annulation:repondre", args=[asked.pk])
        return reverse("commandes:inspect", args=[instance.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["order"], context["preview"], context["shown_amounts"] = self.order, self.preview, self.shown_amounts
        context["asked"] = self.request_answered
        context["cancel_url"] = (
            reverse("commandes:inspect", args=[self.order.pk]) if self.order else reverse("remboursements:index")
        )
        if self.preview:
            context["submit_button_label"] = _("Issue the credit note and refund")
        else:
            context["submit_button_label"] = _("See what it gives")
        return context


class ApproveView(ActionPostView):
    label = _("Approve")
    question = _("The money leaves at once by card; by hand, record afterwards how it went.")
    done_message = _("The refund is approved.")
    icon = "tick-inverse"

    @classmethod
    def offered(cls, refund: Refund) -> bool:
        return refund.state == RefundState.PROPOSED

    def perform(self) -> Refund:
        refund = approve_refund(refund=self.object, by=self.actor(), at=timezone.now())
        send_refund.enqueue(refund.pk)
        return refund


class DiscardView(ActionPostView):
    label = _("Do not refund")
    question = _("The amount stays on the order, as paid in excess or to be given back. A credit note stays as it is.")
    done_message = _("This refund will not be made.")
    icon = "cross"

    @classmethod
    def offered(cls, refund: Refund) -> bool:
        by_hand = refund.state == RefundState.ASKED and refund.method != PaymentMethod.CARD
        return refund.state == RefundState.PROPOSED or by_hand

    def perform(self) -> Refund:
        return discard_refund(refund=self.object, by=self.actor(), at=timezone.now())


class RecordReturnView(ActionPostView):
    label = _("Record how it went")
    question = _("The buyer is told that the money was given back, and how.")
    done_message = _("The refund is recorded.")
    icon = "tick"
    form_class = ReturnForm

    @classmethod
    def offered(cls, refund: Refund) -> bool:
        return refund.state == RefundState.ASKED and refund.method != PaymentMethod.CARD

    def get_initial(self) -> dict[str, Any]:
        return {"method": self.object.method, "given_on": timezone.localdate()}

    def perform(self, **cleaned: Any) -> Refund:
        return record_refund_by_hand(refund=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class RetryRefundView(ActionPostView):
    label = _("Try again")
    question = _("What failed is asked for again, in a new refund; what waits is sent now. It never goes twice.")
    done_message = _("The refund is asked for again.")
    icon = "rotate"
    form_class = AgainForm

    @classmethod
    def offered(cls, refund: Refund) -> bool:
        waits = refund.method == PaymentMethod.CARD and refund.state in {RefundState.ASKED, RefundState.SENT}
        return waits or refund.state == RefundState.FAILED

    def perform(self, *, method: str) -> Refund:
        refund = retry_refund(refund=self.object, method=method, by=self.actor(), at=timezone.now())
        send_refund.enqueue(refund.pk)
        return refund


class RefundViewSet(ActionViewSet):
    model = Refund
    add_view_class = RefundOrderView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "approuver": ApproveView,
        "ecarter": DiscardView,
        "noter": RecordReturnView,
        "reprendre-remboursement": RetryRefundView,
    }
    form_fields = ("payment",)
    name = "remboursements"
    icon = "arrow-left"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "__str__",
        ("payment__order", _("order")),
        "cents",
        "method",
        "state",
        "reason",
        "external",
        "asked_at",
        "ended_at",
    )
    list_filter = ("state", "method", "external", "asked_at")
    list_select_related = ("payment__order",)
    search_fields = ("reference", "reason", "payment__reference", "payment__order__code")
