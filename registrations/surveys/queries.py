"""What may be shown of the answers, and who is still to be asked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from registrations.errors import NotFound
from registrations.people.models import User
from registrations.surveys.models import Survey, SurveyQuestion, SurveyReceipt, SurveyResponse
from registrations.surveys.registry import GROUP, SUBJECTS
from registrations.surveys.rules import (
    LEAST,
    REMINDED_AFTER_DAYS,
    SATISFIED,
    SCALE,
    QuestionKind,
    SurveyState,
    shown_groups,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question: how many answered, each value with its number, the mean of a scale, the comments."""

    question: SurveyQuestion
    count: int
    numbers: list[tuple[str, int]] = field(default_factory=list)
    mean: float | None = None
    comments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    """Of a whole survey, or of one activity in it; nothing while fewer than five have answered."""

    asked: int
    answered: int
    questions: list[Answered]
    groups: list[tuple[UUID, str, int, int]]
    hidden: int

    @property
    def rate(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 0


def results(survey: Survey, *, group: UUID | None = None) -> Results:
    """Numbers that nobody can be seen in: of the whole, or of an activity that may be shown. Raises `NotFound`."""
    asked, answered = _counts(survey)
    shown = shown_groups(answered)
    if group is not None and group not in shown:
        raise NotFound()
    rows = survey.responses.filter(group_uuid=group) if group else survey.responses.all()
    found = list(rows.values_list("answers", flat=True)) if sum(answered.values()) >= LEAST else []
    names = SUBJECTS[GROUP].names(list(asked)) if asked else {}
    groups = [(one, names.get(one, "?"), asked[one], answered[one]) for one in asked if one in shown]
    return Results(
        asked=asked[group] if group else sum(asked.values()),
        answered=answered[group] if group else sum(answered.values()),
        questions=[_answered(one, found) for one in survey.questions.all()] if found else [],
        groups=sorted(groups, key=lambda one: one[1]),
        hidden=len(asked) - len(groups),
    )


def _counts(survey: Survey) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """By activity: people asked, people who answered."""
    rows = survey.receipts.order_by().values_list("group_uuid")
    counted = rows.annotate(asked=Count("pk"), done=Count("pk", filter=Q(answered=True)))
    asked, answered = {}, {}
    for group, number, done in counted:
        asked[group], answered[group] = number, done
    return asked, answered


def _answered(question: SurveyQuestion, rows: Iterable[dict[str, Any]]) -> Answered:
    """A question that fewer than five answered shows its number of answers and nothing else."""
    key = str(question.uuid)
    values = [row[key] for row in rows if key in row]
    if len(values) < LEAST:
        return Answered(question, len(values))
    if question.kind == QuestionKind.TEXT:
        return Answered(question, len(values), comments=sorted(values, key=str.casefold))
    seen = Counter(one for value in values for one in (value if isinstance(value, list) else [value]))
    options = SCALE if question.kind == QuestionKind.SCALE else question.choices
    mean = sum(values) / len(values) if question.kind == QuestionKind.SCALE else None
    return Answered(question, len(values), [(str(one), seen[one]) for one in options], mean)


def satisfaction(groups: Collection[UUID]) -> tuple[int, int]:
    """Of the answers on a scale about these activities: how many are 4 or 5, and how many there are.

    Only activities whose results may be shown by themselves: no choice of activities then tells less than five apart.
    """
    counted: dict[int, dict[UUID, int]] = defaultdict(dict)
    concerned = SurveyResponse.objects.filter(group_uuid__in=groups).values("survey")
    rows = SurveyResponse.objects.filter(survey__in=concerned).order_by().values_list("survey", "group_uuid")
    for survey, group, number in rows.annotate(number=Count("pk")):
        counted[survey][group] = number
    values: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for survey, groups_of in counted.items():
        scales = [str(uuid) for uuid in _scales(survey)]
        shown = shown_groups(groups_of) & set(groups)
        found = SurveyResponse.objects.filter(survey=survey, group_uuid__in=shown).order_by()
        for group, answers in found.values_list("group_uuid", "answers").iterator():
            for key in scales:
                if key in answers:
                    values[group, key].append(answers[key])
    enough = [each for each in values.values() if len(each) >= LEAST]
    return sum(value in SATISFIED for each in enough for value in each), sum(len(each) for each in enough)


def _scales(survey: int) -> Iterable[UUID]:
    rows = SurveyQuestion.objects.filter(survey=survey, kind=QuestionKind.SCALE)
    return rows.order_by().values_list("uuid", flat=True)


def receipt_of(uuid: UUID, *, person: User | None) -> SurveyReceipt:
    """A person's own receipt. Raises `NotFound` for anybody else's."""
    rows = SurveyReceipt.objects.select_related("survey").filter(uuid=uuid)
    found = rows.filter(person=person).first() if person else None
    if found is None:
        raise NotFound()
    return found


def open_surveys_of(person: User) -> list[SurveyReceipt]:
    """What waits for their answer."""
    rows = SurveyReceipt.objects.filter(person=person, answered=False, survey__state=SurveyState.OPEN)
    return list(rows.select_related("survey").order_by("pk"))


def open_about(subjects: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Survey]:
    """The open survey of each of these subjects, in one statement."""
    wanted = defaultdict(list)
    for kind, uuid in subjects:
        wanted[kind].append(uuid)
    chosen = Q(pk__in=[])
    for kind, uuids in wanted.items():
        chosen |= Q(subject_kind=kind, subject_uuid__in=uuids)
    rows = Survey.objects.filter(chosen, state=SurveyState.OPEN)
    return {(row.subject_kind, row.subject_uuid): row for row in rows}


def answered_subjects(surveys: Iterable[int], subjects: Iterable[UUID]) -> set[tuple[int, UUID]]:
    """`(key of survey, subject)` of those that were answered."""
    rows = SurveyReceipt.objects.filter(survey__in=list(surveys), subject_uuid__in=list(subjects), answered=True)
    return set(rows.values_list("survey_id", "subject_uuid"))


def to_remind(*, on: date, at_most: int) -> list[SurveyReceipt]:
    """Asked some days ago, never reminded, not answered."""
    before = on - timedelta(days=REMINDED_AFTER_DAYS)
    rows = SurveyReceipt.objects.filter(answered=False, reminded_on=None, asked_on__lte=before)
    open_ = rows.filter(survey__state=SurveyState.OPEN, person__erased_at=None)
    return list(open_.select_related("survey", "person").order_by("pk")[:at_most])


def responses_of(survey: Survey) -> int:
    return SurveyResponse.objects.filter(survey=survey).count()
