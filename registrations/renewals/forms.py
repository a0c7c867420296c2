"""What accounting types of scales and campaigns; what registrars and directions type of their declaration."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.memberships.models import MembershipCategory, MembershipYear
from registrations.orders.forms import MoneyField
from registrations.organisations.models import Term
from registrations.organisations.rules import TermKind
from registrations.renewals.actions.campaigns import STATEMENT_EN, STATEMENT_FR
from registrations.renewals.models import Campaign
from registrations.renewals.rules import REMINDERS, Bracket
from registrations.viewsets.listing import DayInput

MOST_BRACKETS = 12
HIGHEST = 100_000_000_00  # a budget of a hundred million dollars


class ScaleForm(forms.Form):
    """A year, a category, and up to twelve brackets: where each starts, and what it owes."""

    year = forms.ModelChoiceField(MembershipYear.objects.all(), label=_("Year"))
    category = forms.ModelChoiceField(MembershipCategory.objects.all(), label=_("Category"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_BRACKETS + 1):
            names = {"number": number}
            start = MoneyField(label=_("Bracket %(number)s: budget from") % names, required=False, most=HIGHEST)
            amount = MoneyField(label=_("Bracket %(number)s: dues") % names, required=False, most=100_000_00)
            self.fields[f"from_{number}"], self.fields[f"amount_{number}"] = start, amount

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["brackets"] = list(self._brackets(cleaned))
        return cleaned

    def _brackets(self, cleaned: dict[str, Any]) -> Iterator[Bracket]:
        for number in range(1, MOST_BRACKETS + 1):
            start, amount = cleaned.pop(f"from_{number}", None), cleaned.pop(f"amount_{number}", None)
            if (start is None) != (amount is None):
                self.add_error(f"from_{number}", _("Give both where the bracket starts and what it owes."))
            elif start is not None and amount is not None:
                yield Bracket(start, amount)


class EditScaleForm(ScaleForm):
    """The same for a scale that exists: its year and category stay."""

    year = None
    category = None


class DaysField(forms.CharField):
    """-30, -7, 0, 7: days from the due date."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        try:
            days = sorted({int(part) for part in text.replace(";", ",").split(",") if part.strip()})
        except ValueError:
            days = [10**6]
        if any(abs(day) > 365 for day in days):
            raise ValidationError(_("Type whole numbers of days, separated by commas."), code="days")
        return days


class CampaignForm(forms.Form):
    """What a campaign says and when."""

    due_on = forms.DateField(label=_("Declarations due"), widget=DayInput)
    reminders = DaysField(
        label=_("Reminders"),
        required=False,
        initial=", ".join(str(day) for day in REMINDERS),
        help_text=_("In days from the due date: -30, -7, 0, 7, 21."),
    )
    statement_fr = forms.CharField(
        label=_("Statement to sign, in French"), widget=forms.Textarea(attrs={"rows": 4}), initial=STATEMENT_FR
    )
    statement_en = forms.CharField(
        label=_("Statement to sign, in English"),
        widget=forms.Textarea(attrs={"rows": 4}),
        initial=STATEMENT_EN,
        required=False,
    )


class OpenCampaignForm(CampaignForm):
    year = forms.ModelChoiceField(MembershipYear.objects.all(), label=_("Year"))
    needs_resolution = forms.BooleanField(
        label=_("The board resolves each renewal"),
        required=False,
        help_text=_("Left empty, members who renew keep the resolution that admitted them."),
    )
    field_order = ("year", "due_on", "reminders", "needs_resolution", "statement_fr", "statement_en")

    def clean_year(self) -> MembershipYear:
        year: MembershipYear = self.cleaned_data["year"]
        if Campaign.objects.filter(year=year).exists():
            raise ValidationError(_("The campaign of this year is open already."), code="open")
        return year


class BudgetNoteForm(forms.Form):
    cents = MoneyField(label=_("Budget of the year before"), required=False, most=HIGHEST)


class PaperForm(forms.Form):
    """A declaration that came on paper."""

    budget_cents = MoneyField(label=_("Yearly budget of the organisation, in dollars"), most=HIGHEST)
    name = forms.CharField(label=_("Name of the signatory"), max_length=200)
    title = forms.CharField(label=_("Title of the signatory"), max_length=200)


class BudgetForm(forms.Form):
    """The budget, from which the bracket of the dues follows."""

    budget_cents = MoneyField(
        label=_("Yearly budget of the organisation, in dollars"),
        most=HIGHEST,
        help_text=_("That of the last financial statements. Only AXTRA's accounting sees it."),
    )


def _terms(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ServicesForm(forms.Form):
    """Specialities and measures, as the public finder shows them."""

    specialities = _terms(_("Specialities"))
    measures = _terms(_("Measures"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = list(Term.objects.filter(kind__in=[TermKind.SPECIALITY, TermKind.MEASURE]))
        for name, kind in (("specialities", TermKind.SPECIALITY), ("measures", TermKind.MEASURE)):
            self.fields[name].choices = [(term.slug, str(term)) for term in terms if term.kind == kind]


class ContactsForm(forms.Form):
    """How the organisation is reached, and the confirmation of its points of service."""

    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=7, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    billing_email = forms.EmailField(label=_("Where invoices go"), required=False)
    confirmed = forms.BooleanField(
        label=_("Our points of service and contacts are up to date"),
        error_messages={"required": _("Confirm the points of service and contacts, or correct them in your record.")},
    )


class StaffForm(forms.Form):
    confirmed = forms.BooleanField(
        label=_("Our staff list is up to date"),
        error_messages={"required": _("Confirm the staff list, or correct it first.")},
    )


class SignForm(forms.Form):
    """The name and title of whoever signs, and the box that signs."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = forms.CharField(
        label=_("Your title"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    pay = forms.ChoiceField(
        label=_("How will the dues be paid?"),
        choices=[
            ("invoice", _("By cheque, transfer or deposit, on the invoice")),
            ("card", _("By card, right after the signature")),
        ],
        widget=forms.RadioSelect,
        initial="invoice",
    )
    agreed = forms.BooleanField(
        label=_("I have read the statement above and I sign"),
        error_messages={"required": _("Tick the box to sign.")},
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does the organisation not renew?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
