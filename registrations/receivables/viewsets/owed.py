"""What each invoice is still owed, and for how long: ages on top, reminders and payments from the list."""

from datetime import timedelta
from typing import Any, ClassVar

from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.orders.models import InvoiceBalance
from registrations.orders.queries import owed
from registrations.receivables.actions import remind_payer, send_statement
from registrations.receivables.documents import age_labels, ages_shown
from registrations.receivables.errors import NoAddress, RemindedToday
from registrations.receivables.queries import addresses_of, ages_now, awaited_invoices, paused
from registrations.receivables.rules import FIRST_DAYS, age_of
from registrations.receivables.viewsets.account import AccountView, account_page, statement
from registrations.receivables.viewsets.recording import record_for
from registrations.viewsets import (
    ActionBulkView,
    ActionFilterSet,
    ActionIndexView,
    ActionViewSet,
    Verdict,
    left_out,
    passes,
)


def payer_of(row: InvoiceBalance) -> Any:
    return row.invoice.order.organisation or row.invoice.order.person


def age(row: InvoiceBalance) -> str:
    return age_labels()[age_of(row.invoice.due_on, on=timezone.localdate())]


def days_late(row: InvoiceBalance) -> int:
    return max((timezone.localdate() - row.invoice.due_on).days, 0)


class PayerColumn(Column):
    """The name on the invoice, which leads to the account of who pays."""

    cell_template_name = "registrations/admin/receivables/payer_cell.html"

    def get_cell_context_data(self, instance: InvoiceBalance, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"url": account_page(payer_of(instance))}


class OwedFilterSet(ActionFilterSet):
    age = ChoiceFilter(label=_("Age"), choices=lambda: list(age_labels().items()), method="of_age")

    class Meta:
        model = InvoiceBalance
        fields: ClassVar[list[str]] = []

    def of_age(self, rows: Any, _name: str, value: str) -> Any:
        """Between the first day of this age and that of the next."""
        today, first = timezone.localdate(), int(value)
        if first == 0:
            return rows.filter(invoice__due_on__gte=today)
        rows = rows.filter(invoice__due_on__lte=today - timedelta(days=first))
        after = next((other for other in FIRST_DAYS if other > first), None)
        return rows if after is None else rows.filter(invoice__due_on__gt=today - timedelta(days=after))


class OwedView(ActionIndexView):
    """What is still owed, the oldest first; each row leads to its invoice."""

    template_name = "registrations/admin/receivables/owed.html"
    default_ordering = "invoice__due_on"
    page_title = _("Still owed")

    def get_base_queryset(self) -> Any:
        return owed()

    def get_inspect_url(self, instance: InvoiceBalance) -> str:
        return reverse("factures:inspect", args=[instance.invoice_id])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return context | ages_shown(ages_now(self.get_base_queryset(), on=timezone.localdate()))


class RemindAll(ActionBulkView):
    label = _("Remind now")
    question = _("One mail a payer, with all that they are late with and their statement of account.")
    icon = "mail"

    def rows(self) -> Any:
        return owed()

    def prepare(self, instances: list[InvoiceBalance]) -> None:
        keys = [row.pk for row in instances]
        late = awaited_invoices().filter(pk__in=keys, invoice__due_on__lt=timezone.localdate())
        self.late = set(late.values_list("pk", flat=True))
        self.kept = paused(instances, on=timezone.localdate())
        self.addresses = addresses_of(map(payer_of, instances), on=timezone.localdate())

    def verdict(self, instance: InvoiceBalance) -> Verdict:
        if instance.pk not in self.late:
            return left_out(_("Not late, contested, or waiting for a card."))
        if not self.addresses[payer_of(instance)]:
            return left_out(NoAddress().message)
        if pause := self.kept.get(instance.invoice_id):
            return left_out(_("Paused: %(reason)s") % {"reason": pause.reason})
        if instance.reminded_at and timezone.localdate(instance.reminded_at) == timezone.localdate():
            return left_out(RemindedToday().message)
        return passes(str(payer_of(instance)))

    def perform(self, instance: InvoiceBalance) -> None:
        """The first invoice of a payer writes for all of them: the others are said to be done."""
        fresh = InvoiceBalance.objects.get(pk=instance.pk)
        if fresh.reminded_at and timezone.localdate(fresh.reminded_at) == timezone.localdate():
            return
        remind_payer(payer=payer_of(instance), by=self.actor(), at=timezone.now())

    def name_of(self, instance: InvoiceBalance) -> str:
        return f"{instance.invoice.label} – {payer_of(instance)}"


class PayTogether(ActionBulkView):
    """Not an act on each row: it leads to the screen where they are paid by one cheque."""

    label = _("Record a payment")
    question = _("These invoices are paid together on the next screen. Nothing is written yet.")
    icon = "decimal"

    def rows(self) -> Any:
        return owed()

    def prepare(self, instances: list[InvoiceBalance]) -> None:
        self.payer = payer_of(instances[0]) if instances else None

    def verdict(self, instance: InvoiceBalance) -> Verdict:
        if payer_of(instance) != self.payer:
            return left_out(_("Of another payer: one cheque is of one payer."))
        return passes()

    def perform(self, instance: InvoiceBalance) -> None:
        """Nothing: the next screen records."""

    def name_of(self, instance: InvoiceBalance) -> str:
        return f"{instance.invoice.label} – {payer_of(instance)}"

    def done_url(self, run: Any) -> str:
        done = run.rows.filter(state="done").values_list("object_pk", flat=True)
        rows = list(owed().filter(pk__in=list(done)))
        return record_for(rows) if rows else ""


class SendStatements(ActionBulkView):
    label = _("Send the statement of account")
    question = _("The statement of the last twelve months goes to the billing address, or to who answers for it.")
    icon = "doc-full"

    def rows(self) -> Any:
        return owed()

    def prepare(self, instances: list[InvoiceBalance]) -> None:
        self.first = {payer_of(row).uuid: row.pk for row in reversed(instances)}
        self.addresses = addresses_of(map(payer_of, instances), on=timezone.localdate())

    def verdict(self, instance: InvoiceBalance) -> Verdict:
        if self.first[payer_of(instance).uuid] != instance.pk:
            return left_out(_("In the same statement as another row."))
        if not self.addresses[payer_of(instance)]:
            return left_out(NoAddress().message)
        return passes(str(payer_of(instance)))

    def perform(self, instance: InvoiceBalance) -> None:
        send_statement(payer=payer_of(instance), by=self.actor(), at=timezone.now())

    def name_of(self, instance: InvoiceBalance) -> str:
        return f"{instance.invoice.label} – {payer_of(instance)}"


class OwedViewSet(ActionViewSet):
    model = InvoiceBalance
    index_view_class = OwedView
    name = "comptes-a-recevoir"
    menu_label = _("Still owed")
    icon = "time"
    filterset_class = OwedFilterSet
    roles_change = (Role.ACCOUNTING,)
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {
        "encaisser": PayTogether,
        "relancer": RemindAll,
        "releve": SendStatements,
    }
    list_display = (
        ("invoice__label", _("invoice")),
        PayerColumn("payer", label=_("Payer"), accessor=lambda row: row.invoice.buyer["name"]),
        ("invoice__due_on", _("due"), "invoice__due_on"),
        Column("late", label=_("Days late"), accessor=days_late),
        Column("age", label=_("Age"), accessor=age),
        "paid_cents",
        "credited_cents",
        ("due_cents", _("amount due")),
        "reminded_at",
    )
    search_fields = ("invoice__order__code", "invoice__order__organisation__name")

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("compte/<uuid:uuid>/", AccountView.as_view(), name="compte"),
            path("compte/<uuid:uuid>/releve.pdf", self.for_readers(statement), name="releve"),
        ]
