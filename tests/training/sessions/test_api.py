"""Sessions as front ends read them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories.registrations import UserFactory
from tests.factories.training import SessionFactory, TrainerFactory
from training.enrolments.models import Enrolment
from training.sessions.models import Meeting

pytestmark = pytest.mark.django_db
MONTREAL = ZoneInfo("America/Toronto")


def soon(**fields):
    now = timezone.now()
    return SessionFactory(opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=10), **fields)


def ids(client, **query):
    response = client.get("/api/v1/training/sessions", query)
    assert response.status_code == 200, response.json()
    return [item["id"] for item in response.json()["items"]]


def test_session_has_the_contract_s_shape(client):
    session = SessionFactory(
        opens_at=datetime(2030, 6, 1, 9, tzinfo=MONTREAL),
        starts_at=datetime(2030, 6, 16, 9, tzinfo=MONTREAL),
        pool__capacity=35,
        pool__taken=31,
        activity__stream="practitioners",
    )

    body = client.get("/api/v1/training/sessions").json()

    assert body == {
        "count": 1,
        "items": [
            {
                "id": str(session.uuid),
                "title": session.activity.title,
                "activity": session.activity.slug,
                "programme": session.activity.programme.slug,
                "stream": "practitioners",
                "language": "fr",
                "mode": "online",
                "duration_minutes": 180,
                "meetings": [{"starts_at": "2030-06-16T09:00:00-04:00", "ends_at": "2030-06-16T12:00:00-04:00"}],
                "registration": {
                    "state": "scheduled",
                    "opens_at": "2030-06-01T09:00:00-04:00",
                    "closes_at": "2030-06-16T08:00:00-04:00",
                },
                "seats": {"capacity": 35, "available": 4, "waiting": 0},
                "price": {"amount_cents": 0, "currency": "CAD"},
                "member_price": {"amount_cents": 0, "currency": "CAD"},
            }
        ],
    }


def test_session_page_adds_what_one_needs_to_choose(client):
    session = soon(place="Salle 2", activity__objectives="Garder le lien.")
    session.activity.trainers.add(TrainerFactory(name="Camille Roy"))

    body = client.get(f"/api/v1/training/sessions/{session.uuid}").json()

    assert (body["objectives"], body["trainers"], body["place"], body["members_only"]) == (
        "Garder le lien.",
        ["Camille Roy"],
        "Salle 2",
        False,
    )


def test_sessions_that_are_over_draft_or_of_a_draft_programme_are_not_listed(client):
    shown = soon()
    SessionFactory(starts_at=timezone.now() - timedelta(days=3))
    soon(state="draft")
    soon(activity__programme__published_at=None)

    assert ids(client) == [str(shown.uuid)]


def test_draft_session_answers_as_what_does_not_exist(client):
    assert client.get(f"/api/v1/training/sessions/{soon(state='draft').uuid}").status_code == 404


def test_sessions_are_filtered(client):
    first = soon(activity__stream="managers", activity__language="en", activity__mode="on_site")
    both = soon(days=1, activity__stream="both")
    full = soon(days=2, pool__capacity=0, activity__stream="practitioners")

    assert ids(client, stream="managers") == [str(first.uuid), str(both.uuid)]
    assert ids(client, language="en") == [str(first.uuid)]
    assert ids(client, mode="on_site") == [str(first.uuid)]
    assert ids(client, programme=full.activity.programme.slug) == [str(full.uuid)]
    assert ids(client, available="true") == [str(first.uuid), str(both.uuid)]
    assert ids(client, order="-starts_at", limit=1, offset=1) == [str(both.uuid)]


def test_sessions_between_two_days_count_both_in_montreal_time(client):
    night = datetime(2026, 3, 5, 23, 30, tzinfo=MONTREAL)
    late = SessionFactory(opens_at=night - timedelta(days=9), starts_at=night)

    day, before, after = "2026-03-05", "2026-03-04", "2026-03-06"
    assert ids(client, **{"from": day, "to": day}) == [str(late.uuid)]
    assert ids(client, **{"from": before, "to": before}) == []
    assert ids(client, **{"from": after}) == []


@pytest.mark.parametrize(
    "query", ["foo=1", "limit=0", "limit=101", "offset=99999999999999999999", "from=hier", "stream=x", "to=9999-12-31"]
)
def test_sessions_refuse_what_they_do_not_understand(client, query):
    assert client.get(f"/api/v1/training/sessions?{query}").status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_session_list_query_count(client, count, assert_own_queries):
    for _ in range(count):
        session = soon()
        Meeting.objects.create(
            session=session, starts_at=session.ends_at + timedelta(days=1), ends_at=session.ends_at + timedelta(days=2)
        )

    with assert_own_queries(3):
        response = client.get("/api/v1/training/sessions")

    assert response.json()["count"] == count


def test_session_page_query_count(client, assert_own_queries):
    session = soon()

    with assert_own_queries(4):
        assert client.get(f"/api/v1/training/sessions/{session.uuid}").status_code == 200


def test_unlisted_session_is_reached_by_its_address_and_one_by_invitation_by_those_in_it(client):
    unlisted, private = soon(visibility="unlisted"), soon(visibility="invitation", days=1)
    seated, stranger = UserFactory(), UserFactory()
    Enrolment.objects.create(session=private, person=seated, state="confirmed", created_at=timezone.now())
    addresses = [f"/api/v1/training/sessions/{private.uuid}", f"/formation/seances/{private.uuid}/"]

    assert ids(client) == []
    assert client.get(f"/api/v1/training/sessions/{unlisted.uuid}").status_code == 200
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(stranger)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(f"{addresses[0]}/enrolments", {}, content_type="application/json").status_code == 404
    client.force_login(seated)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    Enrolment.objects.update(state="cancelled", cancelled_at=timezone.now())
    assert [client.get(address).status_code for address in addresses] == [404, 404]
