"""The report equals a count by hand, whatever happened, and still does once people are erased or merged."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.accounting.rules.periods import Period
from registrations.actors import Actor
from registrations.models import Survey, SurveyQuestion, SurveyResponse
from registrations.organisations.actions import merge_organisations
from registrations.people.actions import merge_people
from registrations.people.errors import RecordsContradict
from registrations.privacy.actions import erase
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.factories.training import ActivityFactory, ProgrammeFactory, SessionFactory
from tests.training.reports import counted
from training.models import ActivityCost, Attendance, Enrolment
from training.reports.queries import document_of

pytestmark = pytest.mark.django_db
ADMIN = Actor.system("tests")
FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)
DAYS = [-62, -36, -35, -20, -20, -1, 1, 20, 25, 26]
STATES = ["confirmed", "waitlisted", "offered", "reserved", "cancelled", "absent", *["attended"] * 5]
MOST = {"max_examples": 3, "deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(**MOST)
@given(chance=st.randoms(use_true_random=False), budget=st.sampled_from([None, 100_000]))
def test_the_report_equals_a_count_by_hand_before_and_after_erasures_and_merges(chance, budget):
    programme = ProgrammeFactory(budget_cents=budget)
    people, centres = [UserFactory() for _ in range(5)], [OrganisationFactory() for _ in range(2)]
    activities = activities_of(programme, chance)
    made = [session_of(chance.choice(activities), days, chance) for days in DAYS for _twice in range(2)]
    for session in made:
        for person in chance.sample(people, k=chance.randint(0, 5)):
            enrol(session, person, [None, *centres], chance)
    for about in (programme, activities[0]):
        opinions(about.uuid, activities, chance)
    past = expect_equal(programme, NOW)

    erase(people[0], confirmation=people[0].get_full_name(), by=ADMIN, at=NOW)
    assert of_the_past(expect_equal(programme, NOW)) == of_the_past(past)

    with suppress(RecordsContradict):
        merge_people(kept=people[1], dropped=people[2], by=ADMIN, at=NOW)
    merge_organisations(kept=centres[0], dropped=centres[1], by=ADMIN, at=NOW)
    assert expect_equal(programme, NOW + timedelta(days=22))["indicators"]["organisations"] <= 1


def activities_of(programme, chance):
    """Two that count, an information session, and one of another programme."""
    ours = [ActivityFactory(programme=programme, replay_counts=replay) for replay in (True, False)]
    others = [ActivityFactory(programme=programme, kind="information"), ActivityFactory(programme=ProgrammeFactory())]
    for activity in [*ours, others[0]]:
        actual = chance.choice([None, 0, 12_345, 99_999])
        ActivityCost.objects.create(activity=activity, label="Salle", planned_cents=5_000, actual_cents=actual)
    return [*ours, *ours, *others]


def opinions(subject, activities, chance):
    """Of a scale, a scale that may be skipped, and a choice."""
    survey = Survey.objects.create(title="Avis", subject_kind="x", subject_uuid=subject, created_at=NOW)
    kinds = ["scale", "scale", "one"]
    asked = [SurveyQuestion.objects.create(survey=survey, position=n, kind=k, text="?") for n, k in enumerate(kinds)]
    for activity in activities:
        for _answer in range(chance.choice([0, 1, 4, 5, 9])):
            values = [chance.randint(1, 5), chance.choice([None, 1, 5]), "Juste"]
            said = {str(each.uuid): value for each, value in zip(asked, values, strict=True) if value}
            about = {"group_uuid": activity.uuid, "answered_on": NOW.date(), "answers": said}
            SurveyResponse.objects.create(survey=survey, **about)


def session_of(activity, days, chance):
    """Late in the evening in Montréal: another day, and sometimes another month, in UTC."""
    starts_at = NOW + timedelta(days=days, hours=14)
    state = chance.choice(["published"] * 4 + ["draft", "cancelled"])
    return SessionFactory(activity=activity, opens_at=starts_at - timedelta(90), starts_at=starts_at, state=state)


def enrol(session, person, organisations, chance):
    """Written as it would be found, whatever led there."""
    state = chance.choice(STATES)
    enrolment = Enrolment.objects.create(
        session=session,
        person=person,
        state=state,
        organisation=chance.choice(organisations),
        region=chance.choice(["", "06", "13"]),
        role=chance.choice(["", "manager", "practitioner"]),
        created_at=NOW,
        historical=chance.choice([True, False]),
        queue=session.pool if state == "waitlisted" else None,
        offer_ends_at=NOW if state == "offered" else None,
        reserved_until=NOW if state == "reserved" else None,
        cancelled_at=NOW if state == "cancelled" else None,
    )
    rows = chance.choice([[], [None], [NOW, None], [NOW]]) if session.ends_at <= NOW else []
    for superseded_at in rows:
        Attendance.objects.create(
            meeting=session.meetings.get(),
            enrolment=enrolment,
            planned_minutes=180,
            minutes=chance.randint(0, 180),
            replay_minutes=chance.randint(0, 120),
            source="team",
            recorded_at=NOW,
            superseded_at=superseded_at,
        )


def expect_equal(programme, at):
    found = document_of(programme, Period(FIRST, LAST + timedelta(days=1)), at=at)
    assert found["indicators"] == counted.indicators(programme, FIRST, LAST, at=at)
    shown = {
        name: {row["key"]: (row["enrolments"], row["completed"], row["people"], row["minutes"]) for row in rows}
        for name, rows in found["breakdowns"].items()
    }
    assert shown == counted.breakdowns(programme, FIRST, LAST)
    return found


def of_the_past(document):
    """What an erasure may not touch: it gives up the seats to come, and no more."""
    to_come = {"enrolments", "people_registered", "waiting", "cancelled"}
    rows = {
        name: sorted((row["key"], row["completed"], row["people"], row["minutes"]) for row in rows if row["completed"])
        for name, rows in document["breakdowns"].items()
    }
    return {name: value for name, value in document["indicators"].items() if name not in to_come}, rows
