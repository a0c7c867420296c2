"""The admin's screens: check then send, the numbers, the list and what one may do to its rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.registrations import UserFactory
from tests.factories.training import InvitationFactory, SessionFactory
from tests.people import with_role
from training.models import Invitation

pytestmark = pytest.mark.django_db
HERE = "/admin/invitations-aux-seances/"


@pytest.fixture
def session():
    starts = timezone.now() + timedelta(days=20)
    return SessionFactory(visibility="invitation", starts_at=starts)


def lead(client, *roles):
    client.force_login(with_role(UserFactory(), *(roles or ("training_lead",))))


def test_list_is_checked_first_and_sent_as_it_was_shown(client, session):
    lead(client)
    address, due = f"{HERE}seance/{session.pk}/inviter/", timezone.localtime(session.starts_at - timedelta(days=1))
    asked = {"pasted": "ana@x.org\nnot an address@", "whom": "directors", "answer_by": f"{due:%Y-%m-%d %H:%M}"}

    shown = client.post(address, asked)
    assert (shown.status_code, Invitation.objects.count()) == (200, 0)
    seen = shown.context["form"]["seen"].value()
    changed = client.post(address, asked | {"pasted": "other@x.org", "seen": seen})
    assert (changed.status_code, Invitation.objects.count()) == (200, 0)
    sent = client.post(address, asked | {"seen": seen})

    assert (sent.status_code, sent["Location"]) == (302, f"{HERE}seance/{session.pk}/")
    assert Invitation.objects.get().address == "ana@x.org"


def test_screens_are_the_training_lead_s(client, session):
    lead(client, "accounting")

    for address in (HERE, f"{HERE}seance/{session.pk}/", f"{HERE}seance/{session.pk}/inviter/"):
        assert client.get(address).status_code != 200


@pytest.mark.parametrize("state", ["invited", "expired"])
def test_list_is_filtered_by_answer_and_exported(client, session, state):
    lead(client)
    now = timezone.now()
    given = {"session": session, "invited_at": now - timedelta(days=5)}
    rows = {
        "invited": InvitationFactory(answer_by=now + timedelta(days=2), **given),
        "expired": InvitationFactory(answer_by=now - timedelta(days=1), **given),
    }

    found = client.get(HERE, {"session": session.pk, "state": state})
    assert list(found.context["object_list"]) == [rows[state]]
    assert client.get(HERE, {"session": session.pk, "export": "csv"}).status_code == 200
    assert client.get(f"{HERE}seance/{session.pk}/").context["stands"].invited == 2


def test_invitation_is_withdrawn_from_its_page(client, session):
    lead(client)
    row = InvitationFactory(session=session)

    assert client.post(f"{HERE}retirer/{row.pk}/").status_code == 302
    assert Invitation.objects.get().state == "revoked"
