"""What a reader may ask of the list, and what the librarian fills in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.diffusion.models import ResourceKind, Verb
from cms.library.models import Resource
from cms.library.queries import Filters, topics
from registrations.organisations.models import Organisation
from registrations.people.models import Language, User

ANY = ("", _("Any"))
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
        several = {name: (given[name],) for name in ("kind", "topic", "language", "year") if name in given}
        return Filters(**given | several)

    def count(self, facets: Counts) -> None:
        """Say beside each choice how many resources it would leave; hide those that leave none."""
        self.fields["year"].choices = [(year, year) for year in sorted(facets["year"], reverse=True)]
        for name, counts in ((name, facets[name]) for name in facets if name in self.fields):
            asked = self.data.get(name, "")
            self.fields[name].choices = [
                ANY,
                *(
                    (value, f"{label} ({counts.get(value, 0)})")
                    for value, label in self.fields[name].choices
                    if value and (counts.get(value) or value == asked)
                ),
            ]


class RecordForm(forms.Form):
    """The record of a work, as the librarian writes it."""

    title = forms.CharField(label=_("title"), max_length=250)
    slug = forms.SlugField(
        label=_("slug"),
        max_length=80,
        required=False,
        help_text=_("Empty: made from the title."),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=ResourceKind.choices)
    published_on = forms.DateField(
        label=_("publication date"),
        widget=AdminDateInput,
        help_text=_("The delays of the diffusion policy start on that day."),
    )
    abstract = forms.CharField(label=_("abstract"), widget=forms.Textarea, required=False)
    authors = forms.CharField(
        label=_("authors"), widget=forms.Textarea({"rows": 3}), required=False, help_text=_("One per line.")
    )
    partners = forms.CharField(
        label=_("partners"), widget=forms.Textarea({"rows": 2}), required=False, help_text=_("One per line.")
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("topics"), queryset=topics(), required=False, widget=forms.CheckboxSelectMultiple
    )
    licence = forms.CharField(label=_("licence"), max_length=40, required=False)
    embargo_until = forms.DateTimeField(
        label=_("embargo until"),
        widget=AdminDateTimeInput,
        required=False,
        help_text=_("Until then, the record itself is hidden from everybody; it opens by itself at that instant."),
    )
    review_on = forms.DateField(
        label=_("to be reviewed on"),
        widget=AdminDateInput,
        required=False,
        help_text=_("It is then listed among what is due."),
    )

    def clean_authors(self) -> list[str]:
        return _lines(self.cleaned_data["authors"])

    def clean_partners(self) -> list[str]:
        return _lines(self.cleaned_data["partners"])

    @staticmethod
    def of(resource: Resource) -> dict[str, Any]:
        """The values of a record that exists."""
        names = ("title", "slug", "kind", "published_on", "abstract", "licence", "embargo_until", "review_on")
        return {name: getattr(resource, name) for name in names} | {
            "authors": "\n".join(resource.authors),
            "partners": "\n".join(resource.partners),
            "topics": resource.topics.all(),
        }


class NewRecordForm(RecordForm):
    """A new work, with its first file."""

    language = forms.ChoiceField(label=_("language"), choices=Language.choices)
    file = forms.FileField(label=_("file"), required=False, help_text=_("PDF, Office, audio, video or text."))


class NewFileForm(forms.Form):
    """A file of another language or format, or a new edition."""

    language = forms.ChoiceField(label=_("language"), choices=Language.choices)
    file = forms.FileField(label=_("file"), help_text=_("PDF, Office, audio, video, captions (VTT) or text."))
    note = forms.CharField(
        label=_("what this edition changes"), max_length=200, required=False, help_text=_("Readers see it.")
    )


class TranslationForm(forms.Form):
    """The record of the same work in the other language."""

    language = forms.ChoiceField(label=_("language"), choices=Language.choices, initial=Language.EN)
    title = forms.CharField(label=_("title"), max_length=250)
    abstract = forms.CharField(label=_("abstract"), widget=forms.Textarea, required=False)


class ExceptionForm(forms.Form):
    """A reason, verbs and dates: what grants and narrowings share."""

    reason = forms.CharField(label=_("reason"), max_length=300)
    verbs = forms.MultipleChoiceField(
        label=_("to do what"),
        choices=Verb.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: all of them."),
    )
    starts_at = forms.DateTimeField(
        label=_("from"), widget=AdminDateTimeInput, required=False, help_text=_("Empty: from this very moment.")
    )
    ends_at = forms.DateTimeField(label=_("until"), widget=AdminDateTimeInput)


class GrantForm(ExceptionForm):
    """For whom: a person, by their address, or an organisation."""

    person = forms.ModelChoiceField(
        label=_("person"),
        queryset=User.objects.filter(is_active=True),
        to_field_name="email",
        widget=forms.EmailInput,
        required=False,
        help_text=_("Their sign-in address."),
        error_messages={"invalid_choice": _("Nobody signs in with this address.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.filter(archived_at=None), required=False
    )
    field_order = ("person", "organisation", "reason")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
