"""What one types of a cost."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.viewsets.acting import ActionModelForm
from registrations.viewsets.fields import MoneyField
from training.catalogue.models import ActivityCost
from training.costs.rules import FILE_KINDS, FILE_MEGABYTES


class CostForm(ActionModelForm):
    """Planned first; what it did cost, once it is known, with the paper that proves it."""

    planned_cents = MoneyField(label=_("Planned, in dollars"), required=False, help_text=_("Empty: nothing planned."))
    actual_cents = MoneyField(
        label=_("Actual, in dollars"), required=False, help_text=_("Empty: not known yet. 0: it cost nothing.")
    )
    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("Invoice or contract, %(megabytes)s MB at most (PDF, DOCX, XLSX, CSV, ZIP).")
        % {"megabytes": FILE_MEGABYTES},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in sorted(FILE_KINDS))}),
    )
    detach = forms.BooleanField(label=_("Take the document away"), required=False)

    class Meta:
        model = ActivityCost
        fields: ClassVar[list[str]] = ["activity", "label"]

    field_order: ClassVar[list[str]] = ["activity", "label", "planned_cents", "actual_cents", "file", "detach"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial |= {name: getattr(self.instance, name) for name in ("planned_cents", "actual_cents")}
        if not self.instance.document:
            del self.fields["detach"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("planned_cents") is None and cleaned.get("actual_cents") is None and not self.errors:
            raise ValidationError(_("Type what is planned, what it cost, or both."))
        cleaned["planned_cents"] = cleaned.get("planned_cents") or 0
        return cleaned
