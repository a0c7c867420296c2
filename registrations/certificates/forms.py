"""Typing a code; correcting and revoking a certificate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.certificates.models import Certificate
from registrations.certificates.rules import Held


class CodeForm(forms.Form):
    """The code printed on a certificate, however it is typed."""

    code = forms.CharField(label=_("Verification code"), max_length=20, help_text=_("Eight letters and digits."))


class RevokeForm(forms.Form):
    """Why it is worth nothing any more."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The person is told; strangers are not."))


class CorrectForm(forms.Form):
    """What the certificate should have said."""

    reason = forms.CharField(label=_("Reason of the correction"), max_length=300)
    person_name = forms.CharField(label=_("Name"), max_length=200)
    organisation_name = forms.CharField(label=_("Organisation that day"), max_length=250, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    objectives = forms.CharField(
        label=_("Objectives"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )
    minutes = forms.IntegerField(label=_("Minutes attended"), min_value=1, max_value=100_000)
    mode = forms.ChoiceField(label=_("Mode"), choices=Held)
    trainers = forms.CharField(label=_("Trainers, separated by semicolons"), max_length=500, required=False)
    accreditation = forms.CharField(
        label=_("Accreditation number"), max_length=60, required=False, help_text=_("Empty: not mentioned.")
    )

    def fill(self, certificate: Certificate) -> None:
        """Start from what it says."""
        names: tuple[str, ...] = ("person_name", "organisation_name", "title", "objectives", "minutes", "mode")
        self.initial |= {name: getattr(certificate, name) for name in (*names, "accreditation")}
        self.initial["trainers"] = "; ".join(certificate.trainers)

    def clean_trainers(self) -> tuple[str, ...]:
        """The names, without what is empty between two semicolons."""
        typed: Any = self.cleaned_data["trainers"]
        return tuple(name.strip() for name in typed.split(";") if name.strip())
