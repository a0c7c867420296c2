"""The page of a personal link, one's own invitations, and the same by the API."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.registrations import UserFactory
from tests.factories.training import InvitationFactory, SessionFactory
from training.answers.requests import MOST_ANSWERS, UNKNOWN_LINKS
from training.invitations.queries import link_of
from training.models import Enrolment, Invitation

pytestmark = pytest.mark.django_db
ANA = {"given_name": "Ana", "family_name": "Roy", "address": "ana@x.org"}


def invited(**fields):
    now = timezone.now()
    session = SessionFactory(
        visibility="invitation",
        opens_at=now - timedelta(days=2),
        starts_at=now + timedelta(days=5),
        closes_at=now + timedelta(days=4),
    )
    fields = {"answer_by": now + timedelta(days=4), "invited_at": now - timedelta(days=2)} | fields
    return InvitationFactory(session=session, **fields)


def path_of(row):
    return "/" + link_of(row).split("/", 3)[3]


def state_of(row):
    return Invitation.objects.get(pk=row.pk).state


def test_opening_the_link_answers_nothing_however_often_it_is_read(client):
    row = invited()

    for _time in range(3):
        page = client.get(path_of(row), {"reply": "yes"})
        client.head(path_of(row))

    assert (page.status_code, page["Cache-Control"].count("no-store")) == (200, 1)
    assert (state_of(row), Enrolment.objects.count()) == ("invited", 0)
    assert row.person.email not in page.content.decode()
    assert b'content="noindex"' in page.content


def test_guest_answers_without_an_account_and_changes_their_mind(client):
    row = invited(person=None, address="ana@x.org", name="Ana Roy")
    path = path_of(row)

    refused = client.post(path, {"reply": "yes", "given_name": "", "family_name": "Roy", "address": "ana@x.org"})
    assert (refused.status_code, state_of(row)) == (409, "invited")
    done = client.post(path, {"reply": "yes", **ANA})
    assert (done.status_code, done["Location"]) == (302, path)
    assert Enrolment.objects.live().get().person.get_full_name() == "Ana Roy"
    assert client.post(path, {"reply": "no"}).status_code == 302
    assert (state_of(row), Enrolment.objects.live().count()) == ("no", 0)


def test_button_that_is_none_of_ours_answers_nothing(client):
    row = invited()

    assert [client.post(path_of(row), {"reply": reply}).status_code for reply in ("", "revoked", "YES")] == [409] * 3
    assert state_of(row) == "invited"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "revoked", "revoked_at": timezone.now()}, 410),
        ({"answer_by": timezone.now() - timedelta(hours=1)}, 410),
        ({"hash": "0" * 64}, 404),
    ],
)
def test_dead_link_says_why_and_what_to_do(client, changes, status):
    row = invited()
    path = path_of(row)
    Invitation.objects.filter(pk=row.pk).update(**changes)

    for method in (client.get, client.post):
        answer = method(path)
        assert answer.status_code == status
        assert "/nous-joindre/" in answer.content.decode()


def test_guesses_are_counted_and_close_no_link_that_exists(client):
    row = invited()
    statuses = [client.get(f"/formation/invitation/guess-{n}/").status_code for n in range(UNKNOWN_LINKS + 1)]

    assert statuses == [404] * UNKNOWN_LINKS + [429]
    assert client.get(path_of(row)).status_code == 200


def test_one_link_answers_so_many_times_an_hour(client):
    path = path_of(invited())
    statuses = {client.post(path, {"reply": ""}).status_code for _ in range(MOST_ANSWERS)}

    assert statuses == {409}
    assert client.post(path, {"reply": "no"}).status_code == 429


def test_secret_is_in_no_log_nor_referrer(client, caplog):
    row = invited()
    secret = path_of(row).rstrip("/").rsplit("/", 1)[1]
    with caplog.at_level(logging.DEBUG):
        page = client.post(path_of(row), {"reply": ""})

    from config.logs import WithoutSecrets

    for record in caplog.records:
        WithoutSecrets().filter(record)
    assert any(record.name == "django.request" for record in caplog.records)
    assert secret not in " ".join(record.getMessage() for record in caplog.records)
    assert page["Referrer-Policy"] == "same-origin"


def test_my_invitations_are_mine_and_wait_on_my_home(client):
    mine, other = invited(), invited()
    client.force_login(mine.person)

    page = client.get("/moi/invitations/").content.decode()
    assert (str(mine.uuid) in page, str(other.uuid) in page) == (True, False)
    assert str(mine.uuid) in client.get("/moi/").content.decode()
    assert client.get(f"/moi/invitations/{other.uuid}/").status_code == 404
    assert client.post(f"/moi/invitations/{other.uuid}/", {"reply": "yes"}).status_code == 404
    assert client.post(f"/moi/invitations/{mine.uuid}/", {"reply": "yes"})["Location"] == "/moi/invitations/"
    assert (state_of(mine), state_of(other)) == ("yes", "invited")


@pytest.mark.parametrize("count", [1, 3])
def test_api_lists_one_s_own_at_the_same_cost(client, count, assert_own_queries):
    person = UserFactory()
    rows = [invited(person=person) for _ in range(count)]
    invited()
    client.force_login(person)

    with assert_own_queries(4):
        found = client.get("/api/v1/me/invitations").json()
    assert {item["id"] for item in found["items"]} == {str(row.uuid) for row in rows}
    assert {item["state"] for item in found["items"]} == {"invited"}


def test_api_answers_one_s_own(client):
    mine, other = invited(), invited()
    client.force_login(mine.person)
    address = "/api/v1/me/invitations/{}/answer"

    done = client.post(address.format(mine.uuid), {"answer": "yes"}, content_type="application/json")
    assert (done.status_code, done.json()["state"], done.json()["place"]) == (200, "yes", "confirmed")
    refused = client.post(address.format(other.uuid), {"answer": "yes"}, content_type="application/json")
    assert refused.status_code == 404
    wrong = client.post(address.format(mine.uuid), {"answer": "revoked"}, content_type="application/json")
    assert wrong.status_code == 422
