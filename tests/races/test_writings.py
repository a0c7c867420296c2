"""Writings and the tap under a crowd: nobody is written to twice, and what is held stays."""

from collections import Counter

import pytest
from django.core import mail as outbox
from django.utils import timezone

import config.urls  # noqa: F401  # the admin's screens are registered as its addresses are read
from registrations.actors import Role
from registrations.association.actions import close_mail_tap, open_mail_tap
from registrations.association.models import Association
from registrations.lists.actions import apply_rows, start_run
from registrations.lists.models import BulkRun
from registrations.lists.registry import BULKS
from registrations.messages.models import Message
from registrations.messages.rules import MessageState
from registrations.messages.tasks import deliver
from registrations.writings.actions import send_writing
from registrations.writings.jobs import hand_over_all
from registrations.writings.models import Writing
from registrations.writings.queries import outcome
from registrations.writings.rules import WritingState
from tests.factories.registrations import UserFactory
from tests.people import actor_for, with_role
from tests.races.test_orders import at_once
from tests.registrations.writings.drafts import draft, writer

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_a_writing_that_many_send_at_once_leaves_once():
    by = writer()
    writing = draft(*UserFactory.create_batch(20), by=by)

    def send():
        mine = Writing.objects.get(pk=writing.pk)
        answer = send_writing(mine, by=by, at=timezone.now()).state
        hand_over_all(mine)
        return answer

    answers = Counter(at_once([send] * 8, threads=8))

    assert (answers.pop(WritingState.SENDING), sum(answers.values())) == (1, 7)
    assert set(answers) <= {"wrong-state", "nobody-to-write-to"}
    assert (Message.objects.count(), Writing.objects.get().state) == (20, WritingState.SENT)


def test_a_writing_handed_over_by_several_workers_tells_each_person_once():
    by, now = writer(), timezone.now()
    writing = send_writing(draft(*UserFactory.create_batch(30), by=by), by=by, at=now)

    at_once([lambda: hand_over_all(Writing.objects.get(pk=writing.pk))] * 6, threads=6)

    assert (Message.objects.count(), outcome(writing).waiting) == (30, 30)


def test_the_tap_opened_and_closed_while_mails_leave_sends_each_once():
    Association.objects.create(pk=1, sender_name="AXTRA", sender_email="info@axtra.test", email="r@axtra.test")
    by, chief = writer(), actor_for(UserFactory(), Role.ADMINISTRATOR)
    writing = send_writing(draft(*UserFactory.create_batch(12), by=by), by=by, at=timezone.now())
    hand_over_all(writing)
    uuids = [str(uuid) for uuid in Message.objects.values_list("uuid", flat=True)]
    turns = [lambda: open_mail_tap(by=chief, at=timezone.now()), lambda: close_mail_tap(by=chief, at=timezone.now())]

    at_once([*turns, *[lambda uuid=uuid: deliver.call(uuid) for uuid in uuids * 2], *turns], threads=6)
    open_mail_tap(by=chief, at=timezone.now())
    for uuid in uuids:
        deliver.call(uuid)

    assert Counter(sent.to[0] for sent in outbox.outbox).most_common(1)[0][1] == 1
    assert Counter(Message.objects.values_list("state", flat=True)) == {MessageState.SENT: 12}


def test_an_act_on_several_rows_confirmed_by_two_clicks_is_done_once():
    by = actor_for(with_role(UserFactory(), Role.ACCOUNTING), Role.ACCOUNTING)
    now, given = timezone.now(), {"acte-reason": ["Une erreur."]}
    writing = send_writing(draft(*UserFactory.create_batch(10)), by=writer(), at=now)
    hand_over_all(writing)
    pks = list(Message.objects.values_list("pk", flat=True))

    def confirm():
        deed = BULKS["messages", "retenir"](by, given)
        named = {"screen": "messages", "action": "retenir", "given": given, "deed": deed, "by": by, "at": now}
        run = start_run(uuid=writing.uuid, pks=pks, **named)
        number = 0
        while done := apply_rows(run=run, deed=deed, most=3, at=now):
            number += done
        return number

    assert sum(at_once([confirm] * 6, threads=6)) == 10
    assert BulkRun.objects.count() == 1
    assert Counter(Message.objects.values_list("state", flat=True)) == {MessageState.CANCELLED: 10}
