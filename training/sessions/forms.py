"""What a visitor may narrow the list of sessions to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from training.catalogue.models import Mode, Stream
from training.sessions.calendar import MONTH, Span, span
from training.sessions.queries import Wanted, programmes_on_offer

BEGINNING = date(2000, 1, 1)


class SessionFilterForm(forms.Form):
    """Filters in the address: the page can be kept and sent."""

    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    stream = forms.ChoiceField(label=_("For whom"), required=False, choices=[("", _("Everybody")), *Stream.choices[:2]])
    mode = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("Anywhere")), *Mode.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any")), ("fr", _("French")), ("en", _("English"))]
    )
    available = forms.BooleanField(label=_("With free seats"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = programmes_on_offer(at=timezone.now()).values_list("slug", "title")
        self.fields["programme"].choices = [("", _("All")), *offered]

    def wanted(self) -> Wanted:
        """What is asked for; what is not understood is left out."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(**{name: asked[name] for name in self.fields if asked.get(name)})


class CalendarForm(SessionFilterForm):
    """The same filters, on the calendar that one looks at."""

    vue = forms.CharField(required=False, widget=forms.HiddenInput)
    jour = forms.DateField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """The filters alone."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        names = [name for name in self.fields if name not in {"vue", "jour"}]
        return Wanted(since=BEGINNING, **{name: asked[name] for name in names if asked.get(name)})

    def span(self, *, today: date) -> Span:
        """What is shown: this month, unless another day or the week is asked for."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        return span(asked.get("vue") or MONTH, asked.get("jour") or today)


class OpeningForm(forms.Form):
    """One instant for all the chosen sessions."""

    opens_at = forms.DateTimeField(
        label=_("Registration opens"),
        help_text=_("As 2026-09-21 9:00, on Montréal's clocks."),
        widget=AdminDateTimeInput,
    )
    show = forms.BooleanField(
        label=_("Show the drafts now"),
        required=False,
        help_text=_("People can read the catalogue before registration opens."),
    )


class _Seen(forms.Form):
    """What is asked for is shown first; sent again as it was shown, it is done."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def mark(asked: Mapping[str, Any]) -> str:
        """What was asked for, as one text."""
        return "|".join(str(asked[name]) for name in sorted(asked))


class CopySessionForm(_Seen):
    code = forms.CharField(label=_("Code of the copy"), max_length=40)
    weeks = forms.IntegerField(label=_("How many weeks later"), min_value=0, max_value=520)


class CopyProgrammeForm(_Seen):
    title = forms.CharField(label=_("Title of the copy"), max_length=200)
    starts_on = forms.DateField(label=_("First day of the copy"), widget=AdminDateInput)
    last_day = forms.DateField(
        label=_("Last day of the copy"),
        widget=AdminDateInput,
        help_text=_("Sessions move by whole weeks: each keeps its weekday and its hour."),
    )
    old = forms.CharField(
        label=_("In codes and addresses, replace"), max_length=40, help_text=_("As 2026 in P2026-01.")
    )
    new = forms.RegexField(
        r"[A-Za-z0-9-]+",
        label=_("by"),
        max_length=20,
        help_text=_("Letters, digits and hyphens; put at the end of a name where there is nothing to replace."),
    )
