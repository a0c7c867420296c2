"""What accounting types: money for several invoices, its return, a deposit, a reminder step, a pause."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.orders.forms import MoneyField
from registrations.orders.models import Order
from registrations.organisations.models import Organisation
from registrations.payments.models import Receipt
from registrations.payments.queries import order_named
from registrations.payments.rules import METHODS_BY_HAND, MOST_CENTS
from registrations.receivables.models import ReminderStep
from registrations.receivables.rules import Open
from registrations.viewsets.listing import DayInput

METHODS = [(value, label) for value, label in Receipt._meta.get_field("method").choices if value in METHODS_BY_HAND]


class AllotForm(forms.Form):
    """One amount per open order; empty is nothing."""

    def __init__(self, *args: Any, open_orders: Sequence[tuple[Order, Open, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_orders = open_orders
        for order, _one, _day in open_orders:
            self.fields[f"part_{order.pk}"] = MoneyField(label=order.code, required=False, most=MOST_CENTS)

    def rows(self) -> list[dict[str, Any]]:
        """Each open order with its field."""
        return [
            {"order": order, "one": one, "day": day, "field": self[f"part_{order.pk}"]}
            for order, one, day in self.open_orders
        ]

    def parts(self) -> list[tuple[Order, int]]:
        given = [(order, self.cleaned_data.get(f"part_{order.pk}")) for order, _one, _day in self.open_orders]
        return [(order, cents) for order, cents in given if cents]


class ReceiptForm(AllotForm):
    """One cheque, transfer, Interac or deposit of one payer."""

    method = forms.ChoiceField(label=_("Method"), choices=METHODS)
    cents = MoneyField(label=_("Amount"), most=MOST_CENTS, min_length=1)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        help_text=_("The number of the cheque, of the transfer or of the deposit."),
    )
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)

    def heads(self) -> list[Any]:
        return [self[name] for name in ("cents", "method", "reference", "received_on")]


class ReturnForm(forms.Form):
    cents = MoneyField(label=_("Amount"), most=MOST_CENTS)
    method = forms.ChoiceField(label=_("Method"), choices=METHODS)
    reference = forms.CharField(label=_("Reference"), max_length=100)
    returned_on = forms.DateField(label=_("Given back on"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SlipForm(forms.Form):
    deposited_on = forms.DateField(label=_("Deposited on"), widget=DayInput)
    receipts = forms.ModelMultipleChoiceField(
        Receipt.objects.none(), label=_("Cheques"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Receipt.objects.filter(slip=None, reversed_at=None, method="cheque")
        field = self.fields["receipts"]
        field.queryset = free.select_related("organisation", "person").order_by("received_on", "pk")
        field.initial = list(field.queryset.values_list("pk", flat=True)) if not self.is_bound else None
        field.label_from_instance = self._named

    @staticmethod
    def _named(receipt: Receipt) -> str:
        amount = MoneyField().prepare_value(receipt.received_cents)
        return (
            f"{receipt.received_on} · {receipt.organisation or receipt.person} · {receipt.reference} · {amount}\u00a0$"
        )


class StepForm(forms.ModelForm):
    class Meta:
        model = ReminderStep
        fields = ("days", "subject_fr", "text_fr", "subject_en", "text_en", "is_active")
        help_texts: ClassVar[dict[str, Any]] = {
            name: _("In each letter, {payeur}, {montant} and {jours} become the payer, what is late and the days late.")
            for name in ("subject_fr", "text_fr")
        }


class PauseForm(forms.Form):
    """For one invoice, or for all that an organisation owes."""

    invoice = forms.CharField(label=_("Invoice"), max_length=20, required=False, help_text=_("Its number."))
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(archived_at=None).order_by("name"), label=_("Organisation"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
    until = forms.DateField(
        label=_("Until"), widget=DayInput, required=False, help_text=_("Empty: until somebody ends it.")
    )

    def clean(self) -> dict[str, Any]:
        """What the pause is for: exactly one of both."""
        cleaned = super().clean() or {}
        order = order_named(cleaned["invoice"]) if cleaned.get("invoice") else None
        invoice = order.invoices.first() if order else None
        if (invoice is None) == (cleaned.get("organisation") is None):
            raise ValidationError(_("Name one invoice by its number, or one organisation."), code="one")
        cleaned["about"] = invoice or cleaned["organisation"]
        return cleaned
