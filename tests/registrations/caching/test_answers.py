from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.caching.actions import bump
from tests.config.probe import COUNTED
from tests.factories.registrations import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.probe")]


@pytest.fixture(autouse=True)
def fresh_count():
    COUNTED.update(views=0, changes_at=None)


def test_anonymous_answer_is_kept_until_its_area_changes(client):
    answers = [client.get("/api/v1/probe/cached").json()["views"] for _ in range(2)]
    bump("probe")
    answers.append(client.get("/api/v1/probe/cached").json()["views"])

    assert answers == [1, 1, 2]


def test_known_tag_costs_one_query_and_no_body(client, django_assert_max_num_queries):
    tag = client.get("/api/v1/probe/cached")["ETag"]

    with django_assert_max_num_queries(1):
        response = client.get("/api/v1/probe/cached", headers={"If-None-Match": f'W/"other", {tag}'})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert response["Cache-Control"] == "public, max-age=60, must-revalidate"


def test_max_age_ends_with_the_next_known_change(client):
    COUNTED["changes_at"] = timezone.now() + timedelta(seconds=30)

    max_age = client.get("/api/v1/probe/cached")["Cache-Control"].split("=")[1].split(",")[0]

    assert 25 <= int(max_age) <= 30


def test_answer_is_made_again_once_its_change_has_come(client):
    COUNTED["changes_at"] = timezone.now() - timedelta(seconds=1)

    assert [client.get("/api/v1/probe/cached").json()["views"] for _ in range(2)] == [1, 2]


def test_languages_are_kept_apart(client):
    answers = [
        client.get("/api/v1/probe/cached", headers={"Accept-Language": code}).json()["views"] for code in ("fr", "en")
    ]

    assert answers == [1, 2]


def test_signed_in_answer_is_private_and_never_kept(client):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")

    responses = [client.get("/api/v1/probe/cached") for _ in range(2)]

    assert [response.json()["views"] for response in responses] == [1, 2]
    assert responses[0]["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Authorization", "X-Session-Token"} <= set(responses[0]["Vary"].split(", "))
