"""The admin's screens of orders, invoices and taxes."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.orders.models import Invoice, Order, TaxComponent, TaxProfile
from registrations.viewsets import ActionViewSet


class OrderViewSet(ActionViewSet):
    model = Order
    name = "commandes"
    icon = "list-ul"
    roles_view = (Role.EVENT_LEAD,)
    roles_change = (Role.ACCOUNTING,)
    list_display = ("code", "person", "organisation", "state", "total_cents", "on_account", "placed_at", "expires_at")
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


class TaxProfileViewSet(ActionViewSet):
    model = TaxProfile
    name = "profils-de-taxes"
    icon = "sliders"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("kind", "category", "accounting_code")


class TaxComponentViewSet(ActionViewSet):
    model = TaxComponent
    name = "taxes"
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("code", "rate", "number", "provinces", "valid_from", "valid_until")
