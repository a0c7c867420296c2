import json

import pytest
from django.test import override_settings

from config.problems import status_of
from registrations.errors import Conflict, DomainError, Forbidden, NotFound
from registrations.people.errors import WrongCredential
from tests.factories.registrations import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.probe")]


def test_statuses_follow_the_kind_of_refusal():
    kinds = [DomainError, Conflict, Forbidden, NotFound, WrongCredential]

    assert [status_of(kind) for kind in kinds] == [422, 409, 403, 404, 401]


def test_refusal_is_problem_json_with_its_members(client):
    response = client.get("/api/v1/probe/full")

    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert response.json() == {
        "type": "/problems/probe-full",
        "title": "Full",
        "status": 409,
        "detail": "No seat is left since 2020.",
        "code": "probe-full",
        "since": 2020,
    }


@pytest.mark.parametrize(
    ("asked", "language", "detail"),
    [
        (None, "fr", "Il n’y a rien ici."),
        ("en-CA, fr;q=0.5", "en", "There is nothing here."),
        ("de", "fr", "Il n’y a rien ici."),
    ],
)
def test_language_is_the_one_asked_for_french_by_default(client, asked, language, detail):
    headers = {"Accept-Language": asked} if asked else {}

    response = client.get("/api/v1/probe/things/0193b6a0-0000-7000-8000-000000000000", headers=headers)

    assert (response.status_code, response["Content-Language"], response.json()["detail"]) == (404, language, detail)


def test_invalid_fields_are_named_with_their_reason(client):
    body = {"slug": "a", "seats": 0, "colour": "red"}

    response = client.post("/api/v1/probe/groups", body, "application/json", headers={"Accept-Language": "en"})

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "seats", "code": "greater-than-equal", "message": "It must be at least 1."},
        {"field": "colour", "code": "extra-forbidden", "message": "This field or parameter is not known here."},
    ]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=10001", f"offset={2**63}", "limit=a", "offset=-1"])
def test_paging_out_of_bounds_is_refused(client, query):
    response = client.get(f"/api/v1/probe/people?{query}")

    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, query.partition("=")[0])


@pytest.mark.parametrize("path", ["people", "words/a", "stream"])
def test_unknown_query_parameter_is_refused_everywhere(client, path):
    response = client.get(f"/api/v1/probe/{path}?color=red", headers={"Accept-Language": "en"})

    assert response.status_code == 422
    assert [(e["field"], e["message"]) for e in response.json()["errors"]] == [
        ("color", "This field or parameter is not known here.")
    ]


@pytest.mark.parametrize("path", ["people?q=a%00b", "words/a%00b"])
def test_nul_in_an_address_is_refused(client, path):
    assert client.get(f"/api/v1/probe/{path}").json()["errors"][0]["code"] == "unsafe-text"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"slug": "a", "slug": "b"}', 400),
        (b'{"slug": "a", "seats": 1e999}', 400),
        (b'{"slug": "a", "seats": NaN}', 400),
        (b'{"slug": "a", "seats": 9223372036854775808}', 400),
        (b"[" * 100_000, 400),
        (b'{"slug": "a\\u0000"}', 422),
        (b'{"slug": "a\\ud800"}', 422),
        (b'{"\\udfff": "a"}', 422),
        (b'"text"', 422),
        (b"", 422),
    ],
)
def test_unreadable_or_unsafe_body_is_refused(client, body, status):
    response = client.post("/api/v1/probe/groups", body, "application/json")

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_body_over_the_limit_is_too_large(client):
    response = client.post("/api/v1/probe/groups", json.dumps({"slug": "a" * 200}), "application/json")

    assert (response.status_code, response.json()["code"]) == (413, "too-large")


def test_lock_timeout_is_busy_with_the_time_to_wait(client):
    response = client.get("/api/v1/probe/locked")

    assert (response.status_code, response["Retry-After"], response.json()["code"]) == (503, "2", "busy")


def test_throttled_says_how_long(client):
    response = client.get("/api/v1/probe/often")

    assert (response.status_code, response["Retry-After"], response.json()["code"]) == (429, "7", "too-many-requests")


def test_unknown_method_is_refused_with_the_allowed_ones(client):
    response = client.delete("/api/v1/probe/people")

    assert (response.status_code, response["Allow"], response.json()["code"]) == (
        405,
        "GET, HEAD, OPTIONS",
        "wrong-method",
    )


def test_options_names_the_methods(client):
    response = client.options("/api/v1/probe/groups")

    assert (response.status_code, response["Allow"]) == (204, "OPTIONS, POST")


def test_head_answers_as_get_without_body(client):
    response = client.head("/api/v1/probe/people")

    assert (response.status_code, response["Content-Type"], response.content) == (
        200,
        "application/json; charset=utf-8",
        b"",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_list_counts_and_slices_in_two_queries(client, count, assert_own_queries):
    UserFactory.create_batch(count)

    with assert_own_queries(2):
        answer = client.get("/api/v1/probe/people?limit=2").json()

    assert (answer["count"], len(answer["items"])) == (count, min(count, 2))


def test_register_is_followed_to_its_end(client):
    emails = [person.email for person in UserFactory.create_batch(3)]

    first = client.get("/api/v1/probe/stream?limit=2").json()
    last = client.get(f"/api/v1/probe/stream?limit=2&cursor={first['next']}").json()

    assert [item["email"] for item in first["items"] + last["items"]] == emails[::-1]
    assert last["next"] is None


@pytest.mark.parametrize("cursor", ["x", "MQ:1:2", "%00"])
def test_foreign_cursor_is_refused(client, cursor):
    assert client.get(f"/api/v1/probe/stream?cursor={cursor}").status_code == 422
