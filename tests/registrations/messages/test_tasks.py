"""Sending one message of the outbox."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from registrations.actors import Actor
from registrations.association.models import Association
from registrations.messages.actions import record_bounce, resolve_bounce, retry_message, tell
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.registry import MAILS, Attachment, Leave, Mail, MailKind
from registrations.messages.rules import MOST_ATTEMPTS, BounceKind, MessageState
from registrations.messages.tasks import deliver
from tests.factories.registrations import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def hello(uuid, language):
    return Mail(
        subject=f"Bonjour\n{language}",
        paragraphs=["Un <b>mot</b> & deux."],
        facts=[("Où", "Ici")],
        action=("Voir", "https://axtra.test/x?a=1&b=2"),
        reason="Vous êtes une personne inscrite.",
        attachments=[Attachment("a.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST")],
    )


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setitem(MAILS, "test-hello", MailKind("Hello", hello))
    monkeypatch.setitem(MAILS, "test-nothing", MailKind("Nothing", lambda uuid, language: None))


@pytest.fixture
def tap():
    return Association.objects.create(
        pk=1, sender_email="info@axtra.test", email="reponse@axtra.test", mails_opened_at=timezone.now()
    )


def told(kind="test-hello", **person):
    tell(kind, about=OrganisationFactory(), to=UserFactory(**person), at=timezone.now())
    return Message.objects.get()


def test_deliver_sends_text_html_and_calendar_once(tap):
    message = told(language="en")

    deliver.call(str(message.uuid))
    deliver.call(str(message.uuid))

    [sent] = outbox.outbox
    message.refresh_from_db()
    assert (message.state, message.attempts, message.leased_until) == (MessageState.SENT, 1, None)
    assert (sent.subject, sent.from_email, sent.reply_to) == (
        "Bonjour en",
        "AXTRA <info@axtra.test>",
        ["reponse@axtra.test"],
    )
    assert sent.extra_headers["Message-ID"] == f"<{message.uuid}@localhost>"
    assert "Un <b>mot</b> & deux." in sent.body
    assert "Un &lt;b&gt;mot&lt;/b&gt; &amp; deux." in sent.alternatives[0].content
    parts = {part.get_content_type(): part for part in sent.message().walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_filename() == "a.ics"


def test_deliver_before_the_tap_is_open_holds_the_message():
    message = told()

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, message.attempts, outbox.outbox) == (MessageState.WAITING, 0, [])


def test_deliver_while_another_worker_has_it_does_nothing(tap):
    message = told()
    Message.objects.lease(message.uuid, at=timezone.now())

    deliver.call(str(message.uuid))

    assert outbox.outbox == []


def test_deliver_when_there_is_nothing_to_say_cancels_the_message(tap):
    message = told("test-nothing")

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, outbox.outbox) == (MessageState.CANCELLED, [])


def test_deliver_to_person_without_address_fails_with_the_reason(tap):
    message = told(email=None)

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "This person has no address.")


def test_deliver_when_server_is_away_keeps_the_error_and_waits_longer_each_time(tap, monkeypatch):
    def away(self, messages):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    message = told()
    before = timezone.now()

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.WAITING, "SMTPServerDisconnected: gone")
    assert message.not_before >= before + timedelta(minutes=1)
    Message.objects.update(not_before=before, attempts=MOST_ATTEMPTS - 1)
    deliver.call(str(message.uuid))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.FAILED, MOST_ATTEMPTS)


@pytest.fixture
def promotion(monkeypatch):
    kind = MailKind("Hello", lambda _uuid, _language: Mail(subject="Offre", paragraphs=["Bonjour"]), promotional=True)
    monkeypatch.setitem(MAILS, "test-hello", kind)
    monkeypatch.setattr("registrations.messages.tasks.MAY_LEAVE", gates := [])
    return gates


def test_deliver_promotional_mail_can_be_unsubscribed_with_one_click(tap, promotion):
    promotion.append(lambda *_asked: Leave(allowed=True, unsubscribe_url="https://axtra.test/desabonnement/x"))
    deliver.call(str(told().uuid))

    headers = outbox.outbox[0].message()
    assert headers["List-Unsubscribe"] == "<https://axtra.test/desabonnement/x>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("gates", [[], [Leave(allowed=True), Leave(allowed=False, reason="No basis.")]])
def test_deliver_promotional_mail_that_one_gate_refuses_never_leaves(tap, promotion, gates):
    promotion.extend(lambda *_asked, leave=leave: leave for leave in gates)
    message = told()
    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, message.error, outbox.outbox) == ("cancelled", gates[-1].reason if gates else "", [])


def test_deliver_service_mail_has_no_unsubscription(tap):
    deliver.call(str(told().uuid))

    assert outbox.outbox[0].message()["List-Unsubscribe"] is None


def refuse(monkeypatch, code, words):
    def refused(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (code, words)})

    monkeypatch.setattr(EmailBackend, "send_messages", refused)


def test_deliver_to_address_that_the_server_refuses_for_good_fails_and_keeps_it(tap, monkeypatch):
    refuse(monkeypatch, 550, b"5.1.1 <camille@centre.test>: user unknown")
    message = told(email="camille@centre.test")

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    row = BouncedAddress.objects.get()
    assert (message.state, message.error) == (MessageState.FAILED, "550 5.1.1 <…>: user unknown")
    assert (row.address, row.kind, row.message) == ("camille@centre.test", BounceKind.HARD, message)


@pytest.mark.parametrize(("code", "words", "noted"), [(552, b"5.2.2 full", ["soft"]), (450, b"4.2.0 greylisted", [])])
def test_deliver_to_address_refused_for_now_is_tried_again(tap, monkeypatch, code, words, noted):
    refuse(monkeypatch, code, words)
    message = told(email="camille@centre.test")

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert [row.kind for row in BouncedAddress.objects.all()] == noted


def test_deliver_to_address_that_bounced_sends_nothing_until_it_works_again(tap):
    message = told(email="camille@centre.test")
    team = Actor.system("test")
    record_bounce(address="camille@centre.test", kind=BounceKind.HARD, by=team, at=timezone.now())

    deliver.call(str(message.uuid))

    message.refresh_from_db()
    assert (message.state, outbox.outbox) == (MessageState.FAILED, [])
    assert message.error == "This address bounces: nothing more is sent to it."
    resolve_bounce(address="camille@centre.test", by=team, at=timezone.now())
    retry_message(message, by=team, at=timezone.now())
    deliver.call(str(message.uuid))
    assert len(outbox.outbox) == 1
