"""What a visitor may narrow the list of sessions to."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.catalogue.models import Mode, Stream
from training.sessions.queries import Wanted, programmes_on_offer


class SessionFilterForm(forms.Form):
    """Filters in the address: the page can be kept and sent."""

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
