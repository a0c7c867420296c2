"""The forms of a group: so many of each ticket type in one order, then the names of those who come."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.forms import OrderForm
from registrations.colloquium.models import Ticket, TicketType
from registrations.colloquium.rules import read_names
from registrations.orders.actions import Wanted
from registrations.orders.models import LineKind
from registrations.people.models import User

MOST = 200
NOBODY = ""


class GroupOrderForm(OrderForm):
    """How many places of each type; who takes them is said later."""

    def __init__(self, *args: Any, types: Sequence[TicketType], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("attendees", None)
        self.types = {f"of_{kind.slug}": kind for kind in types}
        asked = {name: _quantity(kind) for name, kind in self.types.items()}
        self.fields = asked | self.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.types) and not self.errors:
            self.add_error(None, _("Say how many places you order."))
        return cleaned

    @property
    def chosen(self) -> list[tuple[TicketType, int]]:
        """The types of which at least one place is ordered."""
        return [(kind, count) for name, kind in self.types.items() if (count := self.cleaned_data.get(name))]

    def wanted(self, _item: Any = None) -> list[Wanted]:
        """One line a type, without names."""
        return [Wanted(LineKind.TICKET, kind.uuid, count) for kind, count in self.chosen]


def _quantity(kind: TicketType) -> forms.IntegerField:
    left = kind.pool.available
    said = "" if left is None else _("Places left: %(n)s") % {"n": left}
    most = MOST if left is None else min(left, MOST)
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=kind.name, min_value=0, max_value=most, required=False, initial=0, help_text=said, widget=widget
    )


class PlacesForm(forms.Form):
    """One choice a place: a colleague, or nobody yet."""

    def __init__(self, *args: Any, places: Sequence[Ticket], people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.uuid): person for person in people}
        self.places = {f"place_{place.uuid}": place for place in places}
        for number, (name, place) in enumerate(self.places.items(), start=1):
            self.fields[name] = self._choice(number, place)

    def _choice(self, number: int, place: Ticket) -> forms.ChoiceField:
        label = _("Place %(n)s: %(type)s") % {"n": number, "type": place.ticket_type.name}
        choices = [(key, person.get_full_name()) for key, person in self.people.items()]
        taken = place.person
        if taken is None:
            choices = [(NOBODY, str(_("To be named later"))), *choices]
        elif str(taken.uuid) not in self.people:
            choices = [(str(taken.uuid), taken.get_full_name()), *choices]
        initial = str(taken.uuid) if taken else NOBODY
        return forms.ChoiceField(label=label, choices=choices, required=taken is not None, initial=initial)

    def changed_places(self) -> list[tuple[str, Ticket, User]]:
        """The places whose name is another one, with the name of their field."""
        changed = []
        for name, place in self.places.items():
            person = self.people.get(self.cleaned_data.get(name, ""))
            if person and person.pk != place.person_id:
                changed.append((name, place, person))
        return changed


class NamesForm(forms.Form):
    """A pasted list."""

    names = forms.CharField(
        label=_("Names and addresses"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=20_000,
        help_text=_("One person a line: first name and family name; address. You may paste from a spreadsheet."),
    )

    def lines(self) -> list[Any]:
        return read_names(self.cleaned_data["names"])
