"""The form of a person's profile."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.people.models import Language


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
