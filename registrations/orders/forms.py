"""The shape of what the accountant types."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class MoneyField(forms.CharField):
    """Dollars as people type them (1 234,56 or 1234.56), given in cents; None when it is left empty."""

    def __init__(self, *, most: int = 100_000_000_000, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """An amount in cents as people type it; what they typed stays as it is."""
        if not isinstance(value, int):
            return value
        text = f"{value // 100}.{value % 100:02d}"
        return text.replace(".", ",") if get_language() == "fr" else text

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        bare = "".join(text.replace("$", "").split()).replace(",", ".")
        if not bare:
            return None
        try:
            amount = Decimal(bare) * 100
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount != int(amount) or not 0 <= amount <= self.most:
            raise ValidationError(_("Type an amount in dollars, as 1234.56."), code="amount")
        return int(amount)


class CreditForm(forms.Form):
    """What is credited and why; the view adds one amount per line of the invoice."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is printed on the credit note."))
    whole = forms.BooleanField(
        label=_("Credit all that is left of the invoice"), required=False, help_text=_("Else type an amount per line.")
    )


class AnswerForm(forms.Form):
    """What was done with a request to cancel."""

    answer = forms.CharField(
        label=_("Answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Shown to the buyer.")
    )


class RegistrationForm(forms.Form):
    gst_number = forms.CharField(
        label=_("GST number"), max_length=20, required=False, help_text=_("As 123456789 RT0001; empty: not registered.")
    )
    qst_number = forms.CharField(
        label=_("QST number"),
        max_length=20,
        required=False,
        help_text=_("As 1234567890 TQ0001; empty: not registered."),
    )
    on = forms.DateField(
        label=_("in force from"),
        help_text=_("The rates in force end that day; orders already placed keep their taxes."),
    )
