"""What one gives to check a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckFileForm(forms.Form):
    """The kinds that may be chosen are the person's; the view gives them."""

    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, with the headings of the template. You see the result before anything is written."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    historical = forms.BooleanField(
        label=_("Historical mode"),
        required=False,
        help_text=_("For the past: dates and states as they are written, nothing sent, no window or seat checked."),
    )
