"""The numbers of a programme over a period: the indicators and the tables, added up from rows that are read once."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Sum

from registrations.accounting.rules.periods import Period
from registrations.surveys.queries import satisfaction
from training.catalogue.models import Activity, ActivityCost, Programme
from training.enrolments.rules import EnrolmentState
from training.reports.queries.scope import COMPLETED, Scope
from training.reports.rules import DIMENSIONS, IN_LINE, INDICATORS, REGISTERED, TO_RECORD, VERSION, Facts, Unit
from training.sessions.rules import SessionState


def facts_of(programme: Programme, scope: Scope, *, at: datetime) -> Facts:
    """Everything that the indicators are computed from, as the register is now; `at` says which sessions are over."""
    held = {pk for pk, session in scope.sessions.items() if session.is_held(at=at)}
    return Facts(
        **_offer(scope, held),
        **_people(scope, held, at=at),
        **_costs(scope),
        **_opinions(scope),
        minutes_given=sum(scope.lasting.get(pk, 0) for pk in held),
        minutes_received=sum(scope.by_session.minutes.values()),
        budget_cents=programme.budget_cents,
    )


def _offer(scope: Scope, held: set[int]) -> dict[str, int]:
    sessions = scope.sessions
    return {
        "activities_offered": len({session.activity for session in sessions.values()}),
        "activities_held": len({sessions[pk].activity for pk in held}),
        "sessions_offered": len(sessions),
        "sessions_held": len(held),
        "sessions_cancelled": sum(session.state == SessionState.CANCELLED for session in sessions.values()),
    }


def _people(scope: Scope, held: set[int], *, at: datetime) -> dict[str, int]:
    counted, to_come = scope.by_session, {pk for pk, session in scope.sessions.items() if session.starts_at > at}
    reached = scope.by_place.where(COMPLETED)
    return {
        "enrolments": counted.number(REGISTERED),
        "people_registered": len(counted.people(REGISTERED)),
        "people": len(counted.people(COMPLETED)),
        "organisations": len({place.organisation for place in reached} - {None}),
        "regions": len({place.region for place in reached} - {""}),
        "completed": counted.number(COMPLETED),
        "absent": counted.number({EnrolmentState.ABSENT}),
        "to_record": counted.number(TO_RECORD, among=held),
        "cancelled": counted.number({EnrolmentState.CANCELLED}),
        "waiting": counted.number(IN_LINE, among=to_come),
        "refused": counted.number(IN_LINE, among=scope.sessions.keys() - to_come),
    }


def _costs(scope: Scope) -> dict[str, Any]:
    activities = {session.activity for session in scope.sessions.values()}
    costs = ActivityCost.objects.filter(activity__in=activities).order_by()
    return costs.aggregate(planned_cents=Sum("planned_cents"), actual_cents=Sum("actual_cents"))


def _opinions(scope: Scope) -> dict[str, int]:
    activities = {session.activity for session in scope.sessions.values()}
    uuids = Activity.objects.filter(pk__in=activities).order_by().values_list("uuid", flat=True)
    satisfied, opinions = satisfaction(list(uuids))
    return {"satisfied": satisfied, "opinions": opinions}


def breakdowns(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """For each dimension its rows: key, name, registrations, participations, people trained, minutes received."""
    sessions, organisations = scope.sessions, scope.organisations()
    tables = {
        "month": scope.by_session.table(lambda pk: (sessions[pk].month, "")),
        "region": scope.by_place.table(lambda place: (place.region, "")),
        "stream": scope.by_session.table(lambda pk: (sessions[pk].stream, "")),
        "role": scope.by_place.table(lambda place: (place.role, "")),
        "organisation": scope.by_place.table(lambda place: organisations[place.organisation]),
        "activity": scope.by_session.table(lambda pk: (sessions[pk].slug, sessions[pk].title)),
    }
    return {dimension: sorted(tables[dimension], key=partial(_rank, dimension)) for dimension in DIMENSIONS}


def _rank(dimension: str, row: dict[str, Any]) -> tuple[int, str, str]:
    """In the order of its words; what has no words is in that of its name."""
    words = list(DIMENSIONS[dimension].words or ())
    return words.index(row["key"]) if row["key"] in words else len(words), row["name"], row["key"]


def document_of(programme: Programme, period: Period, *, at: datetime) -> dict[str, Any]:
    """The whole report as plain JSON: what is shown, sent, frozen and compared."""
    scope = Scope.of(programme, period)
    facts = facts_of(programme, scope, at=at)
    return {
        "programme": programme.slug,
        "title": programme.title,
        "agreement": programme.agreement,
        "funder": programme.funder.name if programme.funder else "",
        "first_on": period.first.isoformat(),
        "last_on": period.last.isoformat(),
        "rules": VERSION,
        "indicators": {name: indicator.of(facts) for name, indicator in INDICATORS.items()},
        "targets": targets_of(programme),
        "breakdowns": breakdowns(scope),
    }


def targets_of(programme: Programme) -> dict[str, int | None]:
    """What the agreement promises for the whole programme, in the unit of its indicator."""
    found = {name: getattr(programme, each.target) for name, each in INDICATORS.items() if each.target}
    hours = {name for name in found if INDICATORS[name].unit == Unit.MINUTES}
    return {name: value * 60 if value is not None and name in hours else value for name, value in found.items()}
