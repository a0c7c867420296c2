"""The same report counted by hand, one row after the other: what the statements must agree with."""

from collections import defaultdict
from zoneinfo import ZoneInfo

from registrations.models import Survey
from training.models import ActivityCost, Enrolment, Session

ZONE = ZoneInfo("America/Toronto")
SEATED = {"confirmed", "reserved", "held", "attended", "absent"}


def here(session, programme, first, last):
    day = session.starts_at.astimezone(ZONE).date()
    ours = session.activity.programme_id == programme.pk and session.activity.kind == "training"
    return ours and session.state != "draft" and first <= day <= last


def length_of(session):
    return sum(int((m.ends_at - m.starts_at).total_seconds() // 60) for m in session.meetings.all())


def minutes_of(enrolment):
    if enrolment.state not in SEATED:
        return 0
    noted = [row for row in enrolment.attendance.all() if row.superseded_at is None]
    if not noted and enrolment.historical and enrolment.state == "attended":
        return length_of(enrolment.session)
    replay = enrolment.session.activity.replay_counts
    return sum(min(row.planned_minutes, row.minutes + row.replay_minutes * replay) for row in noted)


def half_up(part, whole, times):
    return None if part is None or not whole else int((part * times * 2 + whole) // (2 * whole))


def satisfaction(activities):
    """Each activity apart, when five people and more answered; the whole less them is of nobody or of five as well."""
    good = whole = 0
    for survey in Survey.objects.all():
        answers = defaultdict(list)
        for response in survey.responses.all():
            answers[response.group_uuid].append(response.answers)
        left_out = sum(len(each) for each in answers.values() if len(each) < 5)
        for group, each in sorted(answers.items(), key=lambda one: (len(one[1]), str(one[0]))):
            if len(each) < 5:
                continue
            if 0 < left_out < 5:
                left_out += len(each)
                continue
            for question in survey.questions.filter(kind="scale") if group in activities else ():
                values = [one[str(question.uuid)] for one in each if str(question.uuid) in one]
                if len(values) >= 5:
                    good, whole = good + sum(value > 3 for value in values), whole + len(values)
    return half_up(good, whole, 1000)


def indicators(programme, first, last, *, at):
    sessions = [
        s
        for s in Session.objects.select_related("activity").prefetch_related("meetings")
        if here(s, programme, first, last)
    ]
    held = [s for s in sessions if s.state == "published" and s.ends_at <= at]
    rows = [
        e
        for e in Enrolment.objects.select_related("session__activity").prefetch_related(
            "session__meetings", "attendance"
        )
        if e.session in sessions
    ]
    seated = [e for e in rows if e.state in SEATED]
    there = [e for e in rows if e.state == "attended"]
    absent = [e for e in rows if e.state == "absent"]
    in_line = [e for e in rows if e.state in {"waitlisted", "offered"}]
    costs = [c for c in ActivityCost.objects.all() if c.activity_id in {s.activity_id for s in sessions}]
    known = [c.actual_cents for c in costs if c.actual_cents is not None]
    actual = sum(known) if known else None
    given = sum(length_of(s) for s in held)
    received = sum(minutes_of(e) for e in rows)
    people = len({e.person_id for e in there})
    return {
        "activities_offered": len({s.activity_id for s in sessions}),
        "activities_held": len({s.activity_id for s in held}),
        "sessions_offered": len(sessions),
        "sessions_held": len(held),
        "sessions_cancelled": len([s for s in sessions if s.state == "cancelled"]),
        "hours_given": given,
        "enrolments": len(seated),
        "people_registered": len({e.person_id for e in seated}),
        "people": people,
        "organisations": len({e.organisation_id for e in there} - {None}),
        "regions": len({e.region for e in there} - {""}),
        "completed": len(there),
        "absent": len(absent),
        "to_record": len([e for e in seated if e.state not in {"attended", "absent"} and e.session in held]),
        "completion_rate": half_up(len(there), len(there) + len(absent), 1000),
        "satisfaction_rate": satisfaction({s.activity.uuid for s in sessions}),
        "hours_received": received,
        "cancelled": len([e for e in rows if e.state == "cancelled"]),
        "waiting": len([e for e in in_line if e.session.starts_at > at]),
        "refused": len([e for e in in_line if e.session.starts_at <= at]),
        "cost_planned": sum(c.planned_cents for c in costs) if costs else None,
        "cost_actual": actual,
        "budget_used": half_up(actual, programme.budget_cents, 1000),
        "cost_per_hour_given": half_up(actual, given, 60),
        "cost_per_hour_received": half_up(actual, received, 60),
        "cost_per_person": half_up(actual, people, 1),
    }


KEYS = {
    "month": lambda e: f"{e.session.starts_at.astimezone(ZONE):%Y-%m}",
    "region": lambda e: e.region,
    "stream": lambda e: e.session.activity.stream,
    "role": lambda e: e.role,
    "organisation": lambda e: str(e.organisation.uuid) if e.organisation else "",
    "activity": lambda e: e.session.activity.slug,
}


def breakdowns(programme, first, last):
    """`{dimension: {key: (registrations, participations, people, minutes)}}`."""
    rows = [
        enrolment
        for enrolment in Enrolment.objects.select_related("session__activity", "organisation").prefetch_related(
            "session__meetings", "attendance"
        )
        if here(enrolment.session, programme, first, last) and enrolment.state in SEATED
    ]
    parts = {name: defaultdict(list) for name in KEYS}
    for enrolment in rows:
        for name, key_of in KEYS.items():
            parts[name][key_of(enrolment)].append(enrolment)
    return {name: {key: _counted(found) for key, found in by_key.items()} for name, by_key in parts.items()}


def _counted(rows):
    there = [e for e in rows if e.state == "attended"]
    return len(rows), len(there), len({e.person_id for e in there}), sum(minutes_of(e) for e in rows)
