"""The outbox: told once, woken after the commit, tried again by the team."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.association.models import Association
from registrations.errors import Forbidden, WrongState
from registrations.journal.models import Entry
from registrations.messages.actions import (
    cancel_message,
    give_up,
    record_bounce,
    resolve_bounce,
    retry_message,
    tell,
)
from registrations.messages.jobs import sweep_messages
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.queries import bounced, bounces_for_good
from registrations.messages.registry import MAILS, Mail, MailKind
from registrations.messages.rules import MOST_ATTEMPTS, BounceKind, MessageState
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.people import actor_for

pytestmark = pytest.mark.django_db
TEAM = Actor(person=None, roles=frozenset({Role.ACCOUNTING}))


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    mail = Mail(subject="Bonjour", paragraphs=["Bonjour"])
    monkeypatch.setitem(MAILS, "test-hello", MailKind("Hello", lambda uuid, language: mail))


def told(**fields):
    tell("test-hello", about=OrganisationFactory(), to=UserFactory(), at=NOW)
    message = Message.objects.get()
    Message.objects.update(**fields)
    message.refresh_from_db()
    return message


def test_tell_the_same_fact_twice_leaves_one_message():
    about, person = OrganisationFactory(), UserFactory(language="en")

    for _ in range(2):
        tell("test-hello", about=about, to=person, at=NOW)

    assert list(Message.objects.values_list("kind", "fact", "language", "state")) == [
        ("test-hello", f"test-hello:{about.uuid}:{person.pk}", "en", MessageState.WAITING)
    ]


def test_tell_sends_after_the_commit(work_off, django_capture_on_commit_callbacks):
    Association.objects.create(pk=1, mails_opened_at=NOW - timedelta(days=400))
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        told(not_before=timezone.now() - timedelta(days=1))
        assert work_off() == 0

    assert (len(callbacks) > 0, work_off(), len(outbox.outbox)) == (True, 1, 1)


def test_sweep_finds_what_the_queue_missed_only_once_the_tap_is_open(work_off, django_capture_on_commit_callbacks):
    told(not_before=timezone.now() - timedelta(minutes=1))

    assert sweep_messages.call_local() == 0
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_messages.call_local() == 1
    assert (work_off(), len(outbox.outbox)) == (1, 1)
    assert sweep_messages.call_local() == 0


def test_sweep_leaves_alone_what_is_not_due_yet(work_off):
    Association.objects.create(pk=1, mails_opened_at=timezone.now())
    told(not_before=timezone.now() + timedelta(hours=1))

    assert sweep_messages.call_local() == 0


def test_give_up_marks_what_was_interrupted_again_and_again():
    message = told(attempts=MOST_ATTEMPTS, leased_until=NOW)

    assert [give_up(at=NOW - timedelta(seconds=1)), give_up(at=NOW)] == [0, 1]
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_retry_message_puts_a_failed_one_back():
    message = told(state=MessageState.FAILED, attempts=8)

    retry_message(message, by=TEAM, at=NOW)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)


@pytest.mark.parametrize("act", [retry_message, cancel_message])
def test_only_the_team_touches_the_outbox(act):
    with pytest.raises(Forbidden):
        act(told(state=MessageState.FAILED), by=Actor(person=UserFactory()), at=NOW)


def test_retry_message_that_has_left_is_refused():
    with pytest.raises(WrongState):
        retry_message(told(state=MessageState.SENT, sent_at=NOW), by=TEAM, at=NOW)


def test_cancel_message_keeps_it_from_leaving():
    message = told()

    cancel_message(message, by=TEAM, at=NOW)

    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED


def bounce(address="Camille@Centre.test", kind=BounceKind.HARD, by=TEAM, **more):
    return record_bounce(address=address, kind=kind, by=by, at=NOW, **more)


def test_record_bounce_twice_keeps_one_row_and_tells_once(monkeypatch):
    heard = []
    monkeypatch.setattr("registrations.messages.bounces.ON_BOUNCE", [lambda row, at: heard.append((row.address, at))])

    rows = [bounce(diagnosis="550 no Camille@Centre.test"), bounce(kind=BounceKind.SOFT)]

    assert rows[0] == rows[1] == BouncedAddress.objects.get()
    assert (rows[1].address, rows[1].kind, rows[1].diagnosis) == ("camille@centre.test", BounceKind.HARD, "550 no …")
    assert heard == [("camille@centre.test", NOW)]
    assert Entry.objects.filter(action="messages.record_bounce").count() == 1


def test_record_bounce_permanent_after_temporary_is_news():
    bounce(kind=BounceKind.SOFT)

    assert not bounces_for_good("camille@centre.test")
    assert bounce().kind == BounceKind.HARD
    assert bounces_for_good("CAMILLE@centre.test")


def test_record_bounce_is_the_teams():
    with pytest.raises(Forbidden):
        bounce(by=actor_for(UserFactory()))

    assert not BouncedAddress.objects.exists()


def test_resolve_bounce_lets_mails_leave_again_and_keeps_what_happened():
    bounce()

    assert resolve_bounce(address="camille@centre.test", by=TEAM, at=NOW)
    assert not resolve_bounce(address="camille@centre.test", by=TEAM, at=NOW)
    assert bounced(["camille@centre.test"]) == {}
    again = bounce()
    assert bounced(["Camille@centre.test", "", "x@centre.test"]) == {"camille@centre.test": again}
    assert BouncedAddress.objects.count() == 2
