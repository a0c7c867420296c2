"""What is asked of a report: which days, which indicators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.accounting.forms import BOUNDS
from registrations.errors import DomainError
from registrations.viewsets.listing import DayInput
from training.catalogue.models import Programme
from training.reports.actions import period_between
from training.reports.queries import LISTS
from training.reports.rules import DIMENSIONS, INDICATORS


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("From"), widget=DayInput, validators=BOUNDS)
    last = forms.DateField(label=_("To, included"), widget=DayInput, validators=BOUNDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("last"):
            try:
                period_between(cleaned["first"], cleaned["last"])
            except DomainError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned


class ListForm(PeriodForm):
    """Which list, of one programme or of all, over which days, in which form."""

    kind = forms.ChoiceField(label=_("List"), choices=[(name, each.label) for name, each in LISTS.items()])
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label=_("Programme"), required=False, empty_label=_("All the programmes")
    )
    format = forms.ChoiceField(label=_("Format"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    field_order = ("kind", "programme", "first", "last", "format")


class OutlineForm(forms.Form):
    indicators = forms.MultipleChoiceField(label=_("Indicators"), widget=forms.CheckboxSelectMultiple)
    breakdowns = forms.MultipleChoiceField(label=_("Tables"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("indicators", INDICATORS), ("breakdowns", DIMENSIONS)):
            self.fields[name].choices = [(key, each.label) for key, each in known.items()]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
