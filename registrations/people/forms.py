"""The form of a person's profile."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.people.models import Language, User

NAMES = ("given_name", "family_name")


class ProfileForm(forms.Form):
    """What a person says of themselves; addresses are changed on their own page."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(
        label=_("Language of the messages that we send you"), choices=Language.choices, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("With the area code, as 514 555-0123."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order: ClassVar[list[str]] = ["given_name", "family_name", "phone", "language"]


class NamelessForm(forms.Form):
    """Asks for the names as well, of somebody who opened an account by a code alone: others will read them next."""

    given_name = ProfileForm.base_fields["given_name"]
    family_name = ProfileForm.base_fields["family_name"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.has_names:
            del self.fields["given_name"], self.fields["family_name"]

    def take_names(self) -> dict[str, str]:
        """The names that were given, taken out of what the rest of the form says; empty when none were asked."""
        return {name: self.cleaned_data.pop(name) for name in NAMES if name in self.cleaned_data}


class PersonForm(forms.Form):
    """What the team corrects about somebody."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    contact_email = forms.EmailField(
        label=_("Contact address"),
        required=False,
        help_text=_("An address that may be shared: messages go there, but nobody signs in with it."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class NewPersonForm(PersonForm):
    """A person whom the team registers proves their own address at their first sign-in."""

    email = forms.EmailField(
        label=_("Own address"),
        required=False,
        help_text=_("The person's own address, to sign in with; they prove it with a code the first time."),
    )
    field_order: ClassVar[list[str]] = ["given_name", "family_name", "email", "contact_email", "phone", "language"]


class Check(TextChoices):
    """How the team made sure of who asks."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video, with an identity document")
    CALL = "call", _("Called back at the telephone number that we knew")
    REGISTRAR = "registrar", _("Confirmed by their organisation’s registrar")


class GivenAddressForm(forms.Form):
    """An address that the team adds for somebody who can no longer sign in."""

    email = forms.EmailField(
        label=_("Address to add"),
        help_text=_("Their own, not an organisation’s: a code proves it at the first sign-in."),
    )
    check = forms.ChoiceField(label=_("How you checked who they are"), choices=Check.choices)


class OtherRecordForm(forms.Form):
    """Which record is merged into this one; shown first, done when it is sent again."""

    other = forms.CharField(
        label=_("The record to merge into this one"),
        max_length=254,
        help_text=_("Its address, or the identifier of its page."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_other(self) -> User:
        """The only record that this means."""
        given = self.cleaned_data["other"].strip().lower()
        rows = User.objects.filter(merged_into=None, erased_at=None)
        is_address = "@" in given
        found = rows.filter(Q(email=given) | Q(contact_email__iexact=given)) if is_address else _with_uuid(rows, given)
        if len(found[:2]) != 1:
            raise forms.ValidationError(_("No single record has this address or identifier."))
        return found[0]


def _with_uuid(rows: Any, given: str) -> Any:
    try:
        return rows.filter(uuid=UUID(given))
    except ValueError:
        return rows.none()


class AddressForm(forms.Form):
    """One more address of one's own."""

    email = forms.EmailField(
        label=_("Address to add"),
        help_text=_("We send it a code, to be sure that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code that was sent to it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
