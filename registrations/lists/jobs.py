"""Acting on many rows, chunk by chunk: resumed by a sweep when the worker was killed."""

from datetime import timedelta

from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

try:
    from django.tasks import task  # Django 6
except ImportError:
    from django_tasks import task

from registrations.actors import Actor, Via, roles_of
from registrations.lists.actions import apply_rows, finish_run
from registrations.lists.models import BulkRun
from registrations.lists.registry import BULKS
from registrations.lists.rules import RunState

CHUNK = 25  # rows a transaction: short enough that others write meanwhile on SQLite
STALLED = timedelta(minutes=5)


def apply_all(run: BulkRun, *, by: Actor) -> BulkRun:
    """Act on every row that waits, then say so. Run twice, it does nothing twice."""
    get_resolver().url_patterns  # noqa: B018  # the admin's screens are registered as its addresses are read
    deed = BULKS[run.screen, run.action](by, run.given)
    deed.run = run
    with override(by.person.language if by.person else "fr"):
        while apply_rows(run=run, deed=deed, most=CHUNK, at=timezone.now()):
            pass
    finish_run(run=run, by=by, at=timezone.now())
    run.refresh_from_db()
    return run


@task()
def apply_run(run_pk: int) -> None:
    """Act on the rows of a run that somebody decided, with the roles that they have now."""
    run = BulkRun.objects.select_related("by").filter(pk=run_pk, state=RunState.APPLYING).first()
    if run:
        apply_all(run, by=_decider(run))


@db_periodic_task(crontab())
def resume_runs() -> None:
    """Wake up the runs that no process has moved for a while."""
    stalled = BulkRun.objects.filter(state=RunState.APPLYING, progressed_at__lt=timezone.now() - STALLED)
    for pk in stalled.values_list("pk", flat=True):
        apply_run.enqueue(pk)


def _decider(run: BulkRun) -> Actor:
    return Actor(run.by, roles_of(run.by), via=Via.ADMIN) if run.by else Actor.system("lists")
