"""Which sessions, and whom: from the staff list, pasted, or from a file."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.imports.rules import read
from registrations.people.models import User
from training.colleagues.errors import UnreadLines
from training.colleagues.rules import MOST_SESSIONS, Named, read_people
from training.enrolments.forms import accepting, ask_terms
from training.sessions.models import Session


class SessionsForm(forms.Form):
    """The sessions, and the people who are not picked in the grid."""

    seance = forms.ModelMultipleChoiceField(
        Session.objects.none(),
        label=_("Sessions"),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seance"].queryset = sessions  # type: ignore[attr-defined]  # a choice of rows has a queryset

    def clean_seance(self) -> list[Session]:
        """In the order of their dates, not more than a screen shows."""
        chosen = list(self.cleaned_data["seance"])
        if len(chosen) > MOST_SESSIONS:
            raise forms.ValidationError(_("Choose at most %(n)s sessions at a time.") % {"n": MOST_SESSIONS})
        return chosen


class ReplaceForm(forms.Form):
    """Who takes the seat: somebody of the staff, or somebody new by address and name."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("A colleague"), required=False, empty_label=_("Somebody who is not on the list")
    )
    email = forms.EmailField(
        label=_("Or somebody new: e-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("They are added to your staff list and invited to open their account."),
    )
    given_name = forms.CharField(
        label=_("Given name"), required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    family_name = forms.CharField(
        label=_("Family name"), required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    accepted = accepting(_("This person has read the terms of the programme and accepts them: I have their word."))

    def __init__(self, *args: Any, people: QuerySet[User], session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = ask_terms(self, session)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of rows has a queryset

    def clean(self) -> dict[str, Any]:
        """One or the other."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("person")) == bool(cleaned.get("email")):
            raise forms.ValidationError(_("Choose a colleague, or give the address of somebody new: one of the two."))
        return cleaned

    def newcomer(self) -> dict[str, Any]:
        """What `hand_over_to` takes; valid forms only."""
        given = self.cleaned_data
        accepted = bool(given.get("accepted"))
        if given["person"]:
            return {"person": given["person"], "accepted": accepted}
        return {"accepted": accepted, "named": Named(given["email"].lower(), given["given_name"], given["family_name"])}


class ListForm(forms.Form):
    """People pasted, or in a file."""

    text = forms.CharField(
        label=_("Paste addresses"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One person a line: an address, or given name, family name and address."),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("CSV or XLSX."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def people(self) -> list[Named]:
        """Whom the list names; valid forms only. Raises `UnreadLines`, or why the file cannot be read."""
        found, unread = read_people(self._lines())
        if unread:
            raise UnreadLines(lines=", ".join(f"« {line[:40]} »" for line in unread[:5]))
        return found

    def _lines(self) -> list[str]:
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.cleaned_data["text"]).splitlines()
        sheet = read(file.read(), max_lines=settings.IMPORT_MAX_LINES)
        return [";".join(cells) for cells in [sheet.headings, *(row.cells for row in sheet.rows)]]
