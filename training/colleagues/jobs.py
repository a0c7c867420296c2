"""Applying a long list, and forgetting old ones."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

try:
    from django.tasks import task  # Django 6
except ImportError:
    from django_tasks import task

from registrations.actors import Actor, Via, roles_of
from training.colleagues.actions import apply_cells, forget_lists
from training.colleagues.models import ColleagueBatch
from training.colleagues.rules import BatchState

STALLED = timedelta(minutes=5)


@task()
def apply_list(batch_pk: int) -> None:
    """Apply a list that somebody decided to apply, with the rights that they have now."""
    batch = ColleagueBatch.objects.select_related("organisation", "by").filter(pk=batch_pk).first()
    if batch is None or batch.state != BatchState.APPLYING or batch.by is None:
        return
    with override(batch.by.language):
        apply_cells(batch, by=Actor(batch.by, roles_of(batch.by), via=Via.PORTAL), at=timezone.now())


@db_periodic_task(crontab())
def resume_lists() -> None:
    """Wake up the lists that no process has moved for a while."""
    stalled = ColleagueBatch.objects.filter(state=BatchState.APPLYING, progressed_at__lt=timezone.now() - STALLED)
    for pk in stalled.values_list("pk", flat=True):
        apply_list.enqueue(pk)


@db_periodic_task(crontab(minute="40", hour="3"))
def forget_old_lists() -> int:
    """Each night."""
    return forget_lists(at=timezone.now())
