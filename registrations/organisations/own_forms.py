"""What registrars type about their own organisation."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.organisations.models import Organisation, Term
from registrations.organisations.rules import ContactKind, TermKind
from registrations.people.models import User

AT_FAULT = {
    "bad-phone": "phone",
    "contact-elsewhere": "person",
    "contact-unnamed": "name",
    "coordinates-incomplete": "latitude",
    "email-domain-impossible": "email_domains",
    "email-domain-taken": "email_domains",
    "neq-impossible": "neq",
    "neq-taken": "neq",
    "public-mail-domain": "email_domains",
    "region-elsewhere": "province",
    "service-point-taken": "name",
}
"""Which field a refusal speaks of."""

POSTAL_CODE = re.compile(r"([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d)")


class PostalCodeField(forms.CharField):
    """H2X 1Y4, however it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "postal-code"})
        super().__init__(label=_("Postal code"), required=False, max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value).upper()
        found = POSTAL_CODE.fullmatch(text)
        if text and not found:
            raise forms.ValidationError(_("Write the postal code as H2X 1Y4."))
        return f"{found[1]} {found[2]}" if found else ""


class PhoneField(forms.CharField):
    """Spelled by the action."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        help_text = _("With the area code, as 514 555-0123.")
        super().__init__(
            label=_("Telephone"), required=False, max_length=30, widget=widget, help_text=help_text, **kwargs
        )


class DegreesField(forms.DecimalField):
    def __init__(self, label: Any, most: int) -> None:
        super().__init__(label=label, required=False, min_value=-most, max_value=most, max_digits=8, decimal_places=5)


class WordsField(forms.ModelMultipleChoiceField):
    """The words of a vocabulary that are offered, and those that the organisation has already."""

    def __init__(self, label: Any, kind: str) -> None:
        self.kind = kind
        words = Term.objects.filter(kind=kind)
        super().__init__(queryset=words, label=label, required=False, widget=forms.CheckboxSelectMultiple)

    def offer(self, organisation: Organisation) -> None:
        offered = Q(archived_at=None) | Q(organisations=organisation)
        self.queryset = Term.objects.filter(offered, kind=self.kind).distinct()


class OwnRecordForm(forms.Form):
    """What an organisation says of itself."""

    description = forms.CharField(
        label=_("What you do"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Shown in the directory, in a few sentences: whom you help, and how."),
    )
    street = forms.CharField(label=_("Address"), required=False, max_length=200)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=100)
    postal_code = PostalCodeField()
    latitude = DegreesField(_("Latitude"), 90)
    longitude = DegreesField(_("Longitude"), 180)
    phone = PhoneField()
    email = forms.EmailField(label=_("E-mail for the public"), required=False)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https", max_length=200)
    billing_email = forms.EmailField(
        label=_("E-mail for invoices"), required=False, help_text=_("Your invoices are sent there.")
    )
    specialities = WordsField(_("Specialities"), TermKind.SPECIALITY)
    measures = WordsField(_("Measures"), TermKind.MEASURE)

    def __init__(self, data: Any = None, *, organisation: Organisation, **kwargs: Any) -> None:
        words = list(organisation.terms.all())
        said = {name: getattr(organisation, name, None) for name in self.base_fields}
        said |= {
            "specialities": [word for word in words if word.kind == TermKind.SPECIALITY],
            "measures": [word for word in words if word.kind == TermKind.MEASURE],
        }
        super().__init__(data, **kwargs | {"initial": said})
        for name in ("specialities", "measures"):
            self.fields[name].offer(organisation)  # type: ignore[attr-defined]  # a WordsField


class LogoForm(forms.Form):
    """A picture, or nothing to take the present one away."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, 5 MB at most. Without a file, the present logo is taken away."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )


class ServicePointForm(forms.Form):
    """A place where people are received."""

    name = forms.CharField(label=_("Name of the service point"), max_length=200)
    street = forms.CharField(label=_("Address"), required=False, max_length=200)
    municipality = forms.CharField(label=_("Municipality"), max_length=100)
    postal_code = PostalCodeField()
    latitude = DegreesField(_("Latitude"), 90)
    longitude = DegreesField(_("Longitude"), 180)
    phone = PhoneField()
    hours = forms.CharField(
        label=_("Opening hours"), required=False, max_length=300, help_text=_("As: Monday to Friday, 8:30 to 16:30.")
    )


class ContactForm(forms.Form):
    """Whom to reach; a colleague's name, address and telephone need not be typed."""

    kind = forms.ChoiceField(label=_("For what"), choices=ContactKind.choices)
    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("A person of your staff"),
        required=False,
        empty_label=_("Somebody else: write their name below"),
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField()

    def __init__(self, *args: Any, organisation: Organisation, staff: Any, **kwargs: Any) -> None:  # noqa: ARG002
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = staff  # type: ignore[attr-defined]  # a choice of rows
