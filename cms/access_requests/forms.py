"""What a reader writes, and what the librarian answers."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class AskForm(forms.Form):
    """Why one needs it."""

    reason = forms.CharField(
        label=_("What do you need this resource for?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Your work, the use that you would make of it, for how long. The library's team alone reads it."),
    )


class ReplyForm(forms.Form):
    """The answer to the library's question."""

    reply = forms.CharField(label=_("Your reply"), max_length=2000, widget=forms.Textarea({"rows": 5}))


class GrantRequestForm(forms.Form):
    """Until when, and a word if one wants."""

    until = forms.DateField(
        label=_("Open until the end of"), widget=AdminDateInput, help_text=_("A year at most; the reader is told.")
    )
    answer = forms.CharField(
        label=_("A word to the reader"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    @staticmethod
    def proposed() -> date:
        return timezone.localdate() + timedelta(days=90)


class RefuseForm(forms.Form):
    """Why not."""

    answer = forms.CharField(
        label=_("The reason"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=_("The reader reads it.")
    )


class QuestionForm(forms.Form):
    """What one needs to know first."""

    question = forms.CharField(
        label=_("Your question"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=_("It leaves by mail.")
    )
