"""Receipts and deposit slips."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.payments.actions import make_slip, return_receipt_rest, reverse_receipt, take_off_slip
from registrations.payments.forms import ReversalForm
from registrations.payments.models import DepositSlip, PaymentState, Receipt
from registrations.receivables.documents import slip_pdf
from registrations.receivables.forms import ReturnForm, SlipForm
from registrations.receivables.viewsets.recording import AllotView, RecordReceiptView
from registrations.viewsets import (
    ActionCreateView,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)
from registrations.viewsets.policy import ACT


class ReverseReceiptView(ActionPostView):
    label = _("Take the whole of it back")
    question = _("Everything that it paid is owed again at once: a cheque without funds, an error.")
    done_message = _("The receipt is taken back.")
    icon = "arrow-left"
    form_class = ReversalForm

    @classmethod
    def offered(cls, receipt: Receipt) -> bool:
        return receipt.reversed_at is None

    def perform(self, *, reason: str) -> Receipt:
        return reverse_receipt(receipt=self.object, reason=reason, by=self.actor(), at=timezone.now())


class ReturnRestView(ActionPostView):
    label = _("Give the rest back")
    question = _("Record how what is left went back to the payer.")
    done_message = _("The return is recorded.")
    icon = "arrow-left"
    form_class = ReturnForm

    @classmethod
    def offered(cls, receipt: Receipt) -> bool:
        return receipt.left_cents > 0

    def get_initial(self) -> dict[str, Any]:
        return {"cents": self.object.left_cents, "method": "cheque", "returned_on": timezone.localdate()}

    def perform(self, **cleaned: Any) -> Receipt:
        return_receipt_rest(receipt=self.object, **cleaned, by=self.actor(), at=timezone.now())
        return self.object


class TakeOffSlipView(ActionPostView):
    label = _("Take off the deposit slip")
    question = _("This cheque did not go to the bank with the others.")
    done_message = _("The cheque is not on the slip any more.")
    icon = "cross"

    @classmethod
    def offered(cls, receipt: Receipt) -> bool:
        return receipt.slip_id is not None and receipt.reversed_at is None

    def perform(self) -> Receipt:
        take_off_slip(receipt=self.object, by=self.actor(), at=timezone.now())
        return self.object


class ReceiptList(ActionIndexView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        here = HeaderButton(_("Record money received"), url=reverse("encaissements:inscrire"), icon_name="plus")
        return [here, *super().header_buttons]


class ReceiptPage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons = list(super().header_buttons)
        if self.object.left_cents and self.user_has_permission(ACT):
            place = reverse("encaissements:repartir", args=[self.object.pk])
            buttons.insert(0, HeaderButton(_("Use what is left"), url=place, icon_name="decimal"))
        if part := self.object.payments.filter(state=PaymentState.CAPTURED).select_related("order").first():
            paper = reverse("orders:receipt", args=[part.order.code, part.uuid])
            buttons.insert(0, HeaderButton(_("Open the receipt (PDF)"), url=paper, icon_name="download"))
        return buttons


def payer(row: Any) -> str:
    return str(row.organisation or row.person)


class ReceiptViewSet(ActionViewSet):
    model = Receipt
    index_view_class = ReceiptList
    inspect_view_class = ReceiptPage
    name = "encaissements"
    menu_label = _("Receipts")
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "rendre": ReturnRestView,
        "reprendre": ReverseReceiptView,
        "retirer": TakeOffSlipView,
    }
    list_display = (
        "reference",
        Column("payer", label=_("Payer"), accessor=payer),
        "method",
        "received_on",
        "received_cents",
        "allotted_cents",
        ("left_cents", _("left on account")),
        "slip",
        "reversed_at",
    )
    list_filter = ("method", "received_on", "reversed_at")
    list_select_related = ("organisation", "person", "slip")
    search_fields = ("reference", "organisation__name", "person__family_name")
    related = (
        (_("Paid"), "payments", ("order", "state", "captured_cents", "refunded_cents", "reversal_reason")),
        (_("Given back"), "returns", ("returned_on", "method", "reference", "cents", "reason")),
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("inscrire/", RecordReceiptView.as_view(), name="inscrire"),
            path("repartir/<int:pk>/", AllotView.as_view(), name="repartir"),
        ]


class MakeSlipView(ActionCreateView):
    form_class = SlipForm
    done_message = _("The deposit slip is made: print it and take it to the bank with the cheques.")

    def get_initial(self) -> dict[str, Any]:
        return {"deposited_on": timezone.localdate()}

    def perform(self, *, receipts: Any, deposited_on: Any) -> DepositSlip:
        return make_slip(receipts=list(receipts), deposited_on=deposited_on, by=self.actor(), at=timezone.now())


class SlipPage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        paper = reverse("bordereaux:pdf", args=[self.object.pk])
        return [HeaderButton(_("Open the PDF"), url=paper, icon_name="download"), *super().header_buttons]


@require_safe
def slip_paper(_request: HttpRequest, *, pk: int) -> HttpResponse:
    slip = get_object_or_404(DepositSlip, pk=pk)
    content = slip_pdf(slip, language=get_language() or "fr", at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{slip}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


class DepositSlipViewSet(ActionViewSet):
    model = DepositSlip
    add_view_class = MakeSlipView
    inspect_view_class = SlipPage
    form_fields = ("deposited_on",)
    name = "bordereaux"
    icon = "upload"
    roles_change = (Role.ACCOUNTING,)
    list_display = (Column("slip", label=_("Number"), accessor=str), "deposited_on", "total_cents", "recorded_at")
    list_filter = ("deposited_on",)
    related = ((_("Cheques"), "receipts", ("received_on", "organisation", "person", "reference", "received_cents")),)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("pdf/<int:pk>/", self.for_readers(slip_paper), name="pdf")]
