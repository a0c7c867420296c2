"""The forms of an edition and of its ticket types, as the team fills them in: last days and dollars."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from registrations.colloquium.models import Colloquium, ColloquiumMode, TicketType
from registrations.people.models import Language
from registrations.promotions.rules import MOST_WINDOWS, PriceWindow
from registrations.provinces import Province
from registrations.viewsets.fields import MoneyField

MOST_DOLLARS = 20_000


class DollarsField(forms.DecimalField):
    """Typed in dollars, kept in cents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_DOLLARS, decimal_places=2, **options)

    def clean(self, value: Any) -> int:
        return int(super().clean(value) * 100)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value


def _early() -> tuple[forms.Field, forms.Field, forms.Field]:
    """The fields of one earlier price: until when, for everybody, for members."""
    return (
        forms.DateTimeField(
            label=_("Earlier price, until"),
            widget=AdminDateTimeInput,
            required=False,
            help_text=_("The first moment without it. Empty: no earlier price."),
        ),
        MoneyField(label=_("Public price until then"), most=MOST_DOLLARS * 100, required=False),
        MoneyField(label=_("Member price until then"), most=MOST_DOLLARS * 100, required=False),
    )


class EditionForm(forms.Form):
    """An edition, whose last day is typed as people say it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    slug = forms.SlugField(
        label=_("Address"), max_length=60, help_text=_("As quariera-2027; it is frozen once the edition is published.")
    )
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 5}), required=False)
    mode = forms.ChoiceField(label=_("Mode"), choices=ColloquiumMode)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    province = forms.ChoiceField(
        label=_("Province of the hall"),
        choices=[("", _("Online: none")), *Province.choices],
        required=False,
        help_text=_("Tickets are taxed where the event is held; online, where each buyer is."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    starts_on = forms.DateField(label=_("First day"), widget=AdminDateInput)
    last_day = forms.DateField(label=_("Last day"), widget=AdminDateInput)
    names_until = forms.DateField(
        label=_("Names can change until"),
        widget=AdminDateInput,
        required=False,
        help_text=_("The last day; empty: the day before it begins."),
    )

    def fields_of_edition(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = dict(self.cleaned_data)
        last: date = cleaned.pop("last_day")
        return cleaned | {"ends_on": last + timedelta(days=1)}

    @staticmethod
    def initial_of(edition: Colloquium) -> dict[str, Any]:
        names = (
            "title",
            "slug",
            "summary",
            "mode",
            "venue",
            "province",
            "language",
            "starts_on",
            "last_day",
            "names_until",
        )
        return {name: getattr(edition, name) for name in names}


class TicketTypeForm(forms.Form):
    """A ticket type; an empty number of seats is unlimited."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.SlugField(label=_("Address"), max_length=60)
    description = forms.CharField(label=_("What it includes"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    public_price_cents = DollarsField(label=_("Public price, in dollars before taxes"))
    member_price_cents = DollarsField(label=_("Member price, in dollars before taxes"))
    until_1, public_1, member_1 = _early()
    until_2, public_2, member_2 = _early()
    until_3, public_3, member_3 = _early()
    until_4, public_4, member_4 = _early()
    opens_at = forms.DateTimeField(label=_("On sale from"), widget=AdminDateTimeInput)
    closes_at = forms.DateTimeField(label=_("On sale until"), widget=AdminDateTimeInput)
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=0, max_value=100_000, required=False, help_text=_("Empty: unlimited.")
    )
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=1000, initial=0)
    accounting_code = forms.CharField(
        label=_("Accounting code"),
        max_length=20,
        required=False,
        help_text=_("Empty: that of tickets, in the tax profiles."),
    )

    @staticmethod
    def initial_of(ticket_type: TicketType) -> dict[str, Any]:
        names = ("name", "slug", "description", "public_price_cents", "member_price_cents", "opens_at", "closes_at")
        values = {name: getattr(ticket_type, name) for name in (*names, "order", "accounting_code")}
        for number, early in enumerate(ticket_type.windows, start=1):
            values |= {f"until_{number}": early.until, f"public_{number}": early.public_cents}
            values[f"member_{number}"] = early.member_cents
        return values | {"capacity": ticket_type.pool.capacity}

    def clean(self) -> dict[str, Any]:
        """The earlier prices together, each with its date and both amounts."""
        cleaned = super().clean() or {}
        early = []
        for number in range(1, MOST_WINDOWS + 1):
            until, public, member = (cleaned.pop(f"{name}_{number}", None) for name in ("until", "public", "member"))
            if until and public is not None and member is not None:
                early.append(PriceWindow(until, public, member))
            elif until or public is not None or member is not None:
                self.add_error(f"until_{number}", _("An earlier price has a date, a public price and a member price."))
        return cleaned | {"early_prices": early}


class NewTicketTypeForm(TicketTypeForm):
    """The edition is chosen once."""

    colloquium = forms.ModelChoiceField(label=_("Colloquium"), queryset=Colloquium.objects.all())
    field_order = ("colloquium",)
