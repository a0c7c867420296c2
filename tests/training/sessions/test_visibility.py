"""Who finds which session: all find what is public, those with the address what is unlisted, the invited the rest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.registrations import UserFactory
from tests.factories.training import EnrolmentFactory, InvitationFactory, SessionFactory
from training.colleagues.queries import sessions_to_choose

pytestmark = pytest.mark.django_db


def coming(**fields):
    now = timezone.now()
    return SessionFactory(
        opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=5), closes_at=now + timedelta(days=4), **fields
    )


def listed(client):
    """The sessions of the list, of the search and of the calendar's month, which agree."""
    found = {item["id"] for item in client.get("/api/v1/training/sessions").json()["items"]}
    page = client.get("/formation/").content.decode()
    for uuid in found:
        assert uuid in page
    return found, page


@pytest.fixture
def sessions():
    return {kind: coming(visibility=kind) for kind in ("public", "unlisted", "invitation")}


def test_lists_show_to_anybody_the_public_ones_alone(client, sessions):
    found, page = listed(client)

    assert found == {str(sessions["public"].uuid)}
    for kind in ("unlisted", "invitation"):
        assert str(sessions[kind].uuid) not in page
    calendar = client.get("/formation/calendrier/").content.decode() + client.get("/").content.decode()
    assert str(sessions["unlisted"].uuid) not in calendar
    assert str(sessions["invitation"].uuid) not in calendar
    sitemap = client.get("/sitemap.xml").content.decode()
    assert not any(str(session.uuid) in sitemap for session in sessions.values())
    assert list(sessions_to_choose(at=timezone.now())) == [sessions["public"]]


@pytest.mark.parametrize(("kind", "status"), [("public", 200), ("unlisted", 200), ("invitation", 404)])
def test_address_alone_opens_what_is_unlisted_and_never_what_is_by_invitation(client, sessions, kind, status):
    uuid = sessions[kind].uuid
    stranger = UserFactory()

    for signed_in in (False, True):
        if signed_in:
            client.force_login(stranger)
        answers = [client.get(f"/formation/seances/{uuid}/"), client.get(f"/api/v1/training/sessions/{uuid}")]
        assert [one.status_code for one in answers] == [status, status]


def test_unlisted_page_asks_search_engines_to_leave_it_out(client, sessions):
    pages = {kind: client.get(f"/formation/seances/{sessions[kind].uuid}/").content for kind in ("public", "unlisted")}

    assert {kind: b'content="noindex"' in page for kind, page in pages.items()} == {"public": False, "unlisted": True}


@pytest.mark.parametrize("how", ["invited", "seated"])
def test_invited_or_seated_person_finds_it_everywhere(client, sessions, how):
    person, private = UserFactory(), sessions["invitation"]
    make = InvitationFactory if how == "invited" else EnrolmentFactory
    given = {"answer_by": private.starts_at} if how == "invited" else {}
    make(session=private, person=person, **given)
    client.force_login(person)

    found, _page = listed(client)

    assert found == {str(sessions["public"].uuid), str(private.uuid)}
    assert client.get(f"/formation/seances/{private.uuid}/").status_code == 200
    assert client.get(f"/api/v1/training/sessions/{private.uuid}").status_code == 200


def test_withdrawn_invitation_hides_it_again(client, sessions):
    row = InvitationFactory(session=sessions["invitation"], state="revoked", revoked_at=timezone.now())
    client.force_login(row.person)

    assert listed(client)[0] == {str(sessions["public"].uuid)}
    assert client.get(f"/formation/seances/{row.session.uuid}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_an_invited_person_costs_the_same(client, count, assert_own_queries):
    person = UserFactory()
    for _ in range(count):
        private = coming(visibility="invitation")
        InvitationFactory(session=private, person=person, answer_by=private.starts_at)
    client.force_login(person)

    with assert_own_queries(3):
        answer = client.get("/api/v1/training/sessions")
    assert answer.json()["count"] == count
