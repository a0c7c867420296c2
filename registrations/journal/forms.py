"""The shape of what is entered in the registers that Law 25 asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.journal.rules import NoteKind


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class IncidentForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    what_happened = forms.CharField(label=_("What happened"), max_length=5_000, widget=_words())
    occurred_on = forms.DateField(label=_("Occurred on"), required=False, widget=_day())
    known_on = forms.DateField(label=_("Known on"), widget=_day())
    data = forms.CharField(label=_("Data concerned"), max_length=2_000, widget=_words(2))
    people_count = forms.IntegerField(label=_("Number of people concerned"), required=False, min_value=0)
    serious_risk = forms.TypedChoiceField(
        label=_("Risk of serious injury"),
        choices=[("no", _("No")), ("yes", _("Yes: the CAI and the people are to be told"))],
        coerce=lambda value: value == "yes",
    )
    reasoning = forms.CharField(
        label=_("Why this risk, or not"),
        max_length=5_000,
        widget=_words(),
        help_text=_("How sensitive the data is, what could be done with it, how likely that is (P-39.1, s. 3.7)."),
    )
    measures = forms.CharField(label=_("Measures taken"), max_length=5_000, required=False, widget=_words())


class NoteForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=NoteKind.choices)
    on = forms.DateField(label=_("On"), widget=_day())
    text = forms.CharField(label=_("Text"), max_length=5_000, widget=_words())


class DisclosureForm(forms.Form):
    what = forms.CharField(label=_("What was given"), max_length=300)
    to_whom = forms.CharField(label=_("To whom"), max_length=200)
    purpose = forms.CharField(label=_("Why"), max_length=300)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=200)
    count = forms.IntegerField(label=_("Number of people"), min_value=0)
