"""The form of an order of tickets: who comes, who pays, how."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.orders.actions import Wanted
from registrations.orders.models import LineKind
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.provinces import Province

ME = "me"


class OrderForm(forms.Form):
    """Choices that are no choices are not asked: alone, without organisation, there is nothing to fill in."""

    attendees = forms.MultipleChoiceField(
        label=_("Who will attend?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    payer = forms.ChoiceField(label=_("In whose name is the invoice?"), widget=forms.RadioSelect)
    method = forms.ChoiceField(
        label=_("How do you pay?"),
        widget=forms.RadioSelect,
        choices=[
            ("card", _("By card, now")),
            ("account", _("Later: send the invoice to my organisation")),
        ],
    )
    purchase_order = forms.CharField(
        label=_("Purchase order number"),
        max_length=40,
        required=False,
        help_text=_("It will be printed on the invoice."),
    )

    promotion_code = forms.CharField(
        label=_("Promotion code"),
        max_length=40,
        required=False,
        help_text=_("If you have one. An order takes one code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    province = forms.ChoiceField(
        label=_("In which province do you live?"),
        choices=[("", _("Choose")), *Province.choices],
        required=False,
        help_text=_("The taxes depend on it when you pay in your own name."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        payers: Sequence[Organisation],
        asks_province: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.uuid): person for person in people}
        self.payers = {owner.slug: owner for owner in payers}
        myself = people[0]
        self.fields["attendees"].choices = [(key, person.get_full_name()) for key, person in self.people.items()]
        self.fields["payer"].choices = [
            (ME, myself.get_full_name()),
            *((slug, o.name) for slug, o in self.payers.items()),
        ]
        self.initial = {
            "attendees": [str(myself.uuid)],
            "payer": next(iter(self.payers), ME),
            "method": "card",
        } | self.initial
        if not asks_province:
            del self.fields["province"]
        if len(self.people) == 1:
            del self.fields["attendees"]
        if not self.payers:
            for name in ("payer", "method", "purchase_order"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("method") == "account" and cleaned.get("payer") == ME:
            self.add_error("method", _("Only an organisation can pay later: choose it above, or pay by card."))
        if "province" in self.fields and cleaned.get("payer", ME) == ME and not cleaned.get("province"):
            self.add_error("province", _("Say in which province you live: the taxes depend on it."))
        return cleaned

    @property
    def attending(self) -> list[User]:
        """Those who will attend, oneself when nobody else could."""
        keys = self.cleaned_data.get("attendees", list(self.people))
        return [self.people[key] for key in keys]

    @property
    def buyer(self) -> User | Organisation:
        """Oneself, or the organisation chosen."""
        chosen = self.cleaned_data.get("payer", ME)
        return self.payers.get(chosen) or next(iter(self.people.values()))

    @property
    def is_only_code(self) -> bool:
        """Whether nothing but the code is asked."""
        return list(self.fields) == ["promotion_code"]

    @property
    def code(self) -> str:
        return str(self.cleaned_data.get("promotion_code", ""))

    @property
    def on_account(self) -> bool:
        return self.cleaned_data.get("method") == "account"

    @property
    def said_province(self) -> str:
        """What somebody who pays in their own name says of where they are; "" otherwise."""
        return self.cleaned_data.get("province", "") if isinstance(self.buyer, User) else ""

    def wanted(self, item: Any) -> list[Wanted]:
        """The line of the order."""
        people = self.attending
        return [Wanted(LineKind.TICKET, item, len(people), tuple(people))]
