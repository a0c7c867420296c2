"""The forms of booths."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class InvoiceBoothForm(forms.Form):
    """What accounting writes on the invoice of a booth."""

    purchase_order = forms.CharField(
        label=_("Purchase order number"),
        max_length=40,
        required=False,
        help_text=_("It will be printed on the invoice."),
    )


class OrderBoothForm(InvoiceBoothForm):
    """How a registrar pays; only what is allowed is asked."""

    method = forms.ChoiceField(
        label=_("How do you pay?"),
        widget=forms.RadioSelect,
        choices=[("card", _("By card, now")), ("account", _("Later: send the invoice to my organisation"))],
        initial="card",
    )
    field_order = ("method",)

    def __init__(self, *args: Any, may_be_invoiced: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_be_invoiced:
            del self.fields["method"]

    @property
    def on_account(self) -> bool:
        return self.cleaned_data.get("method") == "account"
