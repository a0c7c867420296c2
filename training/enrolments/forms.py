"""Who is registered: oneself, a colleague of whom one is the registrar, or whom the team names."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.forms import OrderForm
from registrations.orders.actions import Wanted
from registrations.orders.models import LineKind
from registrations.people.models import User
from registrations.people.queries import PeopleBook


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


class SeatsForm(OrderForm):
    """Who takes a seat in a session with a price, who pays, and how."""

    @property
    def people_to_choose(self) -> bool:
        return "attendees" in self.fields

    def wanted(self, item: UUID) -> list[Wanted]:
        """The line of the order."""
        people = self.attending
        return [Wanted(LineKind.SESSION, item, len(people), tuple(people))]


class SomebodyForm(forms.Form):
    """Whom the team registers, found by address."""

    email = forms.EmailField(label=_("Address of the person"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Only to pass over the dates, the conditions or an overlap; the journal keeps it."),
    )

    def clean_email(self) -> str:
        """Kept beside the address: the person whose it is."""
        address = str(self.cleaned_data["email"]).lower()
        self.somebody = PeopleBook.load([address]).owner(address)
        if self.somebody is None:
            raise forms.ValidationError(_("Nobody in the register has this address, or several people do."))
        return address
