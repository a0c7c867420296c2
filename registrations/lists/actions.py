"""Doing one thing to several rows, once: the only writers of runs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from registrations.actors import Actor
from registrations.errors import DomainError, constraint_means
from registrations.journal.actions import log
from registrations.lists.errors import (
    BulkNotAllowed,
    FilterNameTaken,
    NoRowChosen,
    NothingToSave,
    NotYourFilter,
    OtherRun,
    RowGone,
    TooManyFilters,
    TooManyRows,
)
from registrations.lists.models import BulkRow, BulkRun, SavedFilter
from registrations.lists.registry import Deed
from registrations.lists.rules import MOST_FILTERS, MOST_ROWS, RowState, RunState


@transaction.atomic
def start_run(
    *,
    uuid: UUID,
    screen: str,
    action: str,
    given: Mapping[str, Any],
    pks: Iterable[int],
    deed: Deed,
    by: Actor,
    at: datetime,
) -> BulkRun:
    """Decide to do it; the caller then applies the rows. `uuid` comes with the page: sent twice, it is the same run."""
    if not deed.allowed():
        raise BulkNotAllowed()
    if run := BulkRun.objects.filter(uuid=uuid).first():
        return _same(run, screen=screen, action=action, by=by)
    chosen = list(dict.fromkeys(pks))
    if not chosen:
        raise NoRowChosen()
    if len(chosen) > MOST_ROWS:
        raise TooManyRows(rows=MOST_ROWS)
    new = {"given": dict(given), "rows_total": len(chosen), "created_at": at, "progressed_at": at}
    run, made = BulkRun.objects.get_or_create(
        uuid=uuid, defaults={"screen": screen, "action": action, "by": by.person, **new}
    )
    if made:
        BulkRow.objects.bulk_create([BulkRow(run=run, object_pk=pk) for pk in chosen], batch_size=500)
        log(run, "lists.bulk", by=by, at=at, screen=screen, deed=action, rows=len(chosen))
    return _same(run, screen=screen, action=action, by=by)


@transaction.atomic
def apply_rows(*, run: BulkRun, deed: Deed, most: int, at: datetime) -> int:
    """Do it to the next rows, at most `most`, each in a savepoint of its own; how many there were.

    One transaction marks the rows and holds what was done to them: a process killed in between loses neither, and two
    that run at once take turns on the run's row. The world is asked again: what it refuses by now is noted on the row.
    """
    BulkRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    rows = list(run.rows.filter(state=RowState.WAITING).order_by("pk")[:most])
    if not rows:
        return 0
    allowed = deed.allowed()
    found = deed.instances([row.object_pk for row in rows]) if allowed else {}
    deed.prepare(list(found.values()))
    for row in rows:
        row.state, text = _applied(deed, found.get(row.object_pk)) if allowed else (RowState.REFUSED, BulkNotAllowed())
        row.text = str(text)[:300]
    BulkRow.objects.bulk_update(rows, ["state", "text"])
    BulkRun.objects.filter(pk=run.pk).update(progressed_at=at)
    return len(rows)


@transaction.atomic
def finish_run(*, run: BulkRun, by: Actor, at: datetime) -> None:
    """Say that no row waits any more; nothing when another process has said so."""
    applying = BulkRun.objects.filter(pk=run.pk, state=RunState.APPLYING)
    if applying.update(state=RunState.APPLIED, applied_at=at, progressed_at=at):
        done = run.rows.filter(state=RowState.DONE).count()
        log(run, "lists.bulk_applied", by=by, at=at, screen=run.screen, deed=run.action, rows=done)


@transaction.atomic
def save_filter(*, screen: str, name: str, query: str, shared: bool = False, by: Actor, at: datetime) -> SavedFilter:
    """Keep the filters of a list under a name. The caller's door let only readers of that list in."""
    if by.person is None:
        raise NotYourFilter()
    name, query = " ".join(name.split())[:60], query[:1_000]
    if not name or not query:
        raise NothingToSave()
    if SavedFilter.objects.filter(owner=by.person, screen=screen).count() >= MOST_FILTERS:
        raise TooManyFilters(filters=MOST_FILTERS)
    with constraint_means(SavedFilter, "savedfilter_one_per_name", FilterNameTaken()):
        row = SavedFilter.objects.create(
            owner=by.person, screen=screen, name=name, query=query, shared=shared, created_at=at
        )
    log(row, "lists.save_filter", by=by, at=at, screen=screen, shared=shared)
    return row


@transaction.atomic
def forget_filter(row: SavedFilter, *, by: Actor, at: datetime) -> None:
    """Forget a filter of one's own; an administrator forgets those that others share."""
    if by.person is None or not (row.owner_id == by.person.pk or (row.shared and by.has())):
        raise NotYourFilter()
    log(row, "lists.forget_filter", by=by, at=at, screen=row.screen)
    row.delete()


def _same(run: BulkRun, *, screen: str, action: str, by: Actor) -> BulkRun:
    """The run of this page, unless the page was used for something or by somebody else."""
    if (run.screen, run.action, run.by_id) != (screen, action, by.person and by.person.pk):
        raise OtherRun()
    return run


def _applied(deed: Deed, instance: Any) -> tuple[str, Any]:
    if instance is None:
        return RowState.REFUSED, RowGone()
    try:
        verdict = deed.verdict(instance)
        if not verdict.ok:
            return RowState.LEFT_OUT, verdict.text
        with transaction.atomic():
            deed.act(instance)
    except DomainError as refusal:
        return RowState.REFUSED, refusal
    except (IntegrityError, DataError) as error:
        return RowState.REFUSED, str(error).partition("\n")[0]
    return RowState.DONE, verdict.text
