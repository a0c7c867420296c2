"""Enrolling through the API: the contract's shapes, one refusal each, the same answer for a repeated call."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from registrations.ids import uuid7
from tests.factories.registrations import UserFactory
from tests.factories.training import SessionFactory, member_person
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db


def soon(**fields):
    now = timezone.now()
    return SessionFactory(opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=10), **fields)


@pytest.fixture
def person(client):
    person = member_person()
    client.force_login(person)
    return person


def post(client, path, **headers):
    return client.post(f"/api/v1{path}", content_type="application/json", headers=headers)


def test_enrol_answers_201_with_the_contract_s_shape(client, person):
    session = soon(activity__programme__members_only=True)

    response = post(client, f"/training/sessions/{session.uuid}/enrolments")

    enrolment = Enrolment.objects.get()
    body = response.json()
    assert response.status_code == 201, body
    assert body == {
        "id": str(enrolment.uuid),
        "state": "confirmed",
        "person": {"given_name": person.given_name, "family_name": person.family_name},
        "session": str(session.uuid),
        "organisation": person.affiliations.get().organisation.slug,
        "calendar_url": f"http://localhost:8000/api/v1/training/enrolments/{enrolment.uuid}.ics",
        "cancel_before": timezone.localtime(session.starts_at - timedelta(hours=24)).isoformat(timespec="seconds"),
        "offer_ends_at": None,
        "reserved_until": None,
        "join_url": None,
        "over_cap": False,
        "order": None,
    }


def test_enrol_takes_at_most_ten_statements(client, person, assert_own_queries):
    session = soon(activity__programme__members_only=True)

    with assert_own_queries(10):
        assert post(client, f"/training/sessions/{session.uuid}/enrolments", idempotency_key="k").status_code == 201


def test_enrol_twice_is_409_in_french(client, person):
    session = soon()
    post(client, f"/training/sessions/{session.uuid}/enrolments")

    response = post(client, f"/training/sessions/{session.uuid}/enrolments")

    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    body = response.json()
    assert (body["code"], body["detail"]) == (
        "already-enrolled",
        "Cette personne est déjà inscrite à cette séance.",
    )


def test_enrol_with_the_same_key_gives_the_same_answer_once(client, person):
    session = soon()

    first, second = (
        post(client, f"/training/sessions/{session.uuid}/enrolments", idempotency_key="abc") for _ in range(2)
    )

    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert Enrolment.objects.count() == 1


def test_enrol_before_opening_says_from_when(client, person):
    session = soon()
    session.opens_at = timezone.now() + timedelta(days=1)
    session.save()

    body = post(client, f"/training/sessions/{session.uuid}/enrolments").json()

    assert (body["code"], body["opens_at"]) == ("not-open", session.opens_at.isoformat())


def test_enrol_without_signing_in_is_401(client, db):
    assert post(client, f"/training/sessions/{soon().uuid}/enrolments").status_code == 401


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"activity__programme__published_at": None}])
def test_enrol_in_what_one_may_not_know_is_404(client, person, fields):
    assert post(client, f"/training/sessions/{soon(**fields).uuid}/enrolments").status_code == 404


def test_enrol_with_an_unknown_field_is_422(client, person):
    response = client.post(
        f"/api/v1/training/sessions/{soon().uuid}/enrolments", {"seat": 1}, content_type="application/json"
    )
    assert response.status_code == 422


def enrolled(client, session):
    return post(client, f"/training/sessions/{session.uuid}/enrolments").json()["id"]


def test_cancel_accept_and_decline_through_the_api(client, person):
    session = soon(pool__capacity=1)
    mine = enrolled(client, session)
    other = UserFactory()
    client.force_login(other)
    theirs = enrolled(client, session)

    client.force_login(person)
    assert post(client, f"/training/enrolments/{mine}/cancel").json()["state"] == "cancelled"
    assert post(client, f"/training/enrolments/{mine}/cancel").json()["code"] == "wrong-state"
    client.force_login(other)
    offered = client.get(f"/api/v1/training/enrolments/{theirs}").json()
    assert (offered["state"], offered["offer_ends_at"] is not None) == ("offered", True)
    assert post(client, f"/training/enrolments/{theirs}/accept").json()["state"] == "confirmed"
    assert post(client, f"/training/enrolments/{theirs}/decline").json()["code"] == "offer-ended"


def test_enrolment_of_somebody_else_is_404(client, person):
    uuid = enrolled(client, soon())
    client.force_login(UserFactory())

    answers = [client.get(f"/api/v1/training/enrolments/{uuid}{ending}").status_code for ending in ("", ".ics")]
    answers += [post(client, f"/training/enrolments/{uuid}/cancel").status_code]
    answers += [client.get(f"/api/v1/training/enrolments/{uuid7()}").status_code]

    assert answers == [404, 404, 404, 404]


def test_join_url_is_for_confirmed_people(client, person):
    full, free = soon(pool__capacity=0, join_url="https://visio.test/a"), soon(days=1, join_url="https://visio.test/b")
    free.meetings.update(starts_at=free.ends_at + timedelta(days=1), ends_at=free.ends_at + timedelta(days=2))

    answers = [post(client, f"/training/sessions/{s.uuid}/enrolments").json()["join_url"] for s in (full, free)]

    assert answers == [None, "https://visio.test/b"]


def test_calendar_file_is_a_calendar(client, person):
    response = client.get(f"/api/v1/training/enrolments/{enrolled(client, soon())}.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_my_enrolments_query_count(client, person, count, assert_own_queries):
    for number in range(count):
        session = soon()
        session.meetings.update(
            starts_at=session.ends_at + timedelta(days=number),
            ends_at=session.ends_at + timedelta(days=number, hours=1),
        )
        enrolled(client, session)

    with assert_own_queries(6):
        response = client.get("/api/v1/me/enrolments")

    assert response.json()["count"] == count
