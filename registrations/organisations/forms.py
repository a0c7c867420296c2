"""What the team types about organisations and posts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registrations.organisations.models import Affiliation, Organisation, Term
from registrations.organisations.own_forms import ServicePointForm
from registrations.organisations.rules import AffiliationRole, ContactKind
from registrations.people.models import User
from registrations.viewsets.acting import FieldsAlone


class RowForm(FieldsAlone, forms.ModelForm):
    """The fields of a row, without its rules: the action and the database have the last word."""


class OrganisationForm(RowForm):
    """E-mail domains as one line of text."""

    email_domains = forms.CharField(
        label=_("E-mail domains"), required=False, help_text=_("Separated by commas: centre.qc.ca, centre.org")
    )

    website = forms.URLField(label=_("web site"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = [
            "name",
            "legal_name",
            "neq",
            "kind",
            "region",
            "province",
            "street",
            "municipality",
            "postal_code",
            "latitude",
            "longitude",
            "website",
            "phone",
            "email",
            "email_domains",
            "billing_email",
            "description",
            "may_pay_later",
            "terms",
        ]
        widgets = {"terms": forms.CheckboxSelectMultiple}
        help_texts = {"province": _("For an organisation outside Quebec: its taxes depend on it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["email_domains"] = ", ".join(self.instance.email_domains)

    def clean_email_domains(self) -> list[str]:
        """In lower case, each once."""
        parts = self.cleaned_data["email_domains"].lower().replace(";", ",").split(",")
        return list(dict.fromkeys(part.strip().removeprefix("@") for part in parts if part.strip()))


class PostForm(forms.Form):
    """A new post: the person is found by address, which is quicker than a list of thousands."""

    address = forms.EmailField(label=_("Address of the person"))
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.filter(archived_at=None)
    )
    role = forms.ChoiceField(label=_("role"), choices=AffiliationRole.choices)
    is_registrar = forms.BooleanField(label=_("organisation registrar"), required=False)
    starts_on = forms.DateField(label=_("since"), widget=AdminDateInput)
    verified = forms.BooleanField(label=_("Verified by the team"), required=False, initial=True)

    def clean_address(self) -> User:
        """The only person who signs in with it or is reached there."""
        address = self.cleaned_data["address"].lower()
        found = User.objects.filter(email=address)[:2] or User.objects.filter(contact_email=address)[:2]
        if len(found) != 1:
            raise forms.ValidationError(_("No single person in the register has this address."))
        return found[0]


class PostChangeForm(RowForm):
    """`ends_on` is the first day without the post."""

    class Meta:
        model = Affiliation
        fields = ["role", "is_registrar", "starts_on", "ends_on"]


class YesNoSelect(forms.NullBooleanSelect):
    """Yes, no, or nothing asked."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", "---------"), ("true", _("Yes")), ("false", _("No"))]


class NewServicePointForm(ServicePointForm):
    """A service point, and whose it is."""

    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.filter(archived_at=None)
    )
    field_order: ClassVar[list[str]] = ["organisation"]


class NamedContactForm(forms.Form):
    """A contact by name: the team links no account."""

    kind = forms.ChoiceField(label=_("For what"), choices=ContactKind.choices)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)


class NewContactForm(NamedContactForm):
    """A contact, and whose it is."""

    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.filter(archived_at=None)
    )
    field_order: ClassVar[list[str]] = ["organisation"]


class DuplicateForm(forms.Form):
    """The other record, by its slug; `seen` is the one whose preview was shown."""

    other = forms.ModelChoiceField(
        label=_("Other record"), queryset=Organisation.objects.filter(merged_into=None), to_field_name="slug"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class TermForm(forms.Form):
    """One word that is offered."""

    term = forms.ModelChoiceField(label=_("Word"), queryset=Term.objects.filter(archived_at=None))
