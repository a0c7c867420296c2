"""Applying a batch, chunk by chunk: resumed by a sweep when the worker was killed."""

from datetime import datetime, timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

try:
    from django.tasks import task  # Django 6
except ImportError:
    from django_tasks import task

from registrations.actors import Actor, Via, roles_of
from registrations.imports.actions import apply_lines, finish_batch, known_of
from registrations.imports.models import BatchState, ImportBatch

CHUNK = 50  # lines a transaction: short enough that others write meanwhile on SQLite
STALLED = timedelta(minutes=5)


def apply_all(batch: ImportBatch, *, by: Actor, at: datetime | None = None) -> ImportBatch:
    """Apply every line that waits, then say so. `at` is for loaders that replay the past; now otherwise."""
    known = known_of(batch)
    while apply_lines(batch=batch, known=known, most=CHUNK, by=by, at=at or timezone.now()):
        pass
    finish_batch(batch=batch, by=by, at=at or timezone.now())
    batch.refresh_from_db()
    return batch


@task()
def apply_batch(batch_pk: int) -> None:
    """Apply a batch that somebody decided to apply. Running it twice applies nothing twice."""
    batch = ImportBatch.objects.select_related("applied_by").filter(pk=batch_pk, state=BatchState.APPLYING).first()
    if batch:
        apply_all(batch, by=_decider(batch))


@db_periodic_task(crontab())
def resume_imports() -> None:
    """Wake up the batches that no worker has moved for a while."""
    stalled = ImportBatch.objects.filter(state=BatchState.APPLYING, progressed_at__lt=timezone.now() - STALLED)
    for pk in stalled.values_list("pk", flat=True):
        apply_batch.enqueue(pk)


def _decider(batch: ImportBatch) -> Actor:
    """Whoever pressed Apply, with the roles they have now."""
    person = batch.applied_by
    if person is None:
        return Actor.system("imports")
    return Actor(person, roles_of(person), via=Via.IMPORT)
