"""Sending writings: those whose hour has come, and those that a killed worker left half-way."""

from django.utils import timezone
from django.utils.translation import override
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

try:
    from django.tasks import task  # Django 6
except ImportError:
    from django_tasks import task

from registrations.actors import Actor
from registrations.errors import WrongState
from registrations.writings.actions import finish_writing, hand_over, start_scheduled
from registrations.writings.models import Writing
from registrations.writings.rules import WritingState

CHUNK = 100  # messages a transaction: short enough that others write meanwhile on SQLite


def hand_over_all(writing: Writing) -> None:
    """Every message in the outbox, then say so. Run twice, nobody is written to twice."""
    by = Actor.system("writings")
    with override(writing.by.language if writing.by else "fr"):
        while hand_over(writing, most=CHUNK, at=timezone.now()):
            pass
    finish_writing(writing, by=by, at=timezone.now())


@task()
def send_out(writing_pk: int) -> None:
    """Hand over the messages of a writing that somebody sent."""
    writing = Writing.objects.select_related("by").filter(pk=writing_pk, state=WritingState.SENDING).first()
    if writing:
        hand_over_all(writing)


@db_periodic_task(crontab())
def sweep_writings() -> None:
    """Each minute: start those whose hour has come, go on with those that are being sent."""
    now = timezone.now()
    for writing in Writing.objects.filter(state=WritingState.SCHEDULED, send_at__lte=now):
        try:
            start_scheduled(writing, by=Actor.system("writings"), at=now)
        except WrongState:  # taken back or started meanwhile
            continue
    for pk in Writing.objects.filter(state=WritingState.SENDING).values_list("pk", flat=True):
        send_out.enqueue(pk)
