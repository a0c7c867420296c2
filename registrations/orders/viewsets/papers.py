"""Orders, invoices and credit notes."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.money import spelled
from registrations.orders.actions import Credited, cancel_order, credit_invoice
from registrations.orders.forms import CreditForm, MoneyField
from registrations.orders.models import CreditNote, Invoice, Order, OrderState
from registrations.orders.rules import cancellable
from registrations.viewsets import ACT, ActionInspectView, ActionPostView, ActionViewSet
from registrations.viewsets.reading import shown


class CancelOrderView(ActionPostView):
    label = _("Cancel the order")
    question = _("The seats are given back at once. Nothing was charged.")
    done_message = _("The order is cancelled.")
    icon = "cross"

    @classmethod
    def offered(cls, instance: Order) -> bool:
        return cancellable(state=instance.state, on_account=instance.on_account)

    def perform(self) -> Order:
        return cancel_order(order=self.object, by=self.actor(), at=timezone.now())


class ReceivePaymentButton:
    """The way to recording money received by hand: the payer's open invoices, this one filled in."""

    def receive_button(self, order: Order) -> list[Button]:
        payer = order.organisation or order.person
        if not self.user_has_permission(ACT) or order.state != OrderState.PLACED or payer is None:
            return []
        url = f"{reverse('encaissements:inscrire')}?payer={payer.uuid}&target={order.code}"
        return [HeaderButton(_("Record a payment"), url=url, icon_name="decimal")]


class OrderPage(ReceivePaymentButton, ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        return [*super().header_buttons, *self.receive_button(self.object)]


class InvoicePage(ReceivePaymentButton, ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        paper = reverse("orders:invoice", args=[self.object.order.code])
        pdf = HeaderButton(_("Open the PDF"), url=paper, icon_name="download")
        return [pdf, *super().header_buttons, *self.receive_button(self.object.order)]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """With what was paid and credited, which stand beside the invoice."""
        balance = self.object.balance
        names = ((_("Paid"), "paid_cents"), (_("Credited"), "credited_cents"), (_("Amount due"), "due_cents"))
        said = [{"label": label, "value": shown(getattr(balance, name), None, name)} for label, name in names]
        return [*super().get_fields_context(), *said]


class CreditView(ActionPostView):
    """One amount per line, before taxes; the taxes follow."""

    label = _("Issue a credit note")
    question = _("A credit note is numbered, never changes, and is sent to whoever placed the order.")
    done_message = _("The credit note is issued.")
    icon = "minus"
    form_class = CreditForm

    @classmethod
    def offered(cls, invoice: Invoice) -> bool:
        return invoice.balance.credited_cents < invoice.total_cents

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        for line in self.object.order.lines.all():
            amount = spelled(line.total_cents, get_language() or "fr")
            label = f"{line.description} ({amount})"
            form.fields[f"line_{line.pk}"] = MoneyField(label=label, required=False)
        return form

    def perform(self, *, reason: str, whole: bool, **amounts: int | None) -> Invoice:
        lines = [
            Credited(line, cents) for line in self.object.order.lines.all() if (cents := amounts.get(f"line_{line.pk}"))
        ]
        chosen = None if whole else lines
        credit_invoice(invoice=self.object, lines=chosen, reason=reason, by=self.actor(), at=timezone.now())
        return self.object


class CreditNotePage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        paper = reverse("orders:credit_note", args=[self.object.label])
        return [HeaderButton(_("Open the PDF"), url=paper, icon_name="download")]


class CreditNoteViewSet(ActionViewSet):
    model = CreditNote
    inspect_view_class = CreditNotePage
    name = "notes-de-credit"
    icon = "minus-inverse"
    roles_change = (Role.ACCOUNTING,)
    list_display = (("label", _("number"), "number"), "invoice", "issued_at", "total_cents", "reason")
    list_filter = ("issued_at",)
    list_select_related = ("invoice",)
    search_fields = ("invoice__order__code", "reason")
    inspect_view_fields = ("label", "invoice", "issued_at", "reason", "base_cents", "tax_cents", "total_cents")


class OrderViewSet(ActionViewSet):
    model = Order
    inspect_view_class = OrderPage
    post_views = {"annuler": CancelOrderView}
    name = "commandes"
    icon = "list-ul"
    roles_view = (Role.EVENT_LEAD,)
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "code",
        "person",
        "organisation",
        "state",
        ("total_cents", _("total"), "total_cents"),
        "on_account",
        "placed_at",
        "expires_at",
    )
    list_filter = ("state", "on_account", "placed_at", "historical")
    list_select_related = ("person", "organisation")
    search_fields = (
        "code",
        "purchase_order",
        "promotion_code",
        "person__family_name",
        "person__email",
        "organisation__name",
    )
    related = (
        (
            _("Lines"),
            "lines",
            (
                "description",
                "quantity",
                "unit_price_cents",
                "discount_cents",
                "total_cents",
                "offered_reason",
                "accounting_code",
            ),
        ),
        (_("Invoices"), "invoices", ("label", "issued_at", "due_on", "total_cents")),
        (_("Payments"), "payments", ("reference", "method", "state", "captured_cents", "refunded_cents")),
    )


class InvoiceViewSet(ActionViewSet):
    model = Invoice
    inspect_view_class = InvoicePage
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"crediter": CreditView}
    related = ((_("Credit notes"), "credit_notes", ("label", "issued_at", "total_cents", "reason")),)
    name = "factures"
    icon = "doc-full-inverse"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        ("label", _("number"), "number"),
        "order",
        "issued_at",
        "due_on",
        "total_cents",
        ("balance__due_cents", _("amount due")),
    )
    list_filter = ("issued_at", "due_on", "historical")
    list_select_related = ("order", "balance")
    search_fields = ("order__code", "purchase_order")
    inspect_view_fields = (
        "label",
        "order",
        "issued_at",
        "due_on",
        "language",
        "purchase_order",
        "base_cents",
        "tax_cents",
        "total_cents",
    )
