"""What each invoice is still owed, and for how long."""

from datetime import timedelta
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.orders.models import InvoiceBalance
from registrations.orders.queries import owed
from registrations.viewsets import ActionFilterSet, ActionIndexView, ActionViewSet

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
