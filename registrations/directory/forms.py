"""What a visitor may narrow the directory to."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.directory.places import Understood, understand
from registrations.directory.queries import Search
from registrations.organisations.models import Term
from registrations.organisations.rules import Region, TermKind

NEAR = re.compile(r"(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)")
VOCABULARIES = {"speciality": TermKind.SPECIALITY, "measure": TermKind.MEASURE, "network": TermKind.NETWORK}
ALL_OF = {
    "speciality": _("All specialities"),
    "measure": _("All measures"),
    "network": _("All networks"),
}


class DirectoryForm(forms.Form):
    """Filters in the address: the page can be kept and sent. `near` comes from the browser's position."""

    place = forms.CharField(label=_("Municipality or postal code"), required=False, max_length=100)
    speciality = forms.ChoiceField(label=_("Speciality"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("All regions")), *Region.choices])
    q = forms.CharField(label=_("Name or word"), required=False, max_length=200)
    near = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = list(Term.objects.filter(kind__in=VOCABULARIES.values()))
        for name, kind in VOCABULARIES.items():
            words = [(term.slug, str(term)) for term in terms if term.kind == kind]
            if words:
                self.fields[name].choices = [("", ALL_OF[name]), *words]
            else:
                del self.fields[name]

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for; what is not understood is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def understood(self) -> Understood | None:
        """What the place means, if one is given."""
        place = self.asked.get("place")
        return understand(place) if place else None

    def wanted(self, understood: Understood | None) -> Search:
        """The same, as the query takes it: a place that is given replaces the position."""
        asked = {name: value for name, value in self.asked.items() if name not in ("place", "near")}
        if understood:
            return Search(**asked, near=understood.place.point if understood.place else None)
        return Search(**asked, near=_degrees(self.asked.get("near", "")))


def _degrees(text: str) -> tuple[float, float] | None:
    found = NEAR.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = (float(part) for part in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
