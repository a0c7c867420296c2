"""What the board's resolution says."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class AdmitForm(forms.Form):
    """The resolution that admits."""

    resolution = forms.CharField(label=_("board resolution"), max_length=60)
    resolved_on = forms.DateField(label=_("resolution date"), widget=AdminDateInput)
