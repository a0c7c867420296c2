"""The calendar, on the portal and in the admin; the words by which sessions are found."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.dates import MONTREAL
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, ActivityFactory, SessionFactory, TrainerFactory
from tests.people import with_role
from training.catalogue.actions import change_activity, change_trainer
from training.sessions.calendar import MONTH, WEEK, span

DAY = datetime(2026, 11, 3, 23, 30, tzinfo=MONTREAL)  # the 4th in UTC


def shown(response):
    days = (day for week in response.context["weeks"] for day in week)
    return {day.day.isoformat(): [meeting.session.code for meeting in day.meetings] for day in days if day.meetings}


def test_month_is_whole_weeks_and_a_week_begins_on_monday():
    month, week = span(MONTH, date(2026, 11, 30)), span(WEEK, date(2026, 11, 1))

    assert (month.first, month.last, len(month.weeks)) == (date(2026, 10, 26), date(2026, 12, 6), 6)
    assert (month.previous, month.following) == (date(2026, 10, 1), date(2026, 12, 1))
    assert (month.holds(date(2026, 10, 31)), month.holds(date(2026, 11, 1))) == (False, True)
    assert (week.first, week.last, week.previous) == (date(2026, 10, 26), date(2026, 11, 1), date(2026, 10, 19))
    assert span(MONTH, date.min).first < span(MONTH, date.max).first


@pytest.mark.django_db
def test_calendar_shows_public_meetings_on_montreal_s_days(client):
    SessionFactory(starts_at=DAY, opens_at=DAY - timedelta(days=9), code="A", activity__language="en")
    for visibility in ("unlisted", "invitation"):
        SessionFactory(starts_at=DAY, opens_at=DAY - timedelta(days=9), visibility=visibility)
    SessionFactory(starts_at=DAY, opens_at=DAY - timedelta(days=9), code="D", state="draft")
    address = reverse("training_sessions:calendar")

    assert shown(client.get(address, {"jour": "2026-11-20"})) == {"2026-11-03": ["A"]}
    assert shown(client.get(address, {"jour": "2026-11-05", "vue": "semaine"})) == {"2026-11-03": ["A"]}
    assert shown(client.get(address, {"jour": "2026-11-20", "language": "fr"})) == {}
    assert client.get(address, {"jour": "hier", "vue": "x"}).status_code == 200
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))
    page = client.get(reverse("calendrier-des-seances:index"), {"jour": "2026-11-20"})
    assert len(shown(page)["2026-11-03"]) == 4
    client.force_login(UserFactory())
    assert client.get(reverse("calendrier-des-seances:index")).status_code in {302, 403}


@pytest.mark.django_db
def test_sessions_are_found_by_the_words_of_their_activity_and_its_trainers(client):
    now = timezone.now()
    activity = change_activity(
        ActivityFactory(), title="L’employabilité des aînés", trainers=[TrainerFactory(name="Zoé Lô")], by=LEAD, at=NOW
    )
    SessionFactory(activity=activity, opens_at=now, starts_at=now + timedelta(days=9))
    SessionFactory(opens_at=now, starts_at=now + timedelta(days=9))

    def found(words):
        return client.get("/api/v1/training/sessions", {"q": words}).json()["count"]

    assert [found(words) for words in ("aine EMPLOYABILITE", "zoe lo", "aînés zut", "")] == [1, 1, 0, 2]
    assert client.get("/formation/", {"text": "l'ainé"}).context["page"].paginator.count == 1
    change_trainer(activity.trainers.get(), name="Ana Roy", by=LEAD, at=NOW)
    assert [found(words) for words in ("zoe", "ana")] == [0, 1]
