"""`manage.py read_bounce`, at the end of a mail server's pipe."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from registrations.messages.actions import tell
from registrations.messages.mails import message_id
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.rules import BounceKind
from tests.factories.registrations import OrganisationFactory, UserFactory
from tests.registrations.messages.notices import absence, exchange, postfix

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    person = UserFactory(email="camille@centre.test")
    tell("test", about=OrganisationFactory(), to=person, at=timezone.now())
    return Message.objects.get()


@pytest.fixture
def read(monkeypatch, capsys):
    def run(raw):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        call_command("read_bounce")
        return capsys.readouterr().out.strip()

    return run


def kept():
    return list(BouncedAddress.objects.values_list("address", "kind", "message"))


@pytest.mark.parametrize("server", [postfix, exchange])
def test_read_bounce_keeps_the_address_and_its_message_once(read, message, server):
    raw = server("Camille@centre.test", message_id(message))

    read(raw)
    said = read(raw)

    assert kept() == [("camille@centre.test", BounceKind.HARD, message.pk)]
    assert said == f"Kept (hard), message {message.uuid}."
    assert "camille" not in BouncedAddress.objects.get().diagnosis.lower()


def test_read_bounce_of_a_mail_that_is_not_ours_keeps_nothing(read, message):
    said = read(postfix("camille@centre.test", "<0193aaaa-0000-7000-8000-000000000001@axtra.test>"))

    assert (kept(), said) == ([], "This notification is about no mail of ours: ignored.")


def test_read_bounce_of_an_automatic_answer_keeps_nothing(read, message):
    said = read(absence(message_id(message)))

    assert (kept(), said) == ([], "This mail is no delivery status notification: ignored.")


def test_read_bounce_about_another_address_notes_it_without_stopping_anything(read, message):
    read(postfix("direction@centre.test", message_id(message)))

    assert kept() == [("direction@centre.test", BounceKind.SOFT, message.pk)]
