"""What an applicant says of their organisation, and what the team records of the board's decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from registrations.memberships.actions import ACCEPTED, Candidate, Finding
from registrations.memberships.models import AdmissionCriterion, ApplicationCriterion, MembershipCategory
from registrations.memberships.rules import Standpoint
from registrations.organisations.models import Organisation
from registrations.organisations.rules import AffiliationRole, OrganisationKind, Region
from registrations.people.forms import NamelessForm

OTHER = "autre"
MEMBER_KINDS = (OrganisationKind.CENTRE, OrganisationKind.PARTNER)
MET = (("", _("Not studied yet")), ("oui", _("Met")), ("non", _("Not met")))
FILES_HELP = _("PDF, Word, Excel or image files of at most 20 MB each.")


class SubjectForm(NamelessForm):
    """For which organisation one applies, in which category, and what one does there.

    `mine` are the organisations where the person works that are not members; without any, only an unknown one is asked.
    """

    either = ("name",)

    category = forms.ChoiceField(label=_("Category of membership"), widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label=_("Your organisation"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        required=False,
        help_text=_("As the public knows it."),
    )
    legal_name = forms.CharField(label=_("Legal name, when it is another"), max_length=200, required=False)
    neq = forms.CharField(
        label=_("NEQ"),
        max_length=10,
        required=False,
        help_text=_("Ten digits, as in the enterprise register."),
        validators=[RegexValidator(r"^\d{10}$", _("A NEQ has ten digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("Choose")), *Region.choices])
    municipality = forms.CharField(label=_("Municipality"), max_length=100, required=False)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    role = forms.ChoiceField(label=_("Your role there"), choices=AffiliationRole.choices, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, mine: Sequence[Organisation], categories: Sequence[MembershipCategory], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        self.fields["category"].choices = [(category.slug, str(category)) for category in categories]
        self.fields["organisation"].choices = [
            *((organisation.slug, organisation.name) for organisation in mine),
            (OTHER, _("Another organisation")),
        ]
        if not mine:
            del self.fields["organisation"]
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.is_known and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Name the organisation that applies."))
        return cleaned

    @property
    def is_known(self) -> bool:
        return self.cleaned_data.get("organisation", OTHER) != OTHER

    def candidate(self) -> Candidate:
        """The organisation as it is described."""
        names = ("name", "legal_name", "region", "municipality", "website", "phone")
        told = {name: self.cleaned_data.get(name, "") for name in names}
        return Candidate(**told, neq=self.cleaned_data.get("neq") or None)


class CriteriaForm(forms.Form):
    """What one declares; a criterion that is not met does not stop anybody from applying."""

    met = forms.MultipleChoiceField(
        label=_("Criteria"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    message = forms.CharField(
        label=_("Your message to the team"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What makes you want to join, and what explains a criterion that you do not meet yet."),
    )

    def __init__(self, *args: Any, criteria: Sequence[AdmissionCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.fields["met"].choices = [(str(criterion.uuid), criterion.text) for criterion in criteria]


class Files(forms.FileField):
    """Several files at once; each is checked when it is received."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(Files, self).clean(each, initial) for each in given]


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True, "accept": ",".join(f".{ending}" for ending in sorted(ACCEPTED))})


class DocumentsForm(forms.Form):
    """Files to join."""

    documents = Files(label=_("Documents"), widget=_ManyFiles, required=False, help_text=FILES_HELP)


class MoreDocumentsForm(DocumentsForm):
    documents = Files(label=_("Documents"), widget=_ManyFiles, help_text=FILES_HELP)


class AnswerForm(DocumentsForm):
    """Words, files or both."""

    answer = forms.CharField(
        label=_("Your answer"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("answer", "documents")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("answer") and not cleaned.get("documents") and not self.errors:
            self.add_error("answer", _("Write an answer, or join a document."))
        return cleaned


class NumberForm(forms.Form):
    """The number printed on a certificate, however it is typed."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=20)


class AdmitForm(forms.Form):
    """The resolution that admits; what a candidate becomes, when the organisation is one."""

    resolution = forms.CharField(label=_("board resolution"), max_length=60)
    resolved_on = forms.DateField(label=_("resolution date"), widget=AdminDateInput)
    kind = forms.ChoiceField(
        label=_("the organisation becomes"),
        choices=[(kind.value, kind.label) for kind in MEMBER_KINDS],
        widget=forms.RadioSelect,
        help_text=_("The list of centres shows both, each with its kind."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisation.kind != OrganisationKind.CANDIDATE:
            del self.fields["kind"]


class RefuseForm(forms.Form):
    """What the organisation is told."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=_("Who applied reads this, with the way to ask the board to look at it again."),
        required=False,
    )


class AskForm(forms.Form):
    """What is missing."""

    text = forms.CharField(
        label=_("what is asked"),
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=_("Who applied receives it by mail, and answers on the page of the application."),
    )


class RecommendForm(forms.Form):
    """What the study says to the board."""

    standpoint = forms.ChoiceField(label=_("recommendation"), choices=Standpoint.choices, widget=forms.RadioSelect)
    recommendation = forms.CharField(
        label=_("reasons"), max_length=4000, widget=AdminAutoHeightTextInput, required=False
    )


class StudyForm(forms.Form):
    """One choice and one note for each criterion of an application."""

    def __init__(self, *args: Any, rows: Sequence[ApplicationCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"met_{row.pk}"] = forms.ChoiceField(
                label=_("met"), choices=MET, required=False, initial={True: "oui", False: "non"}.get(row.met, "")
            )
            self.fields[f"note_{row.pk}"] = forms.CharField(
                label=_("note of the study"), max_length=500, required=False, initial=row.note
            )

    def lines(self) -> list[tuple[ApplicationCriterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        return [(row, self[f"met_{row.pk}"], self[f"note_{row.pk}"]) for row in self.rows]

    def findings(self) -> dict[UUID, Finding]:
        """What is said of each."""
        said = {"oui": True, "non": False}
        given = self.cleaned_data
        return {
            row.uuid: Finding(said.get(given[f"met_{row.pk}"]), given[f"note_{row.pk}"].strip()) for row in self.rows
        }
