"""What a reader may ask of the list, and what the librarian fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.diffusion.models import ResourceKind, Verb
from cms.diffusion.queries import audiences
from cms.library.models import Collection, Resource
from cms.library.queries import Filters, topics
from registrations.organisations.models import Organisation
from registrations.people.models import Language, User

YEAR = re.compile("(?:19|20|21)[0-9]{2}", re.ASCII)
MOST_VALUES = 20
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many resources it would leave, and whether it is asked for."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its values; those that would leave nothing are not shown, unless they are asked for."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]


FACET_LABELS = {
    "kind": _("Kind"),
    "topic": _("Topic"),
    "collection": _("Collection"),
    "audience": _("Who may obtain it"),
    "language": _("Language"),
    "year": _("Year"),
}


class FilterForm(forms.Form):
    """Search and filters of the list, in the address; unknown values are left out, never an error page."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    available = forms.BooleanField(label=_("Available to me now"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.labels: dict[str, dict[str, str]] = {
            "kind": {str(kind): str(kind.label) for kind in ResourceKind},
            "topic": {topic.slug: str(topic) for topic in topics()},
            "collection": {row.slug: row.title for row in Collection.objects.all()},
            "audience": {str(name): label for name, label in audiences()},
            "language": {str(code): str(code.label) for code in Language},
        }

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).replace("\x00", "")

    def filters(self) -> Filters:
        """What was asked and makes sense."""
        self.full_clean()
        given = {
            name: tuple(value for value in self._asked(name) if value in known) for name, known in self.labels.items()
        }
        years = [int(year) for year in self._asked("year") if YEAR.fullmatch(year)]
        words = {name: self.cleaned_data[name] for name in ("q", "available") if self.cleaned_data.get(name)}
        return Filters(**given, **words, year=tuple(years))

    def facets(self, counts: Counts) -> list[Facet]:
        """The filters, with how many resources each value would leave."""
        return [self._facet(name, str(label), counts[name]) for name, label in FACET_LABELS.items()]

    def _facet(self, name: str, label: str, counts: Mapping[str, int]) -> Facet:
        asked, labels = set(self._asked(name)), self.labels.get(name, {})
        values = [value for value in labels if value in counts or value in asked] if labels else list(counts)
        if name == "year":
            values = sorted({*counts, *(year for year in asked if YEAR.fullmatch(year))}, reverse=True)
        elif name in {"kind", "topic", "collection"}:
            values.sort(key=lambda value: -counts.get(value, 0))
        return Facet(
            name,
            label,
            [Choice(value, labels.get(value, value), counts.get(value, 0), value in asked) for value in values],
        )

    def _asked(self, name: str) -> list[str]:
        return list(dict.fromkeys(self.data.getlist(name)))[:MOST_VALUES]


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
