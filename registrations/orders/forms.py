"""The shape of what the accountant types."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registrations.orders.actions import Wanted
from registrations.orders.models import LineKind, TaxCategory, TaxCode
from registrations.orders.queries import Sought
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from registrations.promotions.registry import Item, items
from registrations.provinces import Province
from registrations.viewsets.fields import MoneyField

__all__ = [
    "AnswerForm",
    "CancellationForm",
    "CreditForm",
    "DecisionForm",
    "MoneyField",
    "OrderFilterForm",
    "OrderForForm",
    "RateForm",
    "RegistrationForm",
]


class CreditForm(forms.Form):
    """What is credited and why; the view adds one amount per line of the invoice."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is printed on the credit note."))
    whole = forms.BooleanField(
        label=_("Credit all that is left of the invoice"), required=False, help_text=_("Else type an amount per line.")
    )


class OrderFilterForm(forms.Form):
    """What a list of one's orders is narrowed to, in its address."""

    text = forms.CharField(label=_("Number of the order or of the invoice"), required=False, max_length=40)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("due", _("To be paid")), ("paid", _("Paid")), ("ended", _("Cancelled or expired"))],
    )
    payer = forms.ChoiceField(label=_("In the name of"), required=False)

    def __init__(self, *args: Any, payers: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        if payers:
            ours = [(each.slug, each.name) for each in payers]
            self.fields["payer"].choices = [("", _("All")), ("me", _("Mine")), *ours]
        else:
            del self.fields["payer"]

    def sought(self) -> Sought:
        """What is asked for; what is not understood is left out."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Sought(**{name: asked[name] for name in self.fields if asked.get(name)})


class CancellationForm(forms.Form):
    """Why a paid or invoiced order should be cancelled."""

    reason = forms.CharField(
        label=_("Why should it be cancelled?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Accounting reads it and answers you. Say which places, if it is not the whole order."),
    )


class AnswerForm(forms.Form):
    """What was done with a request to cancel."""

    answer = forms.CharField(
        label=_("Answer"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Shown to the buyer.")
    )


class RegistrationForm(forms.Form):
    gst_number = forms.CharField(
        label=_("GST number"), max_length=20, required=False, help_text=_("As 123456789 RT0001; empty: not registered.")
    )
    qst_number = forms.CharField(
        label=_("QST number"),
        max_length=20,
        required=False,
        help_text=_("As 1234567890 TQ0001; empty: not registered."),
    )
    on = forms.DateField(
        label=_("in force from"),
        help_text=_("The rates in force end that day; orders already placed keep their taxes."),
    )


class DecisionForm(forms.Form):
    """What one kind of product bears; which kind, and where, is settled."""

    category = forms.ChoiceField(label=_("category"), choices=TaxCategory)
    accounting_code = forms.CharField(label=_("accounting code"), max_length=20, required=False)


class PercentField(forms.DecimalField):
    """A rate typed in per cent (9,975), given in 100,000ths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=50, decimal_places=3, localize=True, **kwargs)

    def clean(self, value: Any) -> int:
        return int(super().clean(value) * 1000)


class RateForm(forms.Form):
    """One tax, its rate and where, from a day on."""

    code = forms.ChoiceField(label=_("tax"), choices=TaxCode)
    rate = PercentField(label=_("Rate in per cent"), help_text=_("As 14 or 9.975; 0: this tax ends there that day."))
    provinces = forms.MultipleChoiceField(
        label=_("provinces"),
        choices=[(value, label) for value, label in Province.choices if value != Province.ABROAD],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where this rate applies from that day; the other provinces keep theirs."),
    )
    on = forms.DateField(label=_("in force from"), widget=AdminDateInput, help_text=_("From midnight, Quebec time."))


LINES = range(1, 4)


class PeopleField(forms.CharField):
    """People by their addresses, one a line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[User]:
        addresses = super().clean(value).lower().split()
        book = PeopleBook.load(addresses)
        people = [(address, book.owner(address)) for address in addresses]
        if unknown := [address for address, person in people if person is None]:
            raise ValidationError(
                _("Nobody in the register has the address %(email)s."), code="unknown", params={"email": unknown[0]}
            )
        return [person for _address, person in people if person]


class OrderForForm(forms.Form):
    """An order that the team places for somebody: who pays, how, and up to three lines, offered or not."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation that pays"),
        queryset=Organisation.objects.filter(archived_at=None).order_by("name"),
        required=False,
        help_text=_("Or the person below."),
    )
    person = forms.EmailField(label=_("Address of the person who pays"), required=False)
    on_account = forms.BooleanField(
        label=_("On account: invoice the organisation now"),
        required=False,
        help_text=_("Otherwise the seats are held for one hour, while they pay by card."),
    )
    purchase_order = forms.CharField(label=_("Purchase order number"), max_length=40, required=False)
    promotion_code = forms.CharField(label=_("Promotion code"), max_length=40, required=False)
    province = forms.ChoiceField(
        label=_("Province of the buyer"),
        choices=[("", _("As the register says")), *Province.choices],
        required=False,
        help_text=_("The taxes depend on it: to be given when the register does not know."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = {str(item.uuid): item for item in items(at=timezone.now())}
        for number in LINES:
            self.fields |= _line_fields(number, list(self.items.values()))

    def clean(self) -> dict[str, Any]:
        """What the action takes: `payer`, `lines`, `on_account`, `purchase_order`, `code`, `province`."""
        cleaned = super().clean() or {}
        payer = self._payer(cleaned)
        lines = [line for number in LINES if (line := self._line(cleaned, number))]
        if not lines and not self.errors:
            self.add_error("item_1", _("Choose what is ordered."))
        names = {"on_account": cleaned.get("on_account"), "purchase_order": cleaned.get("purchase_order", "")}
        names["province"] = cleaned.get("province", "")
        return names | {"payer": payer, "lines": lines, "code": cleaned.get("promotion_code", "")}

    def _payer(self, cleaned: dict[str, Any]) -> User | Organisation | None:
        organisation, address = cleaned.get("organisation"), cleaned.get("person")
        if bool(organisation) == bool(address):
            self.add_error("organisation", _("Choose an organisation, or give the address of a person."))
            return None
        person = PeopleBook.load([address.lower()]).owner(address.lower()) if address else None
        if address and person is None:
            self.add_error("person", _("Nobody in the register has this address."))
        return organisation or person

    def _line(self, cleaned: dict[str, Any], number: int) -> Wanted | None:
        item = self.items.get(cleaned.get(f"item_{number}", ""))
        if item is None:
            return None
        people = cleaned.get(f"people_{number}") or []
        quantity = cleaned.get(f"quantity_{number}") or max(len(people), 1)
        return Wanted(LineKind(item.kind), item.uuid, quantity, tuple(people), cleaned.get(f"offered_{number}", ""))


def _line_fields(number: int, on_sale: Sequence[Item]) -> dict[str, forms.Field]:
    choices = [("", "–"), *((str(item.uuid), item.label) for item in on_sale)]
    of = {"number": number}
    return {
        f"item_{number}": forms.ChoiceField(label=_("Line %(number)s") % of, choices=choices, required=False),
        f"people_{number}": PeopleField(
            label=_("For whom"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("One address a line; without any, the places are named later."),
        ),
        f"quantity_{number}": forms.IntegerField(
            label=_("Quantity"), min_value=1, max_value=200, required=False, help_text=_("Empty: one for each person.")
        ),
        f"offered_{number}": forms.CharField(
            label=_("Offered free because"),
            max_length=200,
            required=False,
            help_text=_("Empty: it is paid. The reason is printed on the order and kept."),
        ),
    }
