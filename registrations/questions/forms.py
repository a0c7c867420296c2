"""Answering questions; writing them, on one page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from registrations.questions.actions import Asked
from registrations.questions.errors import AnswersRefused
from registrations.questions.models import Question
from registrations.questions.rules import (
    DECIDING,
    LONGEST,
    LONGEST_CHOICE,
    LONGEST_HELP,
    LONGEST_QUESTION,
    MOST_CHOICES,
    MOST_QUESTIONS,
    NO,
    WITH_CHOICES,
    YES,
    QuestionKind,
    asked_among,
)
from registrations.viewsets.rows import RowsWidget

CONSENT = "sensitive_consent"


class _JudgedByRules:
    """Said to be required, and not checked here: whether it is depends on the other answers."""

    required: bool

    def clean(self, value: Any) -> Any:
        required, self.required = self.required, False
        try:
            return super().clean(value)  # type: ignore[misc]  # a form field's
        finally:
            self.required = required


class TextAnswer(_JudgedByRules, forms.CharField):
    pass


class OneAnswer(_JudgedByRules, forms.ChoiceField):
    pass


class SeveralAnswers(_JudgedByRules, forms.MultipleChoiceField):
    pass


def ask(form: forms.Form, questions: Sequence[Question], *, answers: Mapping[str, Any] | None = None) -> None:
    """Add a field for each question, and the consent that the sensitive ones need, at the end of the form."""
    known = {one.pk: one for one in questions}
    form.questions = list(questions)  # type: ignore[attr-defined]  # read again by `answers_in`
    for question in questions:
        form.fields[name_of(question)] = _field(question, known)
        value = (answers or {}).get(str(question.uuid))
        form.initial[name_of(question)] = (YES if value else NO) if isinstance(value, bool) else value
    if any(one.sensitive for one in questions):
        form.fields[CONSENT] = forms.BooleanField(
            label=_("I agree that my answers marked “sensitive” are used to prepare my coming"),
            help_text=_(
                "They are read only by the people who prepare the event, given to nobody with your name on a list, and "
                "erased thirty days after. You may leave them empty."
            ),
            required=False,
        )


def answers_in(form: forms.Form) -> dict[str, Any]:
    """What was answered, by key of question; what is typed under a condition that does not hold is left out."""
    questions: list[Question] = getattr(form, "questions", [])
    given = {str(one.uuid): _value(one, form.cleaned_data.get(name_of(one))) for one in questions}
    asked = asked_among([one.rule for one in questions], given)
    return {key: value for key, value in given.items() if key in asked and value not in (None, "", [])}


def show_faults(form: forms.Form, refusal: AnswersRefused) -> None:
    """Each error beside its question."""
    names = {f"answers.{one.uuid}": name_of(one) for one in getattr(form, "questions", [])}
    for error in refusal.members["errors"]:
        name = CONSENT if error["code"] == "consent-needed" else names.get(error["field"])
        if name != CONSENT or not form.has_error(CONSENT):
            form.add_error(name, error["message"])


def name_of(question: Question) -> str:
    """The name of its field."""
    return f"q_{question.uuid.hex}"


class AnswersForm(forms.Form):
    """The questions of one registration, filled with what was answered."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        answers: Mapping[str, Any] | None = None,
        consented: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ask(self, questions, answers=answers)
        if consented:
            self.initial[CONSENT] = True


def _field(question: Question, known: Mapping[int, Question]) -> forms.Field:
    said: dict[str, Any] = {
        "label": f"{question.text} ({_('sensitive')})" if question.sensitive else question.text,
        "required": question.required,
        "help_text": _help(question, known),
    }
    attrs = _condition(question, known)
    if question.kind in LONGEST:
        widget = forms.Textarea(attrs={"rows": 3, **attrs}) if question.kind == QuestionKind.TEXT else None
        most = LONGEST[QuestionKind(question.kind)]
        return TextAnswer(max_length=most, widget=widget or forms.TextInput(attrs=attrs), **said)
    choices = list(question.offered.items())
    if question.kind == QuestionKind.SEVERAL:
        return SeveralAnswers(choices=choices, widget=forms.CheckboxSelectMultiple(attrs=attrs), **said)
    return OneAnswer(choices=choices, widget=forms.RadioSelect(attrs=attrs), **said)


def _condition(question: Question, known: Mapping[int, Question]) -> dict[str, str]:
    """What the script of the page reads to show the question only when it is asked."""
    parent = known.get(question.when_id or 0)
    return {"data-when": name_of(parent), "data-value": question.value} if parent else {}


def _help(question: Question, known: Mapping[int, Question]) -> str:
    """The help, and in words on what it depends: without a script, every question is in sight."""
    parts = [escape(question.help)] if question.help else []
    parent = known.get(question.when_id or 0)
    if parent:
        names = {"answer": parent.offered.get(question.value, question.value), "question": parent.text}
        parts.append(escape(str(_("Only if you answered “%(answer)s” to “%(question)s”.")) % names))
    return " ".join(parts)


def _value(question: Question, typed: Any) -> Any:
    return (typed == YES if typed else None) if question.kind == QuestionKind.YES_NO else typed


class QuestionsWidget(RowsWidget):
    """The rows of questions; what another depends on is chosen among those that stand before."""

    template_name = "registrations/admin/questions/questions.html"
    columns = (
        "key", "kind", "text_fr", "text_en", "help_fr", "help_en", "choices", "choices_en",
        "required", "sensitive", "when", "value",
    )  # fmt: skip
    empty: ClassVar[dict[str, Any]] = {"kind": QuestionKind.LINE}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = [as_typed(one) for one in value or []]
        context = super().get_context(name, rows, attrs)
        return context | {"kinds": QuestionKind.choices, "deciding": " ".join(DECIDING)}

    def read(self, row: Mapping[str, str]) -> Asked | None:
        if not row["text_fr"].strip():
            return None
        french, english = _lines(row["choices"]), _lines(row["choices_en"])
        english += [""] * (len(french) - len(english))
        texts = {name: row[name].strip() for name in ("text_fr", "text_en", "help_fr", "help_en", "when")}
        return Asked(
            key=row["key"],
            kind=row["kind"],
            **texts,
            choices=tuple(zip(french, english, strict=False)) if row["kind"] in WITH_CHOICES else (),
            required=row["required"] == "yes",
            sensitive=row["sensitive"] == "yes",
            value=row["value"].strip() if row["when"].strip() else "",
        )


def as_typed(one: Asked) -> dict[str, Any]:
    """A question as its row shows it."""
    row = {name: getattr(one, name) for name in QuestionsWidget.columns if hasattr(one, name)}
    english = [en for _fr, en in one.choices]
    return row | {
        "choices": "\n".join(fr for fr, _en in one.choices),
        "choices_en": "\n".join(english) if any(english) else "",
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class QuestionsField(forms.Field):
    widget = QuestionsWidget

    def clean(self, value: list[Asked]) -> list[Asked]:
        """What can be kept at all; `actions` refuses what cannot be asked."""
        if len(value) > MOST_QUESTIONS:
            raise forms.ValidationError(_("%(most)s questions at most.") % {"most": MOST_QUESTIONS})
        for one in value:
            if one.kind not in QuestionKind.values or any(len(each) > most for each, most in _texts(one)):
                raise forms.ValidationError(
                    _("A question has 300 characters at most, its help 500, and one of the kinds offered.")
                )
            if len(one.choices) > MOST_CHOICES or any(
                len(each) > LONGEST_CHOICE for pair in one.choices for each in pair
            ):
                raise forms.ValidationError(_("A question has 20 choices at most, of 120 characters each."))
        return value


def _texts(one: Asked) -> Iterable[tuple[str, int]]:
    yield from ((one.text_fr, LONGEST_QUESTION), (one.text_en, LONGEST_QUESTION))
    yield from ((one.help_fr, LONGEST_HELP), (one.help_en, LONGEST_HELP), (one.value, LONGEST_CHOICE))


class QuestionsForm(forms.Form):
    questions = QuestionsField(label=_("Questions"), required=False)
