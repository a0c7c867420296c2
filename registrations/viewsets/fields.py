"""Fields of the team's forms that several features share."""

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
