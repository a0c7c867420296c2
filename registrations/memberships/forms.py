"""What the board's resolution says, and what a refusal does."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput


class AdmitForm(forms.Form):
    """The resolution that admits."""

    resolution = forms.CharField(label=_("board resolution"), max_length=60)
    resolved_on = forms.DateField(label=_("resolution date"), widget=AdminDateInput)


class RefuseForm(forms.Form):
    """What the organisation is told."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=_("Who applied reads this, with the way to ask the board to look at it again."),
        required=False,
    )
