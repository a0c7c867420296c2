"""Writings leave at their hour, and go on after a worker was killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.messages.models import Message
from registrations.writings.actions import hand_over, send_writing
from registrations.writings.jobs import sweep_writings
from registrations.writings.models import Writing
from registrations.writings.rules import WritingState
from tests.factories.registrations import UserFactory
from tests.registrations.writings.drafts import draft, writer

pytestmark = pytest.mark.django_db


def test_sweep_sends_what_is_due_and_resumes_what_was_interrupted(work_off, django_capture_on_commit_callbacks):
    by, now = writer(), timezone.now()
    due = send_writing(draft(UserFactory(), by=by), send_at=now + timedelta(seconds=1), by=by, at=now)
    later = send_writing(draft(UserFactory(), by=by), send_at=now + timedelta(hours=1), by=by, at=now)
    half = send_writing(draft(*UserFactory.create_batch(3), by=by), by=by, at=now)
    hand_over(half, most=1, at=now)
    Writing.objects.filter(pk=due.pk).update(send_at=now - timedelta(seconds=1))

    with django_capture_on_commit_callbacks(execute=True):
        sweep_writings.call_local()
    work_off()

    states = dict(Writing.objects.values_list("pk", "state"))
    assert states == {due.pk: WritingState.SENT, later.pk: WritingState.SCHEDULED, half.pk: WritingState.SENT}
    assert Message.objects.count() == 4
