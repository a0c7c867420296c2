"""The forms of a staff list, of one's own organisations, and of an invitation."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.folding import folded
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import AffiliationRole
from registrations.people.forms import NamelessForm
from registrations.people.models import Language
from registrations.staff.queries import Wanted
from registrations.staff.rules import SignIn

SHOWN = [
    ("", _("Everybody")),
    ("unverified", _("To be confirmed")),
    ("registrars", _("Registrars")),
    (SignIn.NEVER, _("Never signed in")),
    (SignIn.INVITED, _("Invited")),
    (SignIn.BOUNCED, _("Address returned")),
    (SignIn.ACTIVE, SignIn.ACTIVE.label),
    ("left", _("Left lately")),
]


class StaffFilterForm(forms.Form):
    """Filters in the address: the list can be kept and sent."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *AffiliationRole.choices])
    shown = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)

    def wanted(self) -> Wanted:
        """What is asked for; what is not understood is left out."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(**{name: asked[name] for name in self.fields if asked.get(name)})


class _Names(forms.Form):
    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ColleagueForm(_Names):
    """One colleague more."""

    address = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Their own address: they sign in with it. Without one, you act for them."),
    )
    shared = forms.BooleanField(
        label=_("Several people share this address (info@…)"),
        required=False,
        help_text=_("Messages go there, but nobody signs in with it."),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=AffiliationRole.choices, initial=AffiliationRole.PRACTITIONER, widget=forms.RadioSelect
    )
    is_registrar = forms.BooleanField(
        label=_("Registrar of the organisation"),
        required=False,
        help_text=_("May keep this list, register colleagues, and order for the organisation."),
    )
    invite = forms.BooleanField(label=_("Invite them by e-mail to open their account"), required=False, initial=True)

    def colleague(self) -> dict[str, Any]:
        """What `add_colleague` takes; valid forms only."""
        given, address = self.cleaned_data, self.cleaned_data["address"]
        reached = {"contact_email" if given["shared"] else "email": address}
        return reached | {name: given[name] for name in ("given_name", "family_name", "role", "is_registrar")}


class PasteForm(forms.Form):
    """A list from a spreadsheet: pasted, or as a file."""

    either = ("text", "file")

    text = forms.CharField(
        label=_("Paste your list"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Copy the cells from your spreadsheet: given name, family name, e-mail, role. One person a line, with or "
            "without headings; other columns are left aside."
        ),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("CSV or XLSX."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("text", _("Paste at least one line, or choose a file."))
        return given


class PostForm(forms.Form):
    """Role and registrar."""

    role = forms.ChoiceField(label=_("Role"), choices=AffiliationRole.choices, widget=forms.RadioSelect)
    is_registrar = forms.BooleanField(
        label=_("Registrar of the organisation"),
        required=False,
        help_text=_("May keep this list, register colleagues, and order for the organisation."),
    )

    @classmethod
    def of(cls, post: Affiliation, data: Any = None) -> "PostForm":
        return cls(data, initial={"role": post.role, "is_registrar": post.is_registrar})


class NameForm(_Names):
    """A name spelled otherwise."""

    @classmethod
    def of(cls, post: Affiliation, data: Any = None) -> "NameForm":
        return cls(data, initial={"given_name": post.person.given_name, "family_name": post.person.family_name})


class AddressForm(forms.Form):
    """Another address for somebody who never signed in."""

    email = forms.EmailField(label=_("New address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class EndForm(forms.Form):
    """When a post ends: today by default."""

    last_day = forms.DateField(
        label=_("First day without this post"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Today, or another day: their rights end on that day."),
    )


class AskForm(NamelessForm):
    """ "I work for…": an organisation and a role."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose your organisation")
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=AffiliationRole.choices, initial=AffiliationRole.PRACTITIONER, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ = Organisation.objects.filter(archived_at=None)
        field = self.fields["organisation"]
        field.queryset = open_.only("pk", "name")
        known = sorted(field.queryset, key=lambda organisation: folded(organisation.name))
        field.choices = [("", field.empty_label), *((organisation.pk, organisation.name) for organisation in known)]


class AcceptForm(forms.Form):
    """What somebody says of themselves when they open their account."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(
        label=_("Language of the messages that we send you"), choices=Language.choices, widget=forms.RadioSelect
    )
    field_order: ClassVar[list[str]] = ["given_name", "family_name", "language"]


class BounceForm(forms.Form):
    """What became of somebody whose address returns our mails."""

    either = ("email", "last_day")

    answer = forms.ChoiceField(
        label=_("What should we do?"),
        choices=[
            ("here", _("They still work here, and the address is right")),
            ("new", _("They have another address")),
            ("left", _("They have left")),
        ],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("New address"), required=False)
    last_day = forms.DateField(
        label=_("First day without this post"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = {"new": "email", "left": "last_day"}.get(given.get("answer", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Fill this in for the answer that you chose."))
        return given
