"""The association's own settings."""

from datetime import timedelta

import pytest

from registrations.actors import Actor, Role
from registrations.association.actions import close_mail_tap, describe_association, open_mail_tap
from registrations.association.errors import NotTheAssociations, SenderMissing
from registrations.association.queries import association
from registrations.journal.models import Entry
from registrations.messages.queries import mails_leave
from tests.factories.registrations import NOW, UserFactory

pytestmark = pytest.mark.django_db
SENDER = {"sender_name": "AXTRA", "sender_email": "envoi@example.org", "email": "reponse@example.org"}


@pytest.fixture
def chief() -> Actor:
    return Actor(person=UserFactory(), roles=frozenset({Role.ADMINISTRATOR}))


def test_describe_association_keeps_which_fields_changed_and_no_value(chief):
    describe_association({"legal_name": "AXTRA inc.", "name": "AXTRA"}, by=chief, at=NOW)

    entry = Entry.objects.get()
    assert (association().legal_name, entry.details) == ("AXTRA inc.", {"fields": ["legal_name"]})


def test_describe_association_does_not_open_the_tap(chief):
    describe_association({"mails_opened_at": NOW}, by=chief, at=NOW)
    assert association().mails_opened_at is None


@pytest.mark.parametrize("act", [open_mail_tap, close_mail_tap])
def test_tap_is_the_administrators_alone(act):
    by = Actor(person=UserFactory(), roles=frozenset({Role.ACCOUNTING}))
    with pytest.raises(NotTheAssociations):
        act(by=by, at=NOW)


@pytest.mark.parametrize("missing", SENDER)
def test_open_mail_tap_without_sender_is_refused(chief, missing):
    describe_association({**SENDER, missing: ""}, by=chief, at=NOW)
    with pytest.raises(SenderMissing):
        open_mail_tap(by=chief, at=NOW)
    assert mails_leave(association(), at=NOW) is False


def test_open_mail_tap_twice_keeps_the_first_instant(chief):
    describe_association(SENDER, by=chief, at=NOW)
    open_mail_tap(by=chief, at=NOW)

    open_mail_tap(by=chief, at=NOW + timedelta(hours=1))

    assert (association().mails_opened_at, mails_leave(association(), at=NOW)) == (NOW, True)


def test_close_mail_tap_holds_mails_again(chief):
    describe_association(SENDER, by=chief, at=NOW)
    open_mail_tap(by=chief, at=NOW)
    close_mail_tap(by=chief, at=NOW)
    assert mails_leave(association(), at=NOW) is False
