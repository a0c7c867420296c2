"""Offering again: a session, or a whole programme, some weeks later. What is made is a draft, and nobody is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from registrations.journal.actions import noted_together
from registrations.questions.actions import copy_questions
from training.catalogue.actions import create_activity, create_programme, note_prerequisites
from training.catalogue.errors import EndsBeforeStart
from training.catalogue.models import Activity, ActivityCost, Programme
from training.catalogue.rules import may_manage_training
from training.sessions.actions.preparing import schedule_session
from training.sessions.errors import CodesTaken, SessionExists
from training.sessions.models import Session
from training.sessions.queries import sessions_to_copy
from training.sessions.rules import Naming, Period, later, weeks_between, weeks_later

CODE, SLUG, PROGRAMME_SLUG = 40, 80, 60


@dataclass(frozen=True, slots=True)
class Made:
    """A session that a copy makes."""

    session: Session
    code: str
    meetings: list[Period]
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What copying a programme makes, and which of its names are taken already."""

    starts_on: date
    last_day: date
    slug: str
    activities: dict[Activity, str]
    sessions: list[Made]
    taken: list[str]


def plan_of(programme: Programme, *, starts_on: date, last_day: date, naming: Naming) -> Plan:
    """Writes nothing: what `copy_programme` would make. Cancelled sessions are left behind."""
    if last_day < starts_on:
        raise EndsBeforeStart()
    weeks = weeks_between(programme.starts_on, starts_on)
    activities = {
        activity: naming.of(activity.slug, SLUG)
        for activity in programme.activities.prefetch_related("trainers", "prerequisites", "materials", "costs")
    }
    sessions = [_made(session, weeks, naming.of(session.code, CODE)) for session in sessions_to_copy(programme)]
    slug = naming.of(programme.slug, PROGRAMME_SLUG)
    return Plan(
        starts_on,
        last_day,
        slug,
        activities,
        sessions,
        taken=_taken(slug, activities.values(), [made.code for made in sessions]),
    )


@transaction.atomic
def copy_programme(
    programme: Programme,
    *,
    title: str,
    starts_on: date,
    last_day: date,
    naming: Naming,
    by: Actor,
    at: datetime,
) -> Programme:
    """The programme, its activities and its sessions, whole weeks later and all in draft; asked twice, made once.

    The sessions move by the number of weeks nearest to the days between the two beginnings.
    """
    if not may_manage_training(by):
        raise Forbidden()
    again = (
        Programme.objects.select_for_update()
        .get(pk=programme.pk)
        .copies.filter(slug=naming.of(programme.slug, PROGRAMME_SLUG))
    )
    for made in again:
        return made
    plan = plan_of(programme, starts_on=starts_on, last_day=last_day, naming=naming)
    if plan.taken:
        raise CodesTaken(names=", ".join(plan.taken[:5]))
    with noted_together():
        copied = _programme(programme, plan, title=title, by=by, at=at)
        activities = {old.pk: _activity(old, slug, copied, by=by, at=at) for old, slug in plan.activities.items()}
        for old in plan.activities:
            before = [activities[each.pk] for each in old.prerequisites.all() if each.pk in activities]
            activities[old.pk].prerequisites.set(before)
            note_prerequisites(activities[old.pk])
        for each in plan.sessions:
            _session(each, activity=activities[each.session.activity_id], by=by, at=at)
    journal.log(copied, "training.copy_programme", by=by, at=at, sessions=len(plan.sessions))
    return copied


@transaction.atomic
def copy_session(session: Session, *, code: str, weeks: int, by: Actor, at: datetime) -> Session:
    """The same session some weeks later, in draft. Asked twice under the same code, it is made once."""
    made = Session.objects.filter(code=code, copied_from=session).first()
    if made is not None:
        return made
    return _session(_made(session, weeks, code), activity=session.activity, by=by, at=at)


def preview_session(session: Session, *, code: str, weeks: int) -> Made:
    """Writes nothing: what `copy_session` would make. Raises `SessionExists` when the code is another's."""
    if Session.objects.filter(code=code).exclude(copied_from=session).exists():
        raise SessionExists()
    return _made(session, weeks, code)


def _made(session: Session, weeks: int, code: str) -> Made:
    meetings = [later(meeting.period, weeks) for meeting in session.meetings.all()]
    opens_at, closes_at = (weeks_later(at, weeks) for at in (session.opens_at, session.closes_at))
    return Made(session, code, meetings, opens_at, min(closes_at, max(meeting.ends_at for meeting in meetings)))


def _taken(slug: str, activities: Iterable[str], codes: list[str]) -> list[str]:
    """Names that something else has, and those that the naming would give twice."""
    slugs = list(activities)
    used = [
        *Programme.objects.filter(slug=slug).values_list("slug", flat=True),
        *Activity.objects.filter(slug__in=slugs).values_list("slug", flat=True),
        *Session.objects.filter(code__in=codes).values_list("code", flat=True),
    ]
    twice = [name for names in (slugs, codes) for name in names if names.count(name) > 1]
    return sorted({*used, *twice})


def _programme(programme: Programme, plan: Plan, *, title: str, by: Actor, at: datetime) -> Programme:
    kept = {name: getattr(programme, name) for name in OF_PROGRAMME}
    made = create_programme(
        **kept,
        title=title,
        slug=plan.slug,
        starts_on=plan.starts_on,
        ends_on=plan.last_day + timedelta(days=1),
        copied_from=programme,
        by=by,
        at=at,
    )
    if programme.has_questions:
        copy_questions(("training.programme", programme.uuid), to=made.uuid, by=by, at=at)
    return made


def _activity(old: Activity, slug: str, programme: Programme, *, by: Actor, at: datetime) -> Activity:
    kept = {name: getattr(old, name) for name in OF_ACTIVITY}
    linked = {"trainers": list(old.trainers.all()), "materials": list(old.materials.all())}
    made = create_activity(**kept, **linked, slug=slug, programme=programme, by=by, at=at)
    ActivityCost.objects.bulk_create(
        ActivityCost(activity=made, label=cost.label, planned_cents=cost.planned_cents) for cost in old.costs.all()
    )
    return made


def _session(made: Made, *, activity: Activity, by: Actor, at: datetime) -> Session:
    kept = {name: getattr(made.session, name) for name in OF_SESSION}
    again = schedule_session(
        **kept,
        activity=activity,
        code=made.code,
        meetings=made.meetings,
        capacity=made.session.pool.capacity,
        opens_at=made.opens_at,
        closes_at=made.closes_at,
        trainers=list(made.session.trainers.all()),
        copied_from=made.session,
        by=by,
        at=at,
    )
    if made.session.has_questions:
        copy_questions(("training.session", made.session.uuid), to=again.uuid, by=by, at=at)
    return again


OF_PROGRAMME = (
    "summary",
    "funder",
    "members_only",
    "cap_per_organisation",
    "cap_in_programme",
    "terms",
    "budget_cents",
    "target_activities",
    "target_participants",
    "target_organisations",
    "target_hours",
)
OF_ACTIVITY = (
    "title",
    "objectives",
    "kind",
    "stream",
    "language",
    "mode",
    "duration_minutes",
    "accreditation",
    "completion_percent",
    "replay_counts",
)
OF_SESSION = (
    "visibility",
    "place",
    "price_cents",
    "member_price_cents",
    "cancel_hours",
    "remind_days",
    "remind_hour",
    "thanks",
    "cap_per_organisation",
    "minimum",
)
