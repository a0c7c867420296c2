"""The shape of what the accountant types."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
