"""What accounting types about its books."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from registrations.accounting.models import ExportFormat
from registrations.accounting.queries.closings import accounting_codes, numbers
from registrations.accounting.queries.exports import EXPORTS
from registrations.accounting.queries.journal import named
from registrations.accounting.rules.periods import Length
from registrations.accounting.rules.posting import Account, AccountRole
from registrations.viewsets.listing import DayInput

BOUNDS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]


class PeriodForm(forms.Form):
    """Which month, quarter or fiscal year: the one that holds a day."""

    length = forms.ChoiceField(label=_("Period"), choices=Length.choices, required=False)
    on = forms.DateField(label=_("that holds the day"), required=False, widget=DayInput, validators=BOUNDS)


class AccountsForm(forms.Form):
    """One number for each account; revenue has one for each accounting code that is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = numbers()
        roles = [Account(role) for role in AccountRole.values if role != AccountRole.REVENUE]
        self.accounts = {f"account_{place}": each for place, each in enumerate([*roles, *_revenues(known)])}
        for name, account in self.accounts.items():
            self.fields[name] = forms.CharField(
                label=named(account), max_length=20, required=False, initial=known.get(account, "")
            )

    def given(self) -> dict[Account, str]:
        return {account: self.cleaned_data[name] for name, account in self.accounts.items()}


def _revenues(known: dict[Account, str]) -> list[Account]:
    named_codes = {account.code for account in known if account.role == AccountRole.REVENUE}
    return [Account(AccountRole.REVENUE, code) for code in sorted(named_codes | set(accounting_codes()))]


class CloseForm(forms.Form):
    last = forms.DateField(
        label=_("Close until"), widget=DayInput, help_text=_("The last day of the period, which is closed with it.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Explanation"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: refunded by cheque after the card was closed. No name is needed."),
    )  # fmt: skip


class ExportForm(forms.Form):
    """What, for which days, in which format."""

    kind = forms.ChoiceField(label=_("Content"))
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("To"), widget=DayInput)
    format = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, each.label) for kind, each in EXPORTS.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            raise ValidationError(_("The last day comes before the first."), code="backwards")
        return given
