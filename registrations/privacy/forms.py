"""The shape of what is typed about personal data."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.people.models import Language, User
from registrations.privacy.rules import Basis, Channel, MailList, Purpose, RequestKind, RequestState


class AskForm(forms.Form):
    """What the law lets one ask."""

    kind = forms.ChoiceField(label=_("What do you ask?"), choices=RequestKind.choices, widget=forms.RadioSelect)
    wording = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=5_000,
        help_text=_("What it is about, if it is not everything: a date, a registration, what is wrong."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecordForm(AskForm):
    """What the team enters of a request that came otherwise."""

    kind = forms.ChoiceField(label=_("Asks to"), choices=RequestKind.choices)
    email = forms.EmailField(
        label=_("Address of the account, if there is one"),
        required=False,
        help_text=_("Links the request to the person's record."),
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    address = forms.EmailField(label=_("Address to answer"), required=False)
    channel = forms.ChoiceField(label=_("Received"), choices=Channel.choices)
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language of the answer"), choices=Language.choices)
    identified_how = forms.CharField(
        label=_("How the identity was checked"),
        max_length=200,
        required=False,
        help_text=_("Leave empty if it is still to be done."),
    )
    field_order: ClassVar[list[str]] = [
        "kind", "channel", "received_on", "email", "name", "address", "language", "wording", "identified_how",
    ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person = None
        if email := cleaned.pop("email", ""):
            person = User.objects.filter(email=email.lower(), erased_at=None).first()
            if person is None:
                self.add_error("email", _("No account has this address."))
        return cleaned | {"person": person}


class IdentifyForm(forms.Form):
    how = forms.CharField(
        label=_("How the identity was checked"),
        max_length=200,
        help_text=_("For example: call back to the number in the record, answer from the address in the record."),
    )


class AnswerForm(forms.Form):
    """The letter: in the person's language."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(s.value, s.label) for s in (RequestState.DONE, RequestState.PARTIAL, RequestState.REFUSED)],
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    reason = forms.CharField(
        label=_("Reason, with the provision of the law"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a refusal, even of a part. The recourse to the CAI is added by itself."),
    )


class EraseForm(forms.Form):
    confirmation = forms.CharField(
        label=_("Type the full name of the person, to confirm"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ConsentTextForm(forms.Form):
    text_fr = forms.CharField(label=_("Text in French"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))
    text_en = forms.CharField(label=_("Text in English"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))
    effective_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}))


class NewConsentTextForm(ConsentTextForm):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    field_order: ClassVar[list[str]] = ["purpose", "text_fr", "text_en", "effective_from"]


class TacitForm(forms.Form):
    """A purchase or an enquiry that the register does not know by itself."""

    address = forms.EmailField(label=_("Address"))
    list = forms.ChoiceField(label=_("List"), choices=MailList.choices)
    basis = forms.ChoiceField(label=_("Basis"), choices=[(b.value, b.label) for b in (Basis.ENQUIRY, Basis.PURCHASE)])
    on = forms.DateField(label=_("Made on"), widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(label=_("Where one can see it"), max_length=200)


class ProviderForm(forms.Form):
    """What the privacy page says of a company that works for us."""

    name = forms.CharField(label=_("Name"), max_length=120)
    outside_quebec = forms.BooleanField(label=_("Outside Quebec"), required=False, initial=True)
    country_fr = forms.CharField(label=_("Country or region, in French"), max_length=80)
    country_en = forms.CharField(label=_("Country or region, in English"), max_length=80)
    service_fr = forms.CharField(label=_("What it does, in French"), max_length=300)
    service_en = forms.CharField(label=_("What it does, in English"), max_length=300)
    safeguards_fr = forms.CharField(label=_("Safeguards, in French"), max_length=500)
    safeguards_en = forms.CharField(label=_("Safeguards, in English"), max_length=500)
    assessed_on = forms.DateField(
        label=_("Privacy impact assessed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Asked by law before data leaves Quebec (P-39.1, s. 17)."),
    )


class PurgeForm(forms.Form):
    read = forms.BooleanField(label=_("I have read what goes: it does not come back."))
