"""Who is registered: oneself, or a colleague of whom one is the registrar."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.people.models import User


class EnrolForm(forms.Form):
    """Asks for whom only when there is a choice."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("For whom?"), empty_label=None)

    def __init__(self, *args: Any, me: User, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.me, self.fields["person"].queryset = me, people
        if not people.exists():
            del self.fields["person"]
        else:
            self.fields["person"].initial = me.pk

    def person_to_enrol(self) -> User:
        """Whom it is for; valid forms only."""
        return self.cleaned_data.get("person") or self.me
