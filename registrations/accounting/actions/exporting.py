"""Files asked for, made by a job, kept thirty days."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from registrations.accounting.errors import NotYourBooks, PeriodBackwards
from registrations.accounting.models import AccountingExport, ExportState
from registrations.accounting.queries.exports import EXPORTS, period_from
from registrations.accounting.rules.access import may_keep_books
from registrations.actors import Actor
from registrations.journal.actions import disclose, log

MOST_DAYS = 3 * 366


@transaction.atomic
def ask_export(
    *,
    kind: str,
    format: str,  # noqa: A002 - the field's name
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> AccountingExport:
    """Leave a file to be made. One that names people is entered in the register of disclosures."""
    if not may_keep_books(by):
        raise NotYourBooks
    if not 0 <= (ends_on - starts_on).days <= MOST_DAYS:
        raise PeriodBackwards
    row = AccountingExport.objects.create(
        kind=kind,
        format=format,
        starts_on=starts_on,
        ends_on=ends_on,
        asked_by=by.person,
        asked_at=at,
        progressed_at=at,
    )
    log(row, "accounting.ask-export", by=by, at=at, kind=kind, starts_on=str(starts_on), ends_on=str(ends_on))
    if people := EXPORTS[kind].people(period_from(starts_on, ends_on)):
        _disclose(row, people, by=by, at=at)
    return row


def _disclose(row: AccountingExport, people: set[int], *, by: Actor, at: datetime) -> None:
    disclose(
        _("File for the accountant: %(name)s") % {"name": EXPORTS[row.kind].label},
        to_whom=_("Accounting, and the association's accountant"),
        purpose=_("Keeping the books and filing the returns"),
        legal_basis=_("Required by tax law (P-39.1, s. 18)"),
        people=people,
        by=by,
        at=at,
    )


@transaction.atomic
def note_progress(*, row: AccountingExport, rows: int, at: datetime) -> None:
    """So many more rows are written."""
    AccountingExport.objects.filter(pk=row.pk, state=ExportState.WAITING).update(
        rows_done=F("rows_done") + rows, progressed_at=at
    )


@transaction.atomic
def finish_export(*, row: AccountingExport, name: str, rows: int, sha256: str, at: datetime) -> bool:
    """The file is there; False when another process made it first."""
    waiting = AccountingExport.objects.filter(pk=row.pk, state=ExportState.WAITING)
    given = {"file": name, "rows_done": rows, "sha256": sha256, "ready_at": at, "progressed_at": at}
    return bool(waiting.update(state=ExportState.READY, error="", **given))


@transaction.atomic
def fail_export(*, row: AccountingExport, error: str, at: datetime) -> None:
    """It cannot be made as things are: the page says why."""
    waiting = AccountingExport.objects.filter(pk=row.pk, state=ExportState.WAITING)
    waiting.update(state=ExportState.FAILED, error=error[:300], progressed_at=at)
