"""What a reader may ask of the list."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import ResourceKind
from cms.library.queries import Filters, topics
from registrations.people.models import Language

ANY = ("", _("All"))
Counts = Mapping[str, Mapping[str, int]]


class FilterForm(forms.Form):
    """Search and filters of the list, in the address; unknown values are left out, never an error page."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    available = forms.BooleanField(label=_("Available to me now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ANY, *ResourceKind.choices]
        self.fields["topic"].choices = [ANY, *((topic.slug, str(topic)) for topic in topics())]
        self.fields["language"].choices = [ANY, *Language.choices]

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).replace("\x00", "")

    def filters(self) -> Filters:
        """What was asked and makes sense."""
        self.fields["year"].choices = [(year, year) for year in [self.data.get("year", "")] if year.isdecimal()]
        self.full_clean()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if year := given.pop("year", ""):
            given |= {"year": int(year)} if 1900 <= int(year[:9]) <= 2200 else {}
        return Filters(**given)

    def count(self, facets: Counts) -> None:
        """Say beside each choice how many resources it would leave; hide those that leave none."""
        self.fields["year"].choices = [(year, year) for year in sorted(facets["year"], reverse=True)]
        for name, counts in facets.items():
            asked = self.data.get(name, "")
            self.fields[name].choices = [
                ANY,
                *(
                    (value, f"{label} ({counts.get(value, 0)})")
                    for value, label in self.fields[name].choices
                    if value and (counts.get(value) or value == asked)
                ),
            ]
