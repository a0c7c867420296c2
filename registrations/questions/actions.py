"""Writing questions, answering them, forgetting sensitive answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.ids import uuid7
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.questions.errors import (
    AnswersClosed,
    AnswersRefused,
    NotYourQuestions,
    QuestionAnswered,
    QuestionsNotSound,
)
from registrations.questions.models import Answer, Question
from registrations.questions.queries import Grid, all_of, answered, grid, questions_of, sensitive_past, sheet_of
from registrations.questions.registry import SUBJECTS, About
from registrations.questions.rules import (
    MOST_CHOICES,
    WITH_CHOICES,
    Rule,
    depends_rightly,
    faults_in,
    kept_of,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is written, in its place in the list.

    `key` names it on the page: the uuid of one that exists. `when` is the key of another and `value` its answer, a key
    of choice or the words of one. `choices` are `(French, English)`.
    """

    key: str
    kind: str
    text_fr: str
    text_en: str = ""
    help_fr: str = ""
    help_en: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    sensitive: bool = False
    when: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that hold, with the questions that they answer: nothing is written yet."""

    questions: tuple[Question, ...] = ()
    values: Mapping[str, Any] | None = None


@transaction.atomic
def save_questions(kind: str, uuid: UUID, questions: Sequence[Asked], *, by: Actor, at: datetime) -> list[Question]:
    """What is asked for a subject from now on, in this order.

    One that is left out is deleted, or retired once somebody answered it. Raises `QuestionAnswered` when the wording,
    the kind or a choice of an answered one changes, `QuestionsNotSound`.
    """
    _check_keeper(kind, by)
    subject = SUBJECTS[kind].rows().select_for_update(no_key=True).filter(uuid=uuid).first()
    if subject is None:
        raise NotFound()
    before = {str(row.uuid): row for row in all_of(kind, uuid) if row.retired_at is None}
    given = answered(before.values())
    rows = [_row(one, before, given, kind=kind, uuid=uuid, place=place) for place, one in enumerate(questions, 1)]
    _check_conditions(questions, rows)
    _write(questions, rows, before)
    _leave_out([row for row in before.values() if row not in rows], given, at=at)
    SUBJECTS[kind].note(uuid, bool(rows))
    log(subject, "questions.save", by=by, at=at, questions=len(rows))
    return rows


@transaction.atomic
def copy_questions(about: About, *, to: UUID, by: Actor, at: datetime) -> list[Question]:
    """The same questions for another subject of the same kind."""
    kind, _uuid = about
    return save_questions(kind, to, [as_asked(row) for row in questions_of([about])], by=by, at=at)


def as_asked(row: Question) -> Asked:
    """A question as it was written."""
    return Asked(
        key=str(row.uuid),
        kind=row.kind,
        text_fr=row.text_fr,
        text_en=row.text_en,
        help_fr=row.help_fr,
        help_en=row.help_en,
        choices=tuple((one["fr"], one["en"]) for one in row.choices),
        required=row.required,
        sensitive=row.sensitive,
        when=str(row.when.uuid) if row.when else "",
        value=row.when.words_of(row.value) if row.when else "",
    )


def _row(one: Asked, before: Mapping[str, Question], given: set[int], *, kind: str, uuid: UUID, place: int) -> Question:
    """The row of a question as it is to be; `when` is not set yet."""
    _check_sound(one)
    row = before.get(one.key) or Question(uuid=uuid7(), subject_kind=kind, subject_uuid=uuid)
    keys = {choice["fr"]: choice["key"] for choice in row.choices}
    choices = _choices(one, keys)
    if row.pk in given:
        kept = {choice["key"] for choice in row.choices} <= {choice["key"] for choice in choices}
        if not kept or (row.kind, row.text_fr, row.sensitive) != (one.kind, one.text_fr, one.sensitive):
            raise QuestionAnswered(question=row.text_fr)
    row.position, row.kind, row.choices, row.when, row.value = place, one.kind, choices, None, ""
    row.required, row.sensitive = one.required, one.sensitive
    row.text_fr, row.text_en, row.help_fr, row.help_en = one.text_fr, one.text_en, one.help_fr, one.help_en
    return row


def _check_sound(one: Asked) -> None:
    if one.sensitive and one.required:
        why = _("a sensitive question cannot be required: one may keep the answer for oneself.")
        raise QuestionsNotSound(question=one.text_fr, why=why)
    if one.kind in WITH_CHOICES and not 2 <= len({fr for fr, _en in one.choices}) <= MOST_CHOICES:
        raise QuestionsNotSound(question=one.text_fr, why=_("give from 2 to 20 choices, one a line."))


def _choices(one: Asked, keys: Mapping[str, str]) -> list[dict[str, str]]:
    """With the key of each: that which it had, else one made of its words."""
    if one.kind not in WITH_CHOICES:
        return []
    made: list[dict[str, str]] = []
    used = set(keys.values())
    for fr, en in dict(one.choices).items():
        key = keys.get(fr) or _fresh(slugify(fr)[:50] or "choix", used)
        used.add(key)
        made.append({"key": key, "fr": fr, "en": en})
    return made


def _fresh(key: str, used: set[str]) -> str:
    numbered = (key if number == 1 else f"{key}-{number}" for number in range(1, 1_000))
    return next(each for each in numbered if each not in used)


def _check_conditions(questions: Sequence[Asked], rows: Sequence[Question]) -> None:
    """A condition may name an answer by its words; it is kept by its key."""
    by_key = {one.key: row for one, row in zip(questions, rows, strict=True)}
    rules: list[Rule] = []
    for one, row in zip(questions, rows, strict=True):
        row.value = _value_key(by_key.get(one.when), one.value) if one.when else ""
        rules.append(replace(row.rule, key=one.key, when=one.when, value=row.value))
        if not depends_rightly(rules):
            why = _("it can depend only on the answer, among those offered, of a question that stands before it.")
            raise QuestionsNotSound(question=one.text_fr, why=why)
        if row.sensitive < any(rule.sensitive for rule in rules if rule.key == one.when):
            why = _("it depends on a sensitive answer, which its own would say: make it sensitive too.")
            raise QuestionsNotSound(question=one.text_fr, why=why)


def _value_key(parent: Question | None, value: str) -> str:
    if parent is None:
        return value
    return next((one["key"] for one in parent.choices if value in (one["key"], one["fr"])), value)


def _write(questions: Sequence[Asked], rows: Sequence[Question], before: Mapping[str, Question]) -> None:
    """Conditions first go, then come: no order of rows can break them on the way."""
    Question.objects.filter(pk__in=[row.pk for row in before.values()]).update(when=None, value="")
    values = [row.value for row in rows]
    for row in rows:
        row.value = ""
        row.save()
    by_key = {one.key: row for one, row in zip(questions, rows, strict=True)}
    for one, row, value in zip(questions, rows, values, strict=True):
        if one.when:
            row.when, row.value = by_key[one.when], value
            row.save(update_fields=["when", "value"])


def _leave_out(rows: Sequence[Question], given: set[int], *, at: datetime) -> None:
    Question.objects.filter(pk__in=[row.pk for row in rows if row.pk in given]).update(retired_at=at)
    Question.objects.filter(pk__in=[row.pk for row in rows if row.pk not in given]).delete()


def checked_answers(
    subjects: Sequence[About], given: Mapping[str, Any] | None, *, consented: bool, complete: bool
) -> Checked:
    """The answers to keep. Raises `AnswersRefused`, with an entry for each question at fault."""
    questions = questions_of(subjects)
    _refuse(questions, given or {}, consented=consented, complete=complete)
    return Checked(tuple(questions), kept_of(given or {}))


def _refuse(questions: Sequence[Question], given: Mapping[str, Any], *, consented: bool, complete: bool) -> None:
    faults = faults_in([one.rule for one in questions], given, consented=consented, complete=complete)
    if faults:
        errors = [
            {"field": f"answers.{key[:60]}", "code": str(fault), "message": str(fault.label)}
            for key, fault in faults.items()
        ]
        raise AnswersRefused(errors=errors)


def keep_answers(checked: Checked, *, about: About, person: User, at: datetime) -> None:
    """Write the answers of one registration: those that it had to the same questions go. The caller's transaction."""
    kind, uuid = about
    Answer.objects.filter(about_uuid=uuid, question__in=checked.questions).delete()
    values = checked.values or {}
    Answer.objects.bulk_create(
        Answer(
            question=question,
            about_kind=kind,
            about_uuid=uuid,
            person=person,
            value=values[str(question.uuid)],
            consented_at=at if question.sensitive else None,
            answered_at=at,
        )
        for question in checked.questions
        if str(question.uuid) in values
    )


@transaction.atomic
def answer(about: About, given: Mapping[str, Any], *, consented: bool = False, by: Actor, at: datetime) -> None:
    """The registered person answers, or corrects: these answers are in place of all that they gave.

    An answer that is taken out is erased; so is what it was the condition of. Raises `AnswersClosed`, `AnswersRefused`.
    """
    if by.person is None:
        raise NotFound()
    User.objects.lock(by.person.pk)
    found = sheet_of(*about, by=by, at=at)
    if not found.open:
        raise AnswersClosed()
    _refuse(found.questions, given, consented=consented, complete=True)
    checked = Checked(tuple(found.questions), kept_of(given))
    keep_answers(checked, about=about, person=by.person, at=at)
    log(found.registered.row, "questions.answer", by=by, at=at, answers=len(checked.values or {}))


@transaction.atomic
def carry_answers(about: About, *, to: UUID, subjects: Sequence[About]) -> None:
    """Another registration of the same person takes the place of this one: what it is asked too is not asked again."""
    _kind, uuid = about
    questions = questions_of(subjects)
    rows = list(Answer.objects.filter(about_uuid=uuid, question__in=questions))
    for row in rows:
        row.pk, row.about_uuid = None, to
    Answer.objects.bulk_create(rows, ignore_conflicts=True)


def forget_answers(uuid: UUID) -> int:
    """The registration is somebody else's now, or nobody's: what its person answered is erased. The number of rows."""
    return Answer.objects.filter(about_uuid=uuid).delete()[0]


def forget_sensitive(uuid: UUID) -> int:
    """The registration ended: nothing sensitive is needed any more."""
    return Answer.objects.filter(about_uuid=uuid, question__sensitive=True).delete()[0]


@transaction.atomic
def purge_sensitive(_by: Actor, at: datetime) -> int:
    """Thirty days after the event; the number of answers erased."""
    return sensitive_past(localdate(at)).delete()[0]


@transaction.atomic
def read_sensitive(kind: str, uuid: UUID, *, by: Actor, at: datetime) -> Grid:
    """Who answered what to the sensitive questions of a subject: that it was read is in the journal."""
    _check_keeper(kind, by)
    subject = SUBJECTS[kind].row(uuid)
    if subject is None:
        raise NotFound()
    found = grid(kind, uuid, sensitive=True)
    log(subject, "questions.read_sensitive", by=by, at=at, people=len(found.lines))
    return found


def _check_keeper(kind: str, by: Actor) -> None:
    if kind not in SUBJECTS:
        raise NotFound()
    if not by.has(*SUBJECTS[kind].keepers):
        raise NotYourQuestions()
