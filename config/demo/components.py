"""The living page of the portal's components: what a page may be made of, shown and named. In the demo only."""

from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from registrations.seats.models import SeatPool

LANGUAGES = (("fr", _("French")), ("en", _("English")))
NEEDS = (("captions", _("Captions")), ("interpretation", _("Sign language interpretation")))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("We write to it only about your registrations."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    mode = forms.ChoiceField(label=_("Where will you attend?"), choices=LANGUAGES, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label=_("What do you need?"), choices=NEEDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=forms.Textarea({"rows": 3}))
    agreed = forms.BooleanField(label=_("I have read the conditions of registration"))


class SampleFilters(forms.Form):
    q = forms.CharField(label=_("Words"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


def components(request: HttpRequest) -> HttpResponse:
    """Every component with the line that includes it."""
    context = {
        "clean_form": SampleForm(prefix="clean"),
        "faulty_form": SampleForm({"faulty-email": "camille"}, prefix="faulty"),
        "filters": SampleFilters(request.GET or None),
        "page": Paginator(range(60), 20).get_page(2),
        "pools": [
            SeatPool(capacity=40, taken=12),
            SeatPool(capacity=40, taken=38),
            SeatPool(capacity=40, taken=40, waiting=3),
            SeatPool(capacity=None, taken=3),
            SeatPool(capacity=40, taken=9, closed=True),
        ],
        "day": date(2021, 3, 1),
        "starts_at": datetime(2021, 2, 16, 14, tzinfo=UTC),
        "ends_at": datetime(2021, 2, 16, 17, 30, tzinfo=UTC),
    }
    return render(request, "portal/demo/components.html", context)
