"""What the team fills in to make codes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from registrations.promotions.models import Promotion, PromotionAudience
from registrations.promotions.registry import PRODUCTS, items
from registrations.promotions.rules import MOST_CODES
from registrations.viewsets.fields import MoneyField

MOST = 100_000_000


class PromotionForm(forms.Form):
    """An amount in dollars or a percentage, not both; an empty limit is no limit."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    percentage = forms.DecimalField(
        label=_("Percentage"), min_value=0, max_value=100, decimal_places=2, localize=True, required=False,
        help_text=_("Off the lines that the code covers; or an amount below."),
    )  # fmt: skip
    amount_cents = MoneyField(
        label=_("Amount"), most=MOST, required=False, help_text=_("Once off the whole order, before taxes.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Products"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all.")
    )
    items = forms.MultipleChoiceField(
        label=_("Only these"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all.")
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=PromotionAudience, required=False)
    starts_at = forms.DateTimeField(label=_("Valid from"), widget=AdminDateTimeInput, required=False)
    ends_at = forms.DateTimeField(
        label=_("Valid until"), widget=AdminDateTimeInput, required=False, help_text=_("The first moment without it.")
    )
    uses = forms.IntegerField(
        label=_("Uses in all"), min_value=0, max_value=100_000, required=False, help_text=_("Empty: unlimited.")
    )
    per_payer = forms.IntegerField(
        label=_("Uses for one payer"), min_value=1, max_value=1000, required=False, help_text=_("Empty: unlimited.")
    )
    budget_cents = MoneyField(
        label=_("Budget"), most=MOST, required=False,
        help_text=_("All discounts together never exceed it; the last one is what is left."),
    )  # fmt: skip
    enabled = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = list(PRODUCTS.items())
        kept = set(self.initial.get("items", []))
        on_sale = [(str(item.uuid), item.label) for item in items(at=timezone.now())]
        ended = [(uuid, uuid) for uuid in sorted(kept - {uuid for uuid, _label in on_sale})]
        self.fields["items"].choices = [*on_sale, *ended]

    def clean(self) -> dict[str, Any]:
        """The percentage in hundredths, as the model keeps it."""
        cleaned = super().clean() or {}
        percentage = cleaned.pop("percentage", None)
        cleaned["rate"] = None if percentage is None else int(percentage * 100)
        return cleaned

    @staticmethod
    def initial_of(promotion: Promotion) -> dict[str, Any]:
        names = (
            "name_fr", "name_en", "amount_cents", "kinds", "items", "audience", "starts_at", "ends_at", "per_payer",
            "budget_cents", "enabled",
        )  # fmt: skip
        percentage = None if promotion.rate is None else promotion.rate / 100
        values = {name: getattr(promotion, name) for name in names}
        return values | {"percentage": percentage, "uses": promotion.pool.capacity}


class NewPromotionForm(PromotionForm):
    """One code, or many of one use each."""

    code = forms.CharField(
        label=_("Code"), max_length=20, required=False,
        help_text=_("A word of 4 to 20 letters and digits, read in any case; empty: eight characters are drawn."),
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("Number of codes"), min_value=1, max_value=MOST_CODES, initial=1,
        help_text=_("More than one: as many drawn codes of one use each, to be exported from the list."),
    )  # fmt: skip
    batch = forms.CharField(
        label=_("Name of the batch"), max_length=60, required=False, help_text=_("To find the codes made together.")
    )
    field_order = ("code", "count", "batch")


class CopyForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), max_length=20, required=False,
        help_text=_("A word of 4 to 20 letters and digits, read in any case; empty: eight characters are drawn."),
    )  # fmt: skip
