"""What a visitor may narrow the directory to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.directory.queries import Search
from registrations.organisations.models import Term
from registrations.organisations.rules import Region, TermKind


class DirectoryForm(forms.Form):
    """Filters in the address: the page can be kept and sent."""

    q = forms.CharField(label=_("Name or place"), required=False, max_length=200)
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("All regions")), *Region.choices])
    speciality = forms.ChoiceField(label=_("Speciality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = Term.objects.filter(kind=TermKind.SPECIALITY)
        self.fields["speciality"].choices = [("", _("All specialities")), *((term.slug, str(term)) for term in terms)]

    def wanted(self) -> Search:
        """What is asked for; what is not understood is left out."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Search(**{name: asked[name] for name in self.fields if asked.get(name)})
