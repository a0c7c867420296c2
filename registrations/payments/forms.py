"""What accounting types when money comes by hand, or goes back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.orders.forms import MoneyField
from registrations.payments.models import PaymentMethod
from registrations.payments.queries import order_named
from registrations.payments.rules import METHODS_BY_HAND
from registrations.viewsets.listing import DayInput

BY_HAND = [choice for choice in PaymentMethod.choices if choice[0] in METHODS_BY_HAND]


class ReversalForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example: cheque without funds."))


class RefundForm(forms.Form):
    """Why an order is given back, and whether its seats are free again; the view adds one amount per line."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is printed on the credit note and read by the buyer.")
    )
    give_back = forms.BooleanField(
        label=_("Give the seats back"),
        required=False,
        help_text=_("The seats of the lines credited whole are free again; all of them, and the order is cancelled."),
    )


class RefundTargetForm(forms.Form):
    """Which order is given back."""

    target = forms.CharField(
        label=_("Order or invoice"), max_length=20, help_text=_("The code of the order, or the number of the invoice.")
    )

    def clean_target(self) -> Any:
        found = order_named(self.cleaned_data["target"])
        if found is None:
            raise ValidationError(_("No order has this code, and no invoice this number."), code="unknown")
        return found


class MoveForm(RefundTargetForm):
    """Which order of the same payer is paid, and with how much."""

    cents = MoneyField(label=_("Amount"))


class PartForm(forms.Form):
    """A part of one payment, that came for nothing or in excess."""

    cents = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The buyer reads it."))


class ReturnForm(forms.Form):
    """How money went back by hand."""

    method = forms.ChoiceField(label=_("Method"), choices=BY_HAND)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        help_text=_("The number of the cheque, of the transfer or of the deposit."),
    )
    given_on = forms.DateField(label=_("Given back on"), widget=DayInput)


class AgainForm(forms.Form):
    """A card that cannot be credited any more is given back by hand."""

    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("", _("The same way")), *BY_HAND],
        required=False,
        help_text=_("By hand, record how afterwards."),
    )
