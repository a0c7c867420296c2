"""The shape of what is typed about the association."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from registrations.association.models import Association

LOGO_BYTES = 2 * 1024 * 1024
LOGO_KINDS = ["png", "jpg", "jpeg", "webp"]


class AssociationForm(forms.ModelForm):
    fiscal_year_start_month = forms.TypedChoiceField(
        label=_("First month of the fiscal year"),
        choices=[("", "–"), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    logo = forms.ImageField(
        label=_("Logo"),
        required=False,
        validators=[FileExtensionValidator(LOGO_KINDS)],
        help_text=_("PNG, JPEG or WebP, 2 MB at most. It is printed on invoices and shown in mails."),
    )

    class Meta:
        model = Association
        fields = (
            "name",
            "legal_name",
            "address",
            "phone",
            "email",
            "logo",
            "fiscal_year_start_month",
            "sender_name",
            "sender_email",
            "privacy_officer_name",
            "privacy_officer_email",
            "signatory_name",
            "signatory_title",
            "payment_instructions",
            "payment_instructions_en",
        )
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "payment_instructions": forms.Textarea(attrs={"rows": 4}),
            "payment_instructions_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "email": _("Where people answer to our mails."),
            "sender_email": _("The address from which mails leave; your mail server must accept it."),
            "legal_name": _("As in the register of enterprises; printed on invoices."),
            "privacy_officer_name": _("Shown on the privacy page (Law 25)."),
            "signatory_name": _("Printed on certificates."),
        }

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if logo is False:
            return ""
        if logo and getattr(logo, "size", 0) > LOGO_BYTES:
            raise ValidationError(_("This image is larger than 2 MB."))
        return logo
