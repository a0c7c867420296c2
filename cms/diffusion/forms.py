"""What the board secretary fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.diffusion.models import PolicyRule, ResourceKind, Verb
from cms.diffusion.queries import audiences, known_groups

STARTS = (
    ("model", _("The model policy that comes with the product")),
    ("current", _("The version in force")),
    ("empty", _("Nothing")),
)


class WordsForm(forms.Form):
    """The titles and texts of a version."""

    title_fr = forms.CharField(label=_("title in French"), max_length=200)
    title_en = forms.CharField(label=_("title in English"), max_length=200, required=False)
    text_fr = forms.CharField(label=_("text in French"), widget=forms.Textarea, required=False)
    text_en = forms.CharField(label=_("text in English"), widget=forms.Textarea, required=False)


class DraftForm(forms.Form):
    """From what a new version starts."""

    start = forms.ChoiceField(label=_("Start from"), choices=STARTS, widget=forms.RadioSelect, initial="current")


class ConsultationForm(forms.Form):
    """Who may read the draft."""

    audiences = forms.MultipleChoiceField(
        label=_("Who is consulted"),
        widget=forms.CheckboxSelectMultiple,
        initial=["member", "board"],
        help_text=_("They alone will be able to read this draft, with the team."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audiences"].choices = [*audiences(), *known_groups()]


class ExampleForm(forms.Form):
    """A sentence that must stay true, and what it means in the terms of the policy."""

    sentence_fr = forms.CharField(
        label=_("sentence in French"),
        max_length=300,
        help_text=_("As the board says it: “An internal survey is never public.”"),
    )
    sentence_en = forms.CharField(label=_("sentence in English"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("kind of resource"), choices=ResourceKind.choices)
    audience = forms.ChoiceField(label=_("audience"))
    verb = forms.ChoiceField(label=_("to do what"), choices=Verb.choices, initial=Verb.DOWNLOAD)
    days = forms.IntegerField(label=_("days after publication"), min_value=0, max_value=36_500, initial=0)
    allowed = forms.TypedChoiceField(
        label=_("Expected"),
        choices=(("yes", _("It is allowed")), ("no", _("It is refused"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [*audiences(), *known_groups()]


class AdoptionForm(forms.Form):
    """What the board decided."""

    resolution = forms.CharField(label=_("board resolution"), max_length=60)
    decided_on = forms.DateField(label=_("date of the resolution"), widget=AdminDateInput)
    document = forms.FileField(
        label=_("Document"), required=False, help_text=_("The resolution or its excerpt, in PDF.")
    )
    effective_from = forms.DateTimeField(
        label=_("in force from"),
        widget=AdminDateTimeInput,
        required=False,
        help_text=_("Empty: as soon as the secretary confirms."),
    )


class RuleForm(forms.Form):
    """One rule, and its place in the list."""

    position = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=500)
    clause = forms.CharField(label=_("clause"), max_length=20)
    allows = forms.TypedChoiceField(
        label=_("What the rule does"),
        choices=(("yes", _("It opens")), ("no", _("It closes"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    kinds = forms.MultipleChoiceField(
        label=_("kinds of resource"),
        choices=ResourceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: all of them."),
    )
    audiences = forms.MultipleChoiceField(
        label=_("audiences"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("None: all of them.")
    )
    verbs = forms.MultipleChoiceField(
        label=_("to do what"),
        choices=Verb.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: all of them."),
    )
    delay_days = forms.IntegerField(label=_("days after publication"), min_value=0, max_value=36_500, initial=0)
    explanation_fr = forms.CharField(label=_("explanation in French"), max_length=300)
    explanation_en = forms.CharField(label=_("explanation in English"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audiences"].choices = [*audiences(), *known_groups()]

    @staticmethod
    def of(rule: PolicyRule) -> dict[str, Any]:
        """The values of a rule that exists."""
        names = ("clause", "kinds", "audiences", "verbs", "delay_days", "explanation_fr", "explanation_en")
        return {name: getattr(rule, name) for name in names} | {
            "position": rule.order,
            "allows": "yes" if rule.allows else "no",
        }


class ConfirmationForm(forms.Form):
    """The secretary's answer for what the board decided."""

    sure = forms.BooleanField(
        label=_("I checked the text, the rules and the resolution: this is what the board adopted."),
        error_messages={"required": _("Tick the box to confirm.")},
    )
