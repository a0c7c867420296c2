"""The admin's screens of orders, invoices and taxes."""

from datetime import timedelta
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.money import spelled
from registrations.orders.actions import (
    Credited,
    cancel_order,
    credit_invoice,
    declare_registration,
    set_tax_profile,
)
from registrations.orders.actions.taxes import live_numbers
from registrations.orders.forms import CreditForm, MoneyField, RegistrationForm
from registrations.orders.models import (
    CreditNote,
    Invoice,
    InvoiceBalance,
    Order,
    OrderState,
    TaxComponent,
    TaxProfile,
)
from registrations.orders.queries import owed
from registrations.orders.rules import cancellable
from registrations.viewsets import (
    ACT,
    ActionCreateView,
    ActionEditView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
)
from registrations.viewsets.reading import shown


class PercentColumn(Column):
    """A rate in 100,000ths, as a percentage."""

    def get_value(self, instance: Any) -> str:
        text = f"{getattr(instance, self.accessor) / 1000:g}"
        return f"{text.replace('.', ',')}\u00a0%" if get_language() == "fr" else f"{text}%"


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
    """The way to recording money received by hand on this order."""

    def receive_button(self, order: Order) -> list[Button]:
        if not self.user_has_permission(ACT) or order.state not in {OrderState.PLACED, OrderState.SETTLED}:
            return []
        url = f"{reverse('paiements:add')}?target={order.code}"
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


AGES = ((0, _("Not due yet")), (1, _("1 to 30 days late")), (31, _("31 to 60 days late")),
        (61, _("61 to 90 days late")), (91, _("More than 90 days late")))  # fmt: skip


def age_of(balance: InvoiceBalance) -> str:
    """How late the rest of an invoice is, as accountants sort it."""
    late = (timezone.localdate() - balance.invoice.due_on).days
    return str(next(label for first, label in reversed(AGES) if late >= first or first == 0))


def days_late(balance: InvoiceBalance) -> int:
    return max((timezone.localdate() - balance.invoice.due_on).days, 0)


class OwedFilterSet(ActionFilterSet):
    age = ChoiceFilter(label=_("Age"), choices=AGES, method="of_age")

    class Meta:
        model = InvoiceBalance
        fields: ClassVar[list[str]] = []

    def of_age(self, rows: Any, _name: str, value: str) -> Any:
        """Between the first day of this age and that of the next."""
        today, first = timezone.localdate(), int(value)
        if first == 0:
            return rows.filter(invoice__due_on__gte=today)
        rows = rows.filter(invoice__due_on__lte=today - timedelta(days=first))
        last = next((other for other, _label in AGES if other > first), None)
        return rows if last is None else rows.filter(invoice__due_on__gt=today - timedelta(days=last))


class OwedView(ActionIndexView):
    """What is still owed, the oldest first; each row leads to its invoice."""

    default_ordering = "invoice__due_on"
    page_title = _("Still owed")

    def get_base_queryset(self) -> Any:
        return owed()

    def get_inspect_url(self, instance: InvoiceBalance) -> str:
        return reverse("factures:inspect", args=[instance.invoice_id])


class OwedViewSet(ActionViewSet):
    model = InvoiceBalance
    index_view_class = OwedView
    name = "comptes-a-recevoir"
    menu_label = _("Still owed")
    icon = "time"
    filterset_class = OwedFilterSet
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        ("invoice__label", _("invoice")),
        Column("payer", label=_("Payer"), accessor=lambda row: row.invoice.buyer["name"]),
        ("invoice__due_on", _("due"), "invoice__due_on"),
        Column("late", label=_("Days late"), accessor=days_late),
        Column("age", label=_("Age"), accessor=age_of),
        "paid_cents",
        "credited_cents",
        ("due_cents", _("amount due")),
    )
    search_fields = ("invoice__order__code", "invoice__order__organisation__name")


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
    search_fields = ("code", "purchase_order", "person__family_name", "person__email", "organisation__name")
    related = (
        (_("Lines"), "lines", ("description", "quantity", "unit_price_cents", "discount_cents", "total_cents")),
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


class _ProfileView:
    done_message = _("Tax profile saved.")

    def perform(self, kind: str, category: str, accounting_code: str) -> TaxProfile:
        return set_tax_profile(
            kind=kind, category=category, accounting_code=accounting_code, by=self.actor(), at=timezone.now()
        )


class AddProfileView(_ProfileView, ActionCreateView):
    pass


class EditProfileView(_ProfileView, ActionEditView):
    pass


class TaxProfileViewSet(ActionViewSet):
    model = TaxProfile
    name = "profils-de-taxes"
    icon = "sliders"
    roles_change = (Role.ACCOUNTING,)
    add_view_class = AddProfileView
    edit_view_class = EditProfileView
    form_fields = ("kind", "category", "accounting_code")
    list_display = ("kind", "category", "accounting_code")


class TaxComponentViewSet(ActionViewSet):
    model = TaxComponent
    name = "taxes"
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("code", PercentColumn("rate", label=_("Rate")), "number", "provinces", "valid_from", "valid_until")


class RegistrationView(ActionScreenView):
    """Registered, with both numbers, or not."""

    model = Association
    roles = (Role.ACCOUNTING,)
    form_class = RegistrationForm
    template_name = "registrations/admin/act.html"
    page_title = _("Registration for taxes")
    done_message = _("Registration for taxes saved.")

    def subject(self) -> Association:
        return association()

    def get_initial(self) -> dict[str, Any]:
        numbers = live_numbers()
        return {
            "gst_number": next((number for number in numbers if " RT" in number), ""),
            "qst_number": next((number for number in numbers if " TQ" in number), ""),
            "on": timezone.localdate(),
        }

    def perform(self, **cleaned: Any) -> Association:
        declare_registration(**cleaned, by=self.actor(), at=timezone.now())
        return association()


class RegistrationViewSet(ActionScreenViewSet):
    name = "inscription-aux-taxes"
    icon = "doc-full"
    menu_label = _("Registration for taxes")
    add_to_settings_menu = False
    view_class = RegistrationView
