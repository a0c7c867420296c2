"""Shapes of what follows a training."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from registrations.schemas import In
from registrations.surveys.models import SurveyReceipt
from registrations.surveys.rules import QuestionKind, SurveyState


class YearIn(In):
    """The calendar year; the present one when nothing is said."""

    year: int | None = Field(None, ge=2000, le=2199)


class AnswersIn(In):
    """By `id` of question: a number from 1 to 5, one of its choices, a list of them, or a text."""

    answers: dict[str, int | str | list[str]] = Field(max_length=30)


class QuestionOut(Schema):
    id: UUID
    kind: QuestionKind
    text: str
    choices: list[str]
    required: bool


class SurveyOut(Schema):
    """`answered` says that one has; nobody can say what."""

    title: str
    introduction: str
    state: SurveyState
    answered: bool
    questions: list[QuestionOut]

    @classmethod
    def of(cls, receipt: SurveyReceipt) -> "SurveyOut":
        survey = receipt.survey
        questions = [
            QuestionOut(
                id=one.uuid, kind=QuestionKind(one.kind), text=one.text, choices=one.choices, required=one.required
            )
            for one in survey.questions.all()
        ]
        return cls(
            title=survey.title,
            introduction=survey.introduction,
            state=SurveyState(survey.state),
            answered=receipt.answered,
            questions=questions,
        )
