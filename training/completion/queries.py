"""Who is due a certificate, in a number of statements that does not grow."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from registrations.actors import Actor
from registrations.certificates.models import Certificate
from registrations.certificates.queries import Statement, certificate_of, certified, statement_of, years_of
from registrations.dates import MONTREAL
from registrations.errors import NotFound
from registrations.organisations.models import Organisation
from registrations.staff.queries import managed
from registrations.surveys.models import Survey, SurveyReceipt
from registrations.surveys.queries import answered_subjects, open_about
from registrations.surveys.rules import SurveyState
from training.attendance.models import Attendance
from training.attendance.queries import completions
from training.attendance.rules import Completion
from training.catalogue.models import Activity, ActivityKind, Programme
from training.completion.rules import KIND, Due, Facts, due
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Session

NEEDED = ("session__activity__programme", "person", "organisation")
SETTLED = (EnrolmentState.ATTENDED, EnrolmentState.ABSENT)


def dues(enrolments: Iterable[Enrolment]) -> dict[int, tuple[Due, Completion]]:
    """By key: whether a certificate is due, and how much was attended. Give the rows with `NEEDED`."""
    rows = list(enrolments)
    completed, issued = completions(rows), certified(KIND, [row.uuid for row in rows])
    first = {pk: survey for pk, survey in surveys_of(rows).items() if survey.before_certificate}
    answered = (
        answered_subjects({survey.pk for survey in first.values()}, [row.uuid for row in rows]) if first else set()
    )
    return {
        row.pk: (due(_facts(row, completed[row.pk], issued, first.get(row.pk), answered)), completed[row.pk])
        for row in rows
    }


def surveys_of(rows: Iterable[Enrolment]) -> dict[int, Survey]:
    """By key of enrolment, the open survey of its activity, else of its programme."""
    subjects = {row.pk: _subjects(row) for row in rows}
    found = open_about({subject for about in subjects.values() for subject in about})
    chosen = {pk: next((found[one] for one in about if one in found), None) for pk, about in subjects.items()}
    return {pk: survey for pk, survey in chosen.items() if survey is not None}


def _subjects(row: Enrolment) -> list[tuple[str, UUID]]:
    activity = row.session.activity
    programme = [("training.programme", activity.programme.uuid)] if activity.programme else []
    return [("training.activity", activity.uuid), *programme]


def to_ask(*, since: datetime, at_most: int) -> list[tuple[Enrolment, Survey]]:
    """Those who completed a training whose survey is open, and were not asked yet."""
    rows = Enrolment.objects.filter(state=EnrolmentState.ATTENDED, historical=False, session__ends_at__gte=since)
    asked = SurveyReceipt.objects.filter(subject_uuid=OuterRef("uuid"))
    about = Survey.objects.filter(state=SurveyState.OPEN).values("subject_uuid")
    open_ = Q(session__activity__uuid__in=about) | Q(session__activity__programme__uuid__in=about)
    rows = rows.filter(open_, ~Exists(asked), person__erased_at=None).select_related(*NEEDED)
    waiting = list(rows.order_by("pk")[:at_most])
    surveys, completed = surveys_of(waiting), completions(waiting)
    return [(row, surveys[row.pk]) for row in waiting if row.pk in surveys and completed[row.pk].completed]


def receipt_of_enrolment(enrolment: Enrolment) -> SurveyReceipt:
    """The latest survey that its person was asked to answer about it. Raises `NotFound`."""
    rows = SurveyReceipt.objects.filter(subject_uuid=enrolment.uuid, person=enrolment.person)
    found = rows.select_related("survey").order_by("-pk").first()
    if found is None:
        raise NotFound()
    return found


def names_of_programmes(uuids: Collection[UUID] | None) -> dict[UUID, str]:
    rows = Programme.objects.filter(historical=False) if uuids is None else Programme.objects.filter(uuid__in=uuids)
    return dict(rows.values_list("uuid", "title"))


def names_of_activities(uuids: Collection[UUID] | None) -> dict[UUID, str]:
    rows = Activity.objects.filter(historical=False) if uuids is None else Activity.objects.filter(uuid__in=uuids)
    return dict(rows.order_by("title").values_list("uuid", "title"))


def _facts(
    row: Enrolment,
    completion: Completion,
    issued: Collection[UUID],
    survey: Survey | None,
    answered: Collection[tuple[int, UUID]],
) -> Facts:
    return Facts(
        is_training=row.session.activity.kind == ActivityKind.TRAINING,
        historical=row.historical,
        is_settled=row.state in SETTLED,
        completed=row.state == EnrolmentState.ATTENDED and completion.completed,
        is_issued=row.uuid in issued,
        has_name=row.person.has_names and row.person.erased_at is None,
        survey_first=survey is not None,
        answered=survey is not None and (survey.pk, row.uuid) in answered,
    )


def attended_in(sessions: Iterable[Session]) -> dict[int, list[Enrolment]]:
    """By session, those who were there or absent."""
    found: dict[int, list[Enrolment]] = {session.pk: [] for session in sessions}
    rows = Enrolment.objects.filter(session__in=found, state__in=SETTLED).select_related(*NEEDED)
    for row in rows.order_by("pk"):
        found[row.session_id].append(row)
    return found


def days_attended(enrolment: Enrolment) -> tuple[date, ...]:
    """The days on which they were there, or saw the replay."""
    rows = Attendance.objects.live().filter(enrolment=enrolment).select_related("meeting")
    there = {row.meeting.starts_at for row in rows if row.minutes or row.replay_minutes}
    starts = there or {meeting.starts_at for meeting in enrolment.session.meetings.all()}
    return tuple(sorted({start.astimezone(MONTREAL).date() for start in starts}))


def certificate_for_enrolment(enrolment: Enrolment) -> Certificate:
    """Its valid certificate. Raises `NotFound`."""
    found = certificate_of(KIND, enrolment.uuid)
    if found is None:
        raise NotFound()
    return found


def statement_for(slug: str, *, year: int, by: Actor, on: date) -> tuple[Organisation, Statement]:
    """What an organisation's people attended, for its registrars. Raises `NotFound` for anybody else."""
    if not 2000 <= year <= 2199:
        raise NotFound()
    organisation = managed(slug, by=by, on=on)
    return organisation, statement_of(organisation, year=year)


def years_for(organisation: Organisation) -> list[int]:
    return years_of(organisation)
