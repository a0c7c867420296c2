"""Writing surveys, asking people, receiving answers that nothing ties to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.people.models import User
from registrations.states import move
from registrations.surveys.errors import (
    AlreadyAnswered,
    AnswerMissing,
    NotYourSurveys,
    OneSurveyAtATime,
    SurveyAnswered,
    SurveyNeedsQuestions,
    SurveyNotOpen,
)
from registrations.surveys.models import Survey, SurveyQuestion, SurveyReceipt, SurveyResponse
from registrations.surveys.rules import NEXT, QuestionKind, SurveyState, is_valid, may_keep_surveys

WITH_CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is written, in its place in the list."""

    text: str
    kind: str
    choices: tuple[str, ...] = ()
    required: bool = True


@transaction.atomic
def save_survey(
    survey: Survey | None,
    *,
    title: str,
    introduction: str,
    subject_kind: str,
    subject_uuid: UUID,
    before_certificate: bool,
    questions: Sequence[Asked],
    by: Actor,
    at: datetime,
) -> Survey:
    """Write a survey and its questions, in this order. Raises `SurveyAnswered` once somebody has answered."""
    _check_keeper(by)
    if not questions or any(one.kind in WITH_CHOICES and len(set(one.choices)) < 2 for one in questions):
        raise SurveyNeedsQuestions()
    row = _locked(survey) if survey else Survey(created_at=at)
    if survey and row.responses.exists():
        raise SurveyAnswered()
    row.title, row.introduction = title, introduction
    row.subject_kind, row.subject_uuid, row.before_certificate = subject_kind, subject_uuid, before_certificate
    with constraint_means(Survey, "survey_one_open_per_subject", OneSurveyAtATime()):
        row.save()
    row.questions.all().delete()
    SurveyQuestion.objects.bulk_create(_rows(row, questions))
    log(row, "surveys.save", by=by, at=at, questions=len(questions))
    return row


@transaction.atomic
def copy_survey(survey: Survey, *, by: Actor, at: datetime) -> Survey:
    """The same questions in a new draft."""
    questions = [Asked(one.text, one.kind, tuple(one.choices), one.required) for one in survey.questions.all()]
    return save_survey(
        None,
        title=survey.title,
        introduction=survey.introduction,
        subject_kind=survey.subject_kind,
        subject_uuid=survey.subject_uuid,
        before_certificate=survey.before_certificate,
        questions=questions,
        by=by,
        at=at,
    )


@transaction.atomic
def move_survey(survey: Survey, *, to: str, by: Actor, at: datetime) -> Survey:
    """Open, close, open again. Raises `OneSurveyAtATime`."""
    _check_keeper(by)
    with constraint_means(Survey, "survey_one_open_per_subject", OneSurveyAtATime()):
        move(Survey.objects.all(), survey.pk, table=NEXT, from_=survey.state, to=to)
    survey.state = to
    log(survey, "surveys.move", by=by, at=at, state=to)
    return survey


@transaction.atomic
def ask(survey: Survey, *, subject_uuid: UUID, group_uuid: UUID, person: User, at: datetime) -> SurveyReceipt:
    """Let a person answer about this subject, and tell them once."""
    wanted = SurveyReceipt(
        survey=survey, subject_uuid=subject_uuid, group_uuid=group_uuid, person=person, asked_on=localdate(at)
    )
    SurveyReceipt.objects.bulk_create([wanted], ignore_conflicts=True)
    receipt = SurveyReceipt.objects.get(survey=survey, subject_uuid=subject_uuid)
    tell("survey", about=receipt, to=person, at=at)
    return receipt


@transaction.atomic
def remind(receipt: SurveyReceipt, *, at: datetime) -> bool:
    """Remind once who has not answered."""
    waiting = SurveyReceipt.objects.filter(pk=receipt.pk, answered=False, reminded_on=None)
    if not waiting.update(reminded_on=localdate(at)):
        return False
    tell("survey-reminder", about=receipt, to=receipt.person, at=at)
    return True


@transaction.atomic
def answer_survey(receipt: SurveyReceipt, answers: Mapping[str, Any], *, on: date) -> None:
    """Keep the answers (by uuid of question) and, apart, that this person has answered.

    The journal is not told: an instant beside a name would lead to the answer. Raises `AlreadyAnswered`.
    """
    survey = _locked(receipt.survey)
    if survey.state != SurveyState.OPEN:
        raise SurveyNotOpen()
    kept = _checked(survey, answers)
    if not SurveyReceipt.objects.filter(pk=receipt.pk, answered=False).update(answered=True):
        raise AlreadyAnswered()
    SurveyResponse.objects.create(survey=survey, group_uuid=receipt.group_uuid, answered_on=on, answers=kept)


def _checked(survey: Survey, answers: Mapping[str, Any]) -> dict[str, Any]:
    questions = {str(one.uuid): one for one in survey.questions.all()}
    given = {key: value for key, value in answers.items() if value not in (None, "", [])}
    for key in given:
        if key not in questions:
            raise AnswerMissing(question=key[:36])
    for key, question in questions.items():
        missing = question.required and key not in given
        if missing or (key in given and not is_valid(question.kind, question.choices, given[key])):
            raise AnswerMissing(question=question.text)
    return {key: value.strip() if isinstance(value, str) else value for key, value in given.items()}


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


def _check_keeper(by: Actor) -> None:
    if not may_keep_surveys(by):
        raise NotYourSurveys()


def _rows(survey: Survey, questions: Sequence[Asked]) -> list[SurveyQuestion]:
    return [
        SurveyQuestion(
            survey=survey,
            position=place,
            kind=one.kind,
            text=one.text,
            choices=list(dict.fromkeys(one.choices)) if one.kind in WITH_CHOICES else [],
            required=one.required,
        )
        for place, one in enumerate(questions, start=1)
    ]
