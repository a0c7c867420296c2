"""Work of the books that takes a while: files for the accountant, the comparison of each night."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.accounting.actions import (
    fail_export,
    finish_export,
    keep_lines,
    note_progress,
    record_reconciliation,
)
from registrations.accounting.documents.spreadsheets import WRITERS
from registrations.accounting.models import (
    AccountingExport,
    Discrepancy,
    ExportState,
    ProviderState,
    Reconciliation,
)
from registrations.accounting.queries.checklist import OF_PROVIDER
from registrations.accounting.queries.checks import ORDER, touched_orders
from registrations.accounting.queries.exports import EXPORTS, Row, period_from
from registrations.accounting.registry import CHECKS, SLICES, Scope
from registrations.actors import Actor
from registrations.dates import day_after, day_begins
from registrations.errors import DomainError
from registrations.files.storages import private_storage
from registrations.idempotency.actions import again_if_deadlocked
from registrations.orders.models import InvoiceBalance
from registrations.payments import gateway
from registrations.payments.errors import CardsNotOpen, ProviderRefused, ProviderUnreachable

CHUNK = 1_000
STALLED = timedelta(minutes=10)


@task
def make_export(export_pk: int) -> None:
    """Make the file of an export, in French, and say how far it is; doing it twice makes one file."""
    row = AccountingExport.objects.filter(pk=export_pk, state=ExportState.WAITING).first()
    if row is None:
        return
    AccountingExport.objects.filter(pk=row.pk).update(rows_done=0)
    try:
        with override("fr"), tempfile.SpooledTemporaryFile(max_size=5_000_000) as file:
            counted = Counted(row)
            WRITERS[row.format](_headings(row), counted, file)
            _store(row, counted.rows, file)
    except DomainError as refusal:
        fail_export(row=row, error=str(refusal), at=timezone.now())


class Counted:
    """The rows, counted as they go by."""

    def __init__(self, row: AccountingExport) -> None:
        self.row, self.rows = row, 0

    def __iter__(self) -> Iterator[Row]:
        for line in EXPORTS[self.row.kind].rows(period_from(self.row.starts_on, self.row.ends_on)):
            self.rows += 1
            yield line
            if self.rows % CHUNK == 0:
                note_progress(row=self.row, rows=CHUNK, at=timezone.now())


def _headings(row: AccountingExport) -> list[str]:
    return [str(column) for column in EXPORTS[row.kind].columns]


def _store(row: AccountingExport, rows: int, file: Any) -> None:
    """File first, then the row that names it; a file that came second goes."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    now = timezone.now()
    path = f"accounting/{now:%Y}/{row.uuid}.{row.format}"
    name = private_storage().save(path, File(file))
    if not finish_export(row=row, name=name, rows=rows, sha256=digest, at=now):
        private_storage().delete(name)


@db_periodic_task(crontab(minute="*/10"))
def resume_exports() -> int:
    """Take up the files that no process has moved for a while. How many."""
    waiting = AccountingExport.objects.filter(state=ExportState.WAITING, progressed_at__lt=timezone.now() - STALLED)
    stalled = list(waiting.values_list("pk", flat=True))
    for pk in stalled:
        make_export.enqueue(pk)
    return len(stalled)


BACK = timedelta(days=2)
"""How far back the provider's account is read again: a line may appear late."""
NIGHT = Actor.system("reconciliation")


def reconcile(*, day: date, whole: bool, by: Actor, at: datetime) -> Reconciliation:
    """Compare one day: the provider's account is read first, outside any transaction, then our rows are checked."""
    provider = _read_provider(day, at=at)
    scope = _scope(day, whole=whole, at=at)
    silent = {} if provider == ProviderState.COMPARED else OF_PROVIDER
    found = {
        kind: {finding.key: finding for finding in check.find(scope)}
        for kind, check in CHECKS.items()
        if kind not in silent
    }
    checked = InvoiceBalance.objects.filter(scope.orders("invoice__order_id")).count()
    return again_if_deadlocked(
        lambda: record_reconciliation(
            day=day, found=found, checked=checked, provider=provider, started_at=at, by=by, at=timezone.now()
        )
    )


def _read_provider(day: date, *, at: datetime) -> ProviderState:
    since, until = day_begins(day) - BACK, min(day_after(day), at)
    try:
        facts = gateway.list_balance_transactions(since=since, until=until)
    except CardsNotOpen:
        return ProviderState.OFF
    except (ProviderUnreachable, ProviderRefused):
        return ProviderState.SILENT
    keep_lines(facts, at=at)
    return ProviderState.COMPARED


def _scope(day: date, *, whole: bool, at: datetime) -> Scope:
    if whole:
        return Scope(at, day)
    last = Reconciliation.objects.order_by("-started_at").first()
    since = min(last.started_at if last else at, at - BACK)
    open_ = Discrepancy.objects.filter(mended_at=None, about=ORDER).values_list("about_pk", flat=True)
    touched = touched_orders(since=since, open_orders=[pk for pk in open_ if pk])
    return Scope(at, day, slice=day.toordinal() % SLICES, touched=touched)


@db_periodic_task(crontab(hour="9", minute="40"))
def reconcile_night() -> None:
    """Before the team arrives (the queue's clock is UTC), compare the day before."""
    now = timezone.now()
    reconcile(day=localdate(now) - timedelta(days=1), whole=False, by=NIGHT, at=now)


@task
def reconcile_now(day: str) -> None:
    """Compare a day at once, and go through the whole of the books: somebody asked."""
    reconcile(day=date.fromisoformat(day), whole=True, by=NIGHT, at=timezone.now())
