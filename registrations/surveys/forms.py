"""Answering a survey; writing one, question by question."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.surveys.actions import Asked
from registrations.surveys.models import Survey, SurveyQuestion
from registrations.surveys.registry import SUBJECTS
from registrations.surveys.rules import LONGEST_TEXT, MOST_CHOICES, MOST_QUESTIONS, SCALE, QuestionKind
from registrations.viewsets.rows import RowsWidget


class AnswersForm(forms.Form):
    """One field a question; `answers` gives what was typed by uuid of question."""

    def __init__(self, *args: Any, questions: list[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for place, question in enumerate(questions, start=1):
            self.fields[f"q{place}"] = _field(question)

    @property
    def answers(self) -> dict[str, Any]:
        given = {}
        for place, question in enumerate(self.questions, start=1):
            value = self.cleaned_data.get(f"q{place}")
            if value not in (None, "", []):
                given[str(question.uuid)] = int(value) if question.kind == QuestionKind.SCALE else value
        return given


def _field(question: SurveyQuestion) -> forms.Field:
    said: dict[str, Any] = {"label": question.text, "required": question.required}
    if question.kind == QuestionKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=LONGEST_TEXT, widget=area, **said)
    if question.kind == QuestionKind.SCALE:
        numbers = [(str(one), str(one)) for one in SCALE]
        hint = _("1: not at all. 5: completely.")
        return forms.ChoiceField(choices=numbers, widget=forms.RadioSelect, help_text=hint, **said)
    choices = [(one, one) for one in question.choices]
    if question.kind == QuestionKind.ONE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)


class QuestionsWidget(RowsWidget):
    """The rows of a survey's questions."""

    template_name = "registrations/admin/surveys/questions.html"
    columns = ("text", "kind", "choices", "required")
    empty: ClassVar[dict[str, Any]] = {"text": "", "kind": QuestionKind.SCALE, "choices": "", "required": True}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = [
            {"text": one.text, "kind": one.kind, "choices": "\n".join(one.choices), "required": one.required}
            for one in value or []
        ]
        return super().get_context(name, rows, attrs) | {"kinds": QuestionKind.choices}

    def read(self, row: Mapping[str, str]) -> Asked | None:
        text = row["text"].strip()
        return Asked(text, row["kind"], tuple(_lines(row["choices"])), row["required"] == "yes") if text else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class QuestionsField(forms.Field):
    widget = QuestionsWidget

    def clean(self, value: list[Asked]) -> list[Asked]:
        """Each question says what may be answered; `actions` refuses those with too few choices."""
        if len(value) > MOST_QUESTIONS:
            raise forms.ValidationError(_("%(most)s questions at most.") % {"most": MOST_QUESTIONS})
        for one in value:
            if one.kind not in QuestionKind.values or len(one.text) > 300:
                raise forms.ValidationError(_("A question has 300 characters at most, and one of the kinds offered."))
            if len(one.choices) > MOST_CHOICES or any(len(choice) > 120 for choice in one.choices):
                raise forms.ValidationError(_("A question has 12 choices at most, of 120 characters each."))
        return value


class SurveyForm(forms.Form):
    """A survey and its questions."""

    title = forms.CharField(label=_("Title"), max_length=150)
    subject = forms.ChoiceField(label=_("About"))
    introduction = forms.CharField(
        label=_("Introduction"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    before_certificate = forms.BooleanField(label=_("To be answered before the certificate"), required=False)
    questions = QuestionsField(label=_("Questions"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (str(subject.label), [(f"{kind}:{uuid}", name) for uuid, name in subject.names(None).items()])
            for kind, subject in SUBJECTS.items()
        ]

    def fill(self, survey: Survey) -> None:
        """Start from what it says."""
        self.initial |= {
            "title": survey.title,
            "subject": f"{survey.subject_kind}:{survey.subject_uuid}",
            "introduction": survey.introduction,
            "before_certificate": survey.before_certificate,
            "questions": [Asked(q.text, q.kind, tuple(q.choices), q.required) for q in survey.questions.all()],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, _colon, uuid = cleaned.pop("subject", "").partition(":")
        return cleaned | {"subject_kind": kind, "subject_uuid": UUID(uuid) if uuid else None}
