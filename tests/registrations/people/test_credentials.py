from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from registrations.people.actions import create_token, revoke_token
from registrations.people.models import ApiToken
from tests.factories.registrations import UserFactory
from tests.people import actor_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.probe")]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def person():
    return UserFactory(email="camille@exemple.test")


def token_for(person, *scopes, life=timedelta(days=1), at=None):
    at = at or timezone.now()
    return create_token(
        person=person, name="test", scopes=scopes or ["read"], expires_at=at + life, by=actor_for(person), at=at
    )


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_token_is_its_person_at_the_api_door(client, person):
    _token, secret = token_for(person)

    assert client.get("/api/v1/probe/whoami", headers=bearer(secret)).json() == {
        "email": "camille@exemple.test",
        "via": "api",
        "administrator": False,
    }


def test_cookie_is_its_person_at_the_api_door(client, person):
    client.force_login(person, BACKEND)

    assert client.get("/api/v1/probe/whoami").json()["via"] == "api"


def headless_session(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session["_auth_user_backend"] = BACKEND
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def test_headless_session_is_its_person(client, person):
    response = client.post("/api/v1/probe/whoami", headers={"X-Session-Token": headless_session(person)})

    assert response.json()["email"] == "camille@exemple.test"


@pytest.mark.parametrize("path", ["whoami", "people"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer axtra_unknown"},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer a\x00bcdefgh"},
        {"X-Session-Token": "unknown-session"},
        {"X-Session-Token": ""},
    ],
)
def test_wrong_credential_is_never_anonymous(client, path, headers):
    response = client.get(f"/api/v1/probe/{path}", headers=headers)

    assert (response.status_code, response.json()["code"]) == (401, "wrong-credential")


def test_expired_and_revoked_tokens_are_refused(client, person):
    _expired, old = token_for(person, at=timezone.now() - timedelta(days=2))
    token, revoked = token_for(person)
    revoke_token(token, by=actor_for(person), at=timezone.now())

    assert [client.get("/api/v1/probe/people", headers=bearer(secret)).status_code for secret in (old, revoked)] == [
        401,
        401,
    ]


def test_token_of_a_disabled_person_is_refused(client, person):
    _token, secret = token_for(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/api/v1/probe/people", headers=bearer(secret)).status_code == 401


def test_nobody_is_401_where_somebody_is_needed(client):
    response = client.get("/api/v1/probe/whoami")

    assert (response.status_code, response.json()["code"]) == (401, "not-signed-in")
    assert response["WWW-Authenticate"] == 'Bearer realm="AXTRA"'


def test_read_token_cannot_write(client, person):
    _token, secret = token_for(person, "read")

    response = client.post("/api/v1/probe/whoami", headers=bearer(secret))

    assert (response.status_code, response.json()["code"], response.json()["scope"]) == (403, "out-of-scope", "write")


def test_cookie_alone_cannot_write_without_its_anti_forgery_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, BACKEND)

    response = client.post("/api/v1/probe/whoami")

    assert (response.status_code, response.json()["code"]) == (403, "forged-request")


def test_use_of_a_token_is_noted_once_an_hour(client, person, django_assert_num_queries):
    token, secret = token_for(person)

    client.get("/api/v1/probe/whoami", headers=bearer(secret))
    first = ApiToken.objects.get(pk=token.pk).last_used_at
    with django_assert_num_queries(2):  # the token with its person, their roles
        client.get("/api/v1/probe/whoami", headers=bearer(secret))

    assert first == ApiToken.objects.get(pk=token.pk).last_used_at
    assert first is not None
