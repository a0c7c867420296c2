"""What the funder's report counts: every indicator with its definition in words, and how it follows from the facts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations.money import half_up
from training.enrolments.rules import EnrolmentState

VERSION = "2026-1"
"""Of the rules below: change it whenever a definition changes, so that two frozen reports are compared knowingly."""

REGISTERED = frozenset(
    {
        EnrolmentState.CONFIRMED,
        EnrolmentState.RESERVED,
        EnrolmentState.HELD,
        EnrolmentState.ATTENDED,
        EnrolmentState.ABSENT,
    }
)
IN_LINE = frozenset({EnrolmentState.WAITLISTED, EnrolmentState.OFFERED})
TO_RECORD = REGISTERED - {EnrolmentState.ATTENDED, EnrolmentState.ABSENT}


class Unit(TextChoices):
    """How a whole number is shown: as it is, in hours (stored in minutes), in per cent (in thousandths), in dollars."""

    COUNT = "count", _("Number")
    MINUTES = "minutes", _("Hours")
    PERMILLE = "permille", _("Per cent")
    CENTS = "cents", _("Dollars")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register says of a programme over a period, counted by the database. Costs are null while unknown."""

    activities_offered: int = 0
    activities_held: int = 0
    sessions_offered: int = 0
    sessions_held: int = 0
    sessions_cancelled: int = 0
    minutes_given: int = 0
    enrolments: int = 0
    people_registered: int = 0
    people: int = 0
    organisations: int = 0
    regions: int = 0
    completed: int = 0
    absent: int = 0
    to_record: int = 0
    cancelled: int = 0
    waiting: int = 0
    refused: int = 0
    minutes_received: int = 0
    satisfied: int = 0
    opinions: int = 0
    planned_cents: int | None = None
    actual_cents: int | None = None
    budget_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """`of` computes it from the facts, null where there is nothing to count; `target` names the programme's field."""

    name: str
    label: str | Promise
    definition: str | Promise
    of: Callable[[Facts], int | None]
    unit: Unit = Unit.COUNT
    target: str = ""


def share(part: int | None, whole: int | None) -> int | None:
    """In thousandths, half up; null of nothing."""
    return None if part is None or not whole else half_up(part, 1000, whole)


def each(cents: int | None, number: int) -> int | None:
    """So many cents for one, half up."""
    return None if cents is None or not number else half_up(cents, 1, number)


def per_hour(cents: int | None, minutes: int) -> int | None:
    return None if cents is None or not minutes else half_up(cents, 60, minutes)


INDICATORS: dict[str, Indicator] = {}
"""By name, in the order in which they are shown; a feature that counts something else adds its own in `ready()`."""


def add(*indicators: Indicator) -> None:
    INDICATORS.update({indicator.name: indicator for indicator in indicators})


add(
    Indicator(
        "activities_offered",
        _("Activities offered"),
        _("Training activities with at least one session in the period, even one cancelled; drafts are not counted."),
        lambda facts: facts.activities_offered,
    ),
    Indicator(
        "activities_held",
        _("Activities held"),
        _("Training activities with at least one session of the period that is over and was not cancelled."),
        lambda facts: facts.activities_held,
        target="target_activities",
    ),
    Indicator(
        "sessions_offered",
        _("Sessions offered"),
        _("Sessions whose first meeting is in the period, those cancelled included; drafts are not counted."),
        lambda facts: facts.sessions_offered,
    ),
    Indicator(
        "sessions_held",
        _("Sessions held"),
        _("Sessions of the period that are over and were not cancelled."),
        lambda facts: facts.sessions_held,
    ),
    Indicator(
        "sessions_cancelled",
        _("Sessions cancelled"),
        _("Sessions whose first meeting was to be in the period, and that were cancelled."),
        lambda facts: facts.sessions_cancelled,
    ),
    Indicator(
        "hours_given",
        _("Hours of training given"),
        _("How long the meetings of the sessions held lasted."),
        lambda facts: facts.minutes_given,
        Unit.MINUTES,
        target="target_hours",
    ),
    Indicator(
        "enrolments",
        _("Registrations"),
        _("Seats kept in the sessions of the period: confirmed, subject to confirmation, awaiting payment, attended or "
          "absent. The same person counts once for each session."),
        lambda facts: facts.enrolments,
    ),
    Indicator(
        "people_registered",
        _("People registered"),
        _("Distinct people with at least one such registration."),
        lambda facts: facts.people_registered,
    ),
    Indicator(
        "people",
        _("People trained"),
        _("Distinct people who completed at least one session of the period. Somebody whose data was erased since "
          "still counts, without a name."),
        lambda facts: facts.people,
        target="target_participants",
    ),
    Indicator(
        "organisations",
        _("Organisations reached"),
        _("Distinct organisations for which somebody completed a session: the one where the person worked when they "
          "registered."),
        lambda facts: facts.organisations,
        target="target_organisations",
    ),
    Indicator(
        "regions",
        _("Regions reached"),
        _("Distinct administrative regions of those organisations, as they were when people registered."),
        lambda facts: facts.regions,
    ),
    Indicator(
        "completed",
        _("Participations"),
        _("Registrations whose attendance meets the rule of the activity. The same person counts once for each "
          "session."),
        lambda facts: facts.completed,
    ),
    Indicator(
        "absent",
        _("Absences"),
        _("Registrations recorded as absent, or as attended too briefly."),
        lambda facts: facts.absent,
    ),
    Indicator(
        "to_record",
        _("Attendance to record"),
        _("Registrations in sessions that are over, for which nobody has said yet who was there."),
        lambda facts: facts.to_record,
    ),
    Indicator(
        "completion_rate",
        _("Completion rate"),
        _("Participations, out of participations and absences."),
        lambda facts: share(facts.completed, facts.completed + facts.absent),
        Unit.PERMILLE,
    ),
    Indicator(
        "satisfaction_rate",
        _("Satisfaction rate"),
        _("Answers of 4 or 5, out of all answers on a scale from 1 to 5, in the surveys about the activities that have "
          "a session in the period; an activity with fewer than five answers is left out, so that nobody is seen."),
        lambda facts: share(facts.satisfied, facts.opinions),
        Unit.PERMILLE,
    ),
    Indicator(
        "hours_received",
        _("Hours of training received"),
        _("The minutes of attendance noted for each person, added up, as on the certificates; for a participation "
          "imported from the past without its minutes, how long the session lasted."),
        lambda facts: facts.minutes_received,
        Unit.MINUTES,
    ),
    Indicator(
        "cancelled",
        _("Registrations cancelled"),
        _("Registrations in the sessions of the period that were given up or cancelled."),
        lambda facts: facts.cancelled,
    ),
    Indicator(
        "waiting",
        _("On a waiting list"),
        _("Places on the waiting lists, and seats offered and not accepted yet, of sessions that have not begun."),
        lambda facts: facts.waiting,
    ),
    Indicator(
        "refused",
        _("Refused for want of seats"),
        _("Places on the waiting lists of sessions that began before a seat was free."),
        lambda facts: facts.refused,
    ),
    Indicator(
        "cost_planned",
        _("Planned cost"),
        _("Planned costs of the activities that have a session in the period."),
        lambda facts: facts.planned_cents,
        Unit.CENTS,
        target="budget_cents",
    ),
    Indicator(
        "cost_actual",
        _("Actual cost"),
        _("Actual costs known so far of the activities that have a session in the period."),
        lambda facts: facts.actual_cents,
        Unit.CENTS,
        target="budget_cents",
    ),
    Indicator(
        "budget_used",
        _("Share of the budget used"),
        _("Actual cost, out of the budget of the programme."),
        lambda facts: share(facts.actual_cents, facts.budget_cents),
        Unit.PERMILLE,
    ),
    Indicator(
        "cost_per_hour_given",
        _("Cost of an hour given"),
        _("Actual cost divided by the hours of training given."),
        lambda facts: per_hour(facts.actual_cents, facts.minutes_given),
        Unit.CENTS,
    ),
    Indicator(
        "cost_per_hour_received",
        _("Cost of an hour received"),
        _("Actual cost divided by the hours of training received."),
        lambda facts: per_hour(facts.actual_cents, facts.minutes_received),
        Unit.CENTS,
    ),
    Indicator(
        "cost_per_person",
        _("Cost for a person trained"),
        _("Actual cost divided by the number of people trained."),
        lambda facts: each(facts.actual_cents, facts.people),
        Unit.CENTS,
    ),
)  # fmt: skip
