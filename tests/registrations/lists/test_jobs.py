"""Acts on many rows go on without the person, and after a worker was killed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

import config.urls  # noqa: F401  # the admin's screens are registered as its addresses are read
from registrations.actors import Role
from registrations.lists.actions import apply_rows, start_run
from registrations.lists.jobs import STALLED, apply_run, resume_runs
from registrations.lists.models import BulkRun
from registrations.lists.queries import counts
from registrations.lists.registry import BULKS
from registrations.lists.rules import RunState
from registrations.messages.models import Message
from registrations.messages.rules import MessageState
from tests.factories.registrations import UserFactory
from tests.people import actor_for, with_role

pytestmark = pytest.mark.django_db


def messages_waiting(number):
    now, to = timezone.now(), UserFactory()
    rows = [
        Message(kind="x", fact=f"x:{n}", about_uuid=to.uuid, to=to, not_before=now, created_at=now)
        for n in range(number)
    ]
    return Message.objects.bulk_create(rows)


def run_of(rows):
    by = actor_for(with_role(UserFactory(), Role.ACCOUNTING), Role.ACCOUNTING)
    given = {"acte-reason": ["Une erreur."]}
    deed = BULKS["messages", "retenir"](by, given)
    named = {"screen": "messages", "action": "retenir", "given": given, "deed": deed, "by": by, "at": timezone.now()}
    return start_run(uuid=uuid4(), pks=[row.pk for row in rows], **named), deed


def test_apply_run_does_every_row_as_its_person():
    run, _deed = run_of(messages_waiting(60))

    apply_run.call(run.pk)
    apply_run.call(run.pk)

    run.refresh_from_db()
    assert (run.state, counts(run)["done"]) == (RunState.APPLIED, 60)
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}


def test_apply_run_for_someone_who_left_the_team_writes_nothing():
    run, _deed = run_of(messages_waiting(2))
    run.by.groups.clear()

    apply_run.call(run.pk)

    assert counts(run)["refused"] == 2
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.WAITING}


def test_resume_runs_wakes_those_that_stand_still(work_off, django_capture_on_commit_callbacks):
    run, deed = run_of(messages_waiting(4))
    apply_rows(run=run, deed=deed, most=2, at=timezone.now() - STALLED - timedelta(seconds=1))
    fresh, _deed = run_of(messages_waiting(0) or Message.objects.all()[:1])

    with django_capture_on_commit_callbacks(execute=True):
        resume_runs.call_local()
    work_off()

    states = dict(BulkRun.objects.values_list("pk", "state"))
    assert states == {run.pk: RunState.APPLIED, fresh.pk: RunState.APPLYING}
    assert counts(run)["done"] == 4
