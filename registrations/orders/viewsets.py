"""The admin's screens of orders, invoices and taxes."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.orders.actions import cancel_order, declare_registration, set_tax_profile
from registrations.orders.actions.taxes import live_numbers
from registrations.orders.forms import RegistrationForm
from registrations.orders.models import Invoice, Order, TaxComponent, TaxProfile
from registrations.orders.rules import cancellable
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
)


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


class InvoicePage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        paper = reverse("orders:invoice", args=[self.object.order.code])
        return [HeaderButton(_("Open the PDF"), url=paper, icon_name="download")]


class OrderViewSet(ActionViewSet):
    model = Order
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
