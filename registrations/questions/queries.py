"""Reading questions, the answers of somebody, and what people answered together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.people.models import User
from registrations.questions.models import Answer, Question
from registrations.questions.registry import REGISTRATIONS, SUBJECTS, About, Registered
from registrations.questions.rules import DECIDING, NO, YES, missing_among, sensitive_until


def questions_of(subjects: Iterable[About]) -> list[Question]:
    """What is asked for these subjects, in their order; one statement, none when there is no subject."""
    wanted = list(subjects)
    if not wanted:
        return []
    rows = Question.objects.filter(subject_uuid__in=[uuid for _kind, uuid in wanted], retired_at=None)
    ranks = {about: rank for rank, about in enumerate(wanted)}
    found = [row for row in rows.select_related("when") if (row.subject_kind, row.subject_uuid) in ranks]
    return sorted(found, key=lambda row: (ranks[row.subject_kind, row.subject_uuid], row.position, row.pk))


def answers_about(uuid: UUID) -> dict[str, Any]:
    """The answers of one registration, by key of question."""
    rows = Answer.objects.filter(about_uuid=uuid).values_list("question__uuid", "value")
    return {str(key): value for key, value in rows}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one registration with the answers given so far."""

    registered: Registered
    questions: list[Question]
    answers: dict[str, Any]
    consented: bool
    open: bool

    @property
    def missing(self) -> list[str]:
        """The required questions without an answer."""
        return missing_among([one.rule for one in self.questions], self.answers)

    @property
    def said(self) -> list[tuple[Question, str]]:
        """Each question that has an answer, with it in words."""
        known = [(one, self.answers.get(str(one.uuid))) for one in self.questions]
        return [(one, one.said(value)) for one, value in known if value is not None]


def sheet_of(kind: str, uuid: UUID, *, by: Actor, at: datetime) -> Sheet:
    """For the registered person alone. Raises `NotFound`."""
    found = REGISTRATIONS[kind].find(uuid) if kind in REGISTRATIONS else None
    if found is None or by.person is None or found.person.pk != by.person.pk:
        raise NotFound()
    return sheet(found, at=at)


def sheet(found: Registered, *, at: datetime) -> Sheet:
    """What is asked for this registration, and what was answered."""
    rows = list(Answer.objects.filter(about_uuid=found.uuid).select_related("question"))
    answers = {str(row.question.uuid): row.value for row in rows}
    consented = any(row.consented_at for row in rows)
    return Sheet(found, questions_of(found.subjects), answers, consented, at < found.until)


def to_answer(found: Registered | None, *, own: bool) -> str:
    """Where its person answers, when questions wait: a required answer is missing, or somebody else registered them and
    they answered nothing yet; "" otherwise."""
    if found is None or not found.subjects:
        return ""
    questions, answers = questions_of(found.subjects), answers_about(found.uuid)
    waits = missing_among([one.rule for one in questions], answers) or (questions and not own and not answers)
    return found.address if waits else ""


def lacking(asked: Mapping[UUID, tuple[About, ...]]) -> set[UUID]:
    """The registrations, among these with their subjects, in which a required answer is missing; two statements."""
    subjects = {about for abouts in asked.values() for about in abouts}
    by_subject: dict[About, list[Question]] = defaultdict(list)
    for question in questions_of(sorted(subjects)):
        by_subject[question.subject_kind, question.subject_uuid].append(question)
    if not any(one.required for rows in by_subject.values() for one in rows):
        return set()
    answers = _answers_by_registration(asked)
    rules = {about: [one.rule for one in rows] for about, rows in by_subject.items()}
    return {
        uuid
        for uuid, abouts in asked.items()
        if any(missing_among(rules.get(about, []), answers[uuid]) for about in abouts)
    }


def _answers_by_registration(uuids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(about_uuid__in=list(uuids)).values_list("about_uuid", "question__uuid", "value")
    for about, key, value in rows:
        found[about][str(key)] = value
    return found


def answered(questions: Iterable[Question]) -> set[int]:
    """The keys of those that somebody answered."""
    rows = Answer.objects.filter(question__in=list(questions)).order_by()
    return set(rows.values_list("question", flat=True).distinct())


def all_of(kind: str, uuid: UUID) -> list[Question]:
    """Every question of a subject; those that are retired last."""
    rows = list(Question.objects.filter(subject_kind=kind, subject_uuid=uuid).select_related("when"))
    return sorted(rows, key=lambda row: (row.retired_at is not None, row.position, row.pk))


@dataclass(frozen=True, slots=True)
class Tally:
    """What the people registered answered to one question: how many, each choice with its number, texts."""

    question: Question
    count: int
    numbers: list[tuple[str, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def tallies(kind: str, uuid: UUID) -> list[Tally]:
    """Of the live registrations; a sensitive text is never among them: only its number, and counts of choices."""
    live = SUBJECTS[kind].registered(uuid).order_by().values("uuid")
    questions, values = all_of(kind, uuid), defaultdict(list)
    rows = Answer.objects.filter(question__in=questions, about_uuid__in=live).order_by("question", "id")
    for question, value in rows.values_list("question", "value"):
        values[question].append(value)
    return [_tally(one, values[one.pk]) for one in questions if values[one.pk] or one.retired_at is None]


def _tally(question: Question, values: Sequence[Any]) -> Tally:
    if question.kind not in DECIDING:
        texts = [] if question.sensitive else sorted(values, key=str.casefold)
        return Tally(question, len(values), texts=texts)
    flat = [one for value in values for one in (value if isinstance(value, list) else [_key(value)])]
    seen = Counter(flat)
    return Tally(question, len(values), [(label, seen[key]) for key, label in question.offered.items()])


def _key(value: Any) -> str:
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def spoken(about: Collection[UUID]) -> dict[UUID, str]:
    """By registration, its answers in one line, without those to sensitive questions; one statement."""
    rows = Answer.objects.filter(about_uuid__in=about, question__sensitive=False).select_related("question")
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.order_by("question__position", "question"):
        found[row.about_uuid].append(f"{row.question.text} {row.question.said(row.value)}")
    return {uuid: " ; ".join(parts) for uuid, parts in found.items()}


@dataclass(frozen=True, slots=True)
class Grid:
    """The people registered, each with their answers in the order of the questions; "" for none."""

    questions: list[Question]
    lines: list[tuple[User, list[str]]]


def grid(kind: str, uuid: UUID, *, sensitive: bool) -> Grid:
    """Of the live registrations: the answers to the sensitive questions, or to all the others."""
    questions = [one for one in all_of(kind, uuid) if one.sensitive is sensitive]
    registered = SUBJECTS[kind].registered(uuid)
    found: dict[UUID, dict[int, str]] = defaultdict(dict)
    known = {one.pk: one for one in questions}
    rows = Answer.objects.filter(question__in=questions, about_uuid__in=registered.order_by().values("uuid"))
    for about, question, value in rows.values_list("about_uuid", "question", "value"):
        found[about][question] = known[question].said(value)
    lines = [(row.person, [found[row.uuid].get(one.pk, "") for one in questions]) for row in registered]
    return Grid(questions, [(person, said) for person, said in lines if any(said) or not sensitive])


def sensitive_past(on: date) -> "QuerySet[Answer]":
    """Answers to sensitive questions whose event ended more than thirty days ago."""
    over = Q(pk__in=[])
    for kind, registrations in REGISTRATIONS.items():
        over |= Q(about_kind=kind, about_uuid__in=registrations.over(sensitive_until(on)))
    return Answer.objects.filter(over, question__sensitive=True)
