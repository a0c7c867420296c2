"""The tap: for everything, for one kind, for oneself; and what would leave."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.association.actions import close_mail_tap, open_mail_tap
from registrations.association.errors import NotTheAssociations, SenderMissing
from registrations.association.models import Association
from registrations.errors import NotFound
from registrations.journal.models import Entry
from registrations.messages.actions import (
    cancel_kind,
    close_kind,
    open_kind,
    record_bounce,
    retry_message,
    send_tap_test,
    tell,
)
from registrations.messages.errors import ReasonMissing
from registrations.messages.jobs import sweep_messages
from registrations.messages.models import Message, OpenKind
from registrations.messages.queries import example_of, held, who_waits
from registrations.messages.registry import MAILS, Mail, MailKind
from registrations.messages.rules import BounceKind, MessageState, explained
from registrations.messages.tasks import deliver
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.people import actor_for, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for kind in ("test-a", "test-b"):
        mail = Mail(subject=kind, paragraphs=["Bonjour"])
        monkeypatch.setitem(MAILS, kind, MailKind(kind, lambda uuid, language, mail=mail: mail))


@pytest.fixture
def sender():
    return Association.objects.create(pk=1, sender_name="AXTRA", sender_email="info@axtra.test", email="r@axtra.test")


@pytest.fixture
def chief():
    return actor_for(UserFactory(email="chef@axtra.test"), Role.ADMINISTRATOR)


def told(kind="test-a", to=None, at=None):
    tell(kind, about=OrganisationFactory(), to=to or UserFactory(), at=at or timezone.now())
    return Message.objects.latest("pk")


def deliver_all():
    for message in Message.objects.all():
        deliver.call(str(message.uuid))
    return [sent.subject for sent in outbox.outbox]


def test_open_kind_lets_that_kind_alone_leave(sender, chief):
    told("test-a"), told("test-b")

    for _ in range(2):
        open_kind("test-a", by=chief, at=NOW)

    assert deliver_all() == ["test-a"]
    assert list(Entry.objects.values_list("action", flat=True)) == ["messages.open_kind"]
    close_kind("test-a", by=chief, at=NOW)
    told("test-a")
    assert deliver_all() == ["test-a"]


def test_sweep_wakes_what_its_tap_lets_leave(sender, chief, work_off, django_capture_on_commit_callbacks):
    told("test-a"), told("test-b")
    open_kind("test-b", by=chief, at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_messages.call_local() == 1
    work_off()

    assert [sent.subject for sent in outbox.outbox] == ["test-b"]


def test_closing_the_tap_keeps_the_kinds_that_are_open(sender, chief):
    open_mail_tap(by=chief, at=NOW)
    open_kind("test-a", by=chief, at=NOW)
    close_mail_tap(by=chief, at=NOW)
    told("test-a"), told("test-b")

    assert deliver_all() == ["test-a"]


def test_open_kind_that_does_not_exist_is_refused(sender, chief):
    with pytest.raises(NotFound):
        open_kind("nothing", by=chief, at=NOW)


@pytest.mark.parametrize("act", [open_kind, close_kind, lambda kind, **by: cancel_kind(kind, reason="x", **by)])
def test_tap_of_a_kind_is_the_administrators(act, sender):
    with pytest.raises(NotTheAssociations):
        act("test-a", by=Actor(person=None, roles=frozenset({Role.ACCOUNTING})), at=NOW)


@pytest.mark.parametrize("act", [lambda **by: open_kind("test-a", **by), send_tap_test])
def test_nothing_leaves_without_a_sender(act, chief):
    with pytest.raises(SenderMissing):
        act(by=chief, at=NOW)
    assert OpenKind.objects.count() == Message.objects.count() == 0


def test_cancel_kind_keeps_the_others_and_what_is_being_sent(sender, chief):
    one, other, leased = told("test-a"), told("test-b"), told("test-a")
    Message.objects.filter(pk=leased.pk).update(leased_until=timezone.now() + timedelta(minutes=5))

    number = cancel_kind("test-a", reason=" Erreur de date. ", by=chief, at=timezone.now())

    assert number == 1
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {one.pk: "cancelled", other.pk: "waiting", leased.pk: "waiting"}
    assert Message.objects.get(pk=one.pk).error == "Erreur de date."


def test_cancel_kind_without_a_reason_is_refused(sender, chief):
    with pytest.raises(ReasonMissing):
        cancel_kind("test-a", reason="  ", by=chief, at=NOW)


def test_tap_test_goes_to_oneself_while_the_tap_is_closed(sender, chief):
    told("test-a")
    send_tap_test(by=chief, at=NOW)

    deliver_all()

    assert [sent.to for sent in outbox.outbox] == [["chef@axtra.test"]]


def test_held_counts_what_would_leave_and_what_would_fail(sender, chief):
    now = timezone.now()
    dead = UserFactory(email="mort@b.test")
    record_bounce(address="mort@b.test", kind=BounceKind.HARD, by=chief, at=now)
    for to in (UserFactory(), dead, UserFactory(email=None)):
        told("test-a", to=to, at=now)
    tell("test-a", about=OrganisationFactory(), to=dead, at=now, not_before=now + timedelta(hours=1))
    told("test-b", at=now)

    first, second = held(at=now)

    assert (first.kind, first.waiting, first.due, first.people) == ("test-a", 4, 3, 3)
    assert (first.no_address, first.bounced, first.oldest, first.minutes) == (1, 2, now, 1)
    assert (second.kind, second.waiting, second.no_address, second.bounced) == ("test-b", 1, 0, 0)


def test_who_waits_puts_each_person_in_one_group(sender):
    now = timezone.now()
    team = with_role(UserFactory(), Role.ACCOUNTING)
    AffiliationFactory(person=team, is_registrar=True)
    registrar = AffiliationFactory(is_registrar=True).person
    staff = AffiliationFactory().person
    for to in (team, registrar, staff, staff, UserFactory()):
        told(to=to, at=now)

    who = who_waits(at=now)

    assert (who.messages, who.team, who.registrars, who.staff, who.others) == (5, 1, 1, 1, 1)
    assert (who.twice, who.most) == (1, 2)


def test_retry_to_another_address_goes_there_this_time(sender, chief):
    Association.objects.update(mails_opened_at=timezone.now())
    message = told(to=UserFactory(email=None))
    deliver.call(str(message.uuid))
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "This person has no address.")

    retry_message(message, address="Autre@b.test", by=chief, at=timezone.now())
    deliver.call(str(message.uuid))

    assert [sent.to for sent in outbox.outbox] == [["autre@b.test"]]
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.SENT, "")


def test_example_of_a_kind_is_what_was_last_told_that_can_still_be_said(monkeypatch):
    mail = Mail(subject="Bonjour", paragraphs=[])
    gone, still = OrganisationFactory(), OrganisationFactory()
    monkeypatch.setitem(MAILS, "test-c", MailKind("C", lambda uuid, _language: mail if uuid == still.uuid else None))
    assert example_of("test-c", "fr") is None

    for about in (still, gone):
        tell("test-c", about=about, to=UserFactory(), at=NOW)

    assert example_of("test-c", "fr") is mail


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("This person has no address.", "Cette personne n’a pas d’adresse."),
        ("550 5.1.1 user unknown", "L’adresse refuse nos courriels."),
        ("552 5.2.2 over quota", "La boîte de réception est pleine."),
        ("554 5.7.1 spam", "Le serveur prend notre courriel pour du pourriel."),
        ("SMTPServerDisconnected: Connection unexpectedly closed", "Le serveur de courriel n’a pas répondu."),
        ("Une erreur de date.", "Une erreur de date."),
        ("", ""),
    ],
)
def test_failures_are_explained_in_words(error, words):
    from django.utils.translation import override

    with override("fr"):
        assert str(explained(error)[0]) == words
