"""Keeping the funder's report: what is shown of it, versions that never change, files made of it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from registrations.accounting.rules.periods import Period
from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.ids import uuid7
from registrations.journal.actions import disclose, log
from registrations.states import move
from training.catalogue.models import Programme
from training.reports.errors import NothingToShow, PeriodBackwards, PeriodTooLong
from training.reports.models import FileState, FrozenReport, ReportOutline, TrainingFile
from training.reports.queries import LISTS, document_of, people_of
from training.reports.rules import (
    DIMENSIONS,
    INDICATORS,
    MOST_TRIES,
    NEXT,
    VERSION,
    checksum,
    may_ask_files,
    may_keep_reports,
)

MOST_DAYS = 3_660


def period_between(first_on: date, last_on: date) -> Period:
    """Both days included. Raises `PeriodBackwards` or `PeriodTooLong`."""
    if last_on < first_on:
        raise PeriodBackwards()
    if (last_on - first_on).days > MOST_DAYS:
        raise PeriodTooLong()
    return Period(first_on, last_on + timedelta(days=1))


@transaction.atomic
def choose_outline(
    programme: Programme, *, indicators: Collection[str], breakdowns: Collection[str], by: Actor, at: datetime
) -> ReportOutline:
    """What the funder of this programme asked for; the order is the report's own."""
    if not may_keep_reports(by):
        raise Forbidden()
    given = {
        "indicators": [name for name in INDICATORS if name in indicators],
        "breakdowns": [name for name in DIMENSIONS if name in breakdowns],
    }
    if not given["indicators"]:
        raise NothingToShow()
    outline, _made = ReportOutline.objects.update_or_create(programme=programme, defaults=given)
    log(outline, "training.choose_outline", by=by, at=at, indicators=len(given["indicators"]))
    return outline


@transaction.atomic
def freeze_report(
    programme: Programme, *, first_on: date, last_on: date, note: str = "", by: Actor, at: datetime
) -> FrozenReport:
    """Keep the numbers as they are now, with their checksum: what is sent can be shown again, and compared."""
    if not may_keep_reports(by):
        raise Forbidden()
    period = period_between(first_on, last_on)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    last = FrozenReport.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    document = document_of(programme, period, at=at)
    report = FrozenReport.objects.create(
        programme=programme,
        number=last + 1,
        first_on=first_on,
        last_on=last_on,
        rules=VERSION,
        document=document,
        sha256=checksum(document),
        note=note.strip()[:300],
        frozen_at=at,
    )
    log(report, "training.freeze_report", by=by, at=at, number=report.number, sha256=report.sha256)
    return report


@transaction.atomic
def ask_evidence(programme: Programme, *, first_on: date, last_on: date, by: Actor, at: datetime) -> TrainingFile:
    """Leave the file of evidence to be made: it names people, and is entered in the register of disclosures."""
    if not may_ask_files(by):
        raise Forbidden()
    people = people_of(programme, period_between(first_on, last_on))
    row = TrainingFile.objects.create(
        kind="evidence",
        format="zip",
        programme=programme,
        first_on=first_on,
        last_on=last_on,
        asked_by=by.person,
        asked_at=at,
        progressed_at=at,
    )
    log(row, "training.ask_evidence", by=by, at=at, people=len(people))
    disclose(
        _("File of evidence of the programme %(programme)s") % {"programme": programme.title},
        to_whom=programme.funder.name if programme.funder else _("The funder of the programme"),
        purpose=_("Proof of the training that the agreement pays for"),
        legal_basis=_("Needed to carry out the agreement (P-39.1, s. 18)"),
        people=people,
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def begin_file(pk: int, *, at: datetime) -> TrainingFile | None:
    """Count one more try of a file that waits, and give it; None when it was tried often enough, or is made."""
    waiting = TrainingFile.objects.filter(pk=pk, state=FileState.WAITING)
    if waiting.filter(attempts__lt=MOST_TRIES).update(attempts=F("attempts") + 1, run=uuid7(), progressed_at=at):
        return TrainingFile.objects.select_related("programme__funder").get(pk=pk)
    for row in waiting:
        fail_file(
            row=row,
            error=_("The file was interrupted several times: try again, and tell whoever keeps the site if it fails."),
            at=at,
        )
    return None


@transaction.atomic
def fail_file(*, row: TrainingFile, error: str, at: datetime) -> None:
    """It cannot be made as things are: the page says why, and what to do."""
    waiting = TrainingFile.objects.filter(pk=row.pk, state=FileState.WAITING, run=row.run)
    waiting.update(state=FileState.FAILED, error=error[:300], progressed_at=at)


@transaction.atomic
def retry_file(row: TrainingFile, *, by: Actor, at: datetime) -> None:
    """Leave a file that failed to be made again: the same people, already in the register of disclosures."""
    if not may_ask_files(by):
        raise Forbidden()
    given = {"error": "", "attempts": 0, "progressed_at": at}
    move(TrainingFile.objects.all(), row.pk, table=NEXT, from_=row.state, to=FileState.WAITING, **given)
    log(row, "training.retry_file", by=by, at=at)


@transaction.atomic
def ask_list(
    *,
    kind: str,
    format: str,  # noqa: A002 - the name of the column
    programme: Programme | None,
    first_on: date,
    last_on: date,
    by: Actor,
    at: datetime,
) -> TrainingFile:
    """Leave a list (`LISTS`) to be made; one that names people is entered in the register of disclosures."""
    if not may_ask_files(by):
        raise Forbidden()
    people = LISTS[kind].people_in(programme, period_between(first_on, last_on))
    days = {"first_on": first_on, "last_on": last_on, "asked_at": at, "progressed_at": at}
    row = TrainingFile.objects.create(kind=kind, format=format, programme=programme, asked_by=by.person, **days)
    log(row, "training.ask_list", by=by, at=at, kind=kind, people=len(people))
    if people:
        disclose(
            _("List of training: %(name)s") % {"name": LISTS[kind].label},
            to_whom=_("The permanent team"),
            purpose=_("The work of the person who downloads it"),
            legal_basis=_("Use by those who need it for their functions (P-39.1, s. 20)"),
            people=people,
            by=by,
            at=at,
        )
    return row


@transaction.atomic
def finish_file(*, row: TrainingFile, name: str, rows: int, sha256: str, at: datetime) -> bool:
    """The file is there; False when another try made it first, or began since this one did."""
    waiting = TrainingFile.objects.filter(pk=row.pk, state=FileState.WAITING, run=row.run)
    given = {"file": name, "rows_done": rows, "sha256": sha256, "ready_at": at, "progressed_at": at}
    return bool(waiting.update(state=FileState.READY, error="", **given))


@transaction.atomic
def note_progress(*, row: TrainingFile, rows: int, at: datetime) -> None:
    """So many more rows are written."""
    waiting = TrainingFile.objects.filter(pk=row.pk, state=FileState.WAITING, run=row.run)
    waiting.update(rows_done=F("rows_done") + rows, progressed_at=at)
