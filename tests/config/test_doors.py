"""Health, metrics, documented refusals, error pages, Wagtail's API behind its gate."""

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from wagtail.models import APIToken

from config.refusal_pages import catalogue, kinds
from registrations.actors import Role
from tests.factories.registrations import UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_the_database_has_every_migration(client):
    assert client.get("/readyz").json() == {"status": "ok", "database": True, "migrations": True}


def test_unready_says_what_fails(client, monkeypatch):
    def fail(*_args):
        raise OperationalError("no database")

    monkeypatch.setattr("config.health.MigrationExecutor", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, False)


@pytest.mark.parametrize(("token", "given"), [("", ""), ("secret", ""), ("secret", "Bearer other")])
def test_metrics_do_not_exist_without_their_token(client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", headers={"Authorization": given} if given else {}).status_code == 404


@override_settings(METRICS_TOKEN="secret")
def test_metrics_are_prometheus_text(client):
    lines = client.get("/metrics", headers={"Authorization": "Bearer secret"}).content.decode().splitlines()

    assert lines[:2] == ["# TYPE axtra_messages_waiting gauge", "axtra_messages_waiting 0"]


def test_refusals_have_unique_codes_and_a_french_sentence_of_their_own():
    codes = [kind.code for kind in kinds()]
    untranslated = [r.code for r in catalogue().values() if r.french == r.english]

    assert (sorted(codes), untranslated) == (sorted(set(codes)), [])


def test_refusals_are_classes_with_kebab_case_codes_and_a_message():
    faults = [kind for kind in kinds() if kind.code != kind.code.lower() or "_" in kind.code or " " in kind.code]

    assert faults == []


def test_every_refusal_has_its_page_and_the_list_names_them_all(client):
    listed = client.get("/problems/").content.decode()

    assert [code for code in catalogue() if f"/problems/{code}" not in listed] == []
    assert {code: client.get(f"/problems/{code}").status_code for code in catalogue()} == dict.fromkeys(
        catalogue(), 200
    )


def test_unknown_refusal_is_not_found(client):
    assert client.get("/problems/nothing-such").status_code == 404


def test_unknown_address_is_a_page_in_the_portal_and_a_problem_in_the_api(client):
    page, problem = client.get("/nulle-part/"), client.get("/api/v1/nulle-part")

    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (problem.status_code, problem["Content-Type"], problem.json()["code"]) == (
        404,
        "application/problem+json",
        "no-such-address",
    )


def test_failure_is_a_page_in_the_portal_and_a_problem_in_the_api(monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("config.home.portal.render", fail)
    monkeypatch.setattr("registrations.memberships.api.person_behind", fail)
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())

    page, problem = client.get("/"), client.get("/api/v1/me")

    assert (page.status_code, "Quelque chose s’est mal passé" in page.content.decode()) == (500, True)
    assert (problem.status_code, problem.json()["code"]) == (500, "internal-error")


def test_locked_database_is_503_with_the_time_to_wait_on_a_page(client, monkeypatch):
    def lock(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("config.home.portal.render", lock)

    response = client.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "2")


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), ("", 403), (Role.DOOR, 403), (Role.EDITOR, 200), (Role.ACCOUNTING, 200)]
)
def test_wagtail_api_is_for_the_admin_s_people_with_a_token(client, role, status):
    headers = {}
    if role is not None:
        person = with_role(UserFactory(), *([role] if role else []))
        _token, secret = APIToken.create_token(user=person, name="t")
        headers = {"Authorization": f"Bearer {secret}"}

    response = client.get("/api/cms/pages/", headers=headers)

    assert (response.status_code, response["Cache-Control"]) == (status, "private, no-store")


@pytest.mark.parametrize("path", ["whoami/", "pages/", "sites/", "openapi.json", "nothing"])
def test_wagtail_api_never_answers_a_wrong_token_or_a_cookie(client, path):
    client.force_login(with_role(UserFactory(), Role.ADMINISTRATOR))

    assert client.get(f"/api/cms/{path}").status_code in (401, 404)
    assert client.get(f"/api/cms/{path}", headers={"Authorization": "Bearer x\x00"}).status_code in (401, 404)
