"""Shapes of questions and answers."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictStr

from registrations.questions.models import Question
from registrations.questions.queries import Sheet
from registrations.questions.rules import LONGEST_TEXT, MOST_CHOICES, MOST_QUESTIONS, QuestionKind
from registrations.schemas import In

Text = Annotated[StrictStr, Field(max_length=10 * LONGEST_TEXT)]
Value = Text | StrictBool | Annotated[list[Text], Field(max_length=10 * MOST_CHOICES)]
Answers = Annotated[dict[UUID, Value], Field(max_length=4 * MOST_QUESTIONS)]
"""By identifier of question: a text, the `value` of a choice, a list of them, true or false."""


class ChoiceOut(Schema):
    value: str
    label: str


class ConditionOut(Schema):
    """The question is asked only if `question` is answered by `value` (“yes” and “no” for true and false)."""

    question: UUID
    value: str


class QuestionOut(Schema):
    """In the language that is asked for. A `sensitive` answer needs `sensitive_consent`, and is never required."""

    id: UUID
    kind: QuestionKind
    text: str
    help: str
    required: bool
    sensitive: bool
    choices: list[ChoiceOut]
    asked_if: ConditionOut | None

    @classmethod
    def of(cls, one: Question) -> "QuestionOut":
        """A question; what it depends on is in hand."""
        return cls(
            id=one.uuid,
            kind=QuestionKind(one.kind),
            text=one.text,
            help=one.help,
            required=one.required,
            sensitive=one.sensitive,
            choices=[ChoiceOut(value=value, label=label) for value, label in one.offered.items()]
            if one.choices
            else [],
            asked_if=ConditionOut(question=one.when.uuid, value=one.value) if one.when else None,
        )


class AnswersIn(In):
    """All the answers: what is left out is erased."""

    answers: Answers
    sensitive_consent: bool = False

    @property
    def given(self) -> dict[str, Any]:
        return by_key(self.answers)


class SheetOut(Schema):
    """What is asked, what was answered, which required answers are `missing`; `open`: they can still be changed."""

    questions: list[QuestionOut]
    answers: dict[str, str | bool | list[str]]
    sensitive_consent: bool
    missing: list[UUID]
    open: bool

    @classmethod
    def of(cls, sheet: Sheet) -> "SheetOut":
        asked = {str(one.uuid) for one in sheet.questions}
        return cls(
            questions=[QuestionOut.of(one) for one in sheet.questions],
            answers={key: value for key, value in sheet.answers.items() if key in asked},
            sensitive_consent=sheet.consented,
            missing=[UUID(key) for key in sheet.missing],
            open=sheet.open,
        )


def by_key(answers: Mapping[UUID, Any] | None) -> dict[str, Any]:
    """As the rules read them."""
    return {str(key): value for key, value in (answers or {}).items()}
