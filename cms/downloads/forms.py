"""Which days, and which kind of resource."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import ResourceKind
from cms.downloads.queries import Period

BOUNDS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1))]
LONGEST = timedelta(days=366 * 5)


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class PeriodForm(forms.Form):
    """The year that ends today, unless the address says otherwise; what makes no sense is left out."""

    first = forms.DateField(label=_("From"), required=False, widget=DayInput, validators=BOUNDS)
    last = forms.DateField(label=_("To"), required=False, widget=DayInput, validators=BOUNDS)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *ResourceKind.choices])

    def period(self, today: date) -> Period:
        self.full_clean()
        last = self.cleaned_data.get("last") or today
        first = self.cleaned_data.get("first") or last.replace(day=1) - timedelta(days=334)
        first = max(min(first, last), last - LONGEST)
        return Period(
            first.replace(day=1) if not self.cleaned_data.get("first") else first,
            last,
            self.cleaned_data.get("kind") or "",
        )
