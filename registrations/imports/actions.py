"""Check a file, leave lines out, apply the rest: the only writers of batches."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from registrations.actors import Actor, Via
from registrations.errors import DomainError
from registrations.imports.errors import ImportNotAllowed, LinesRefused, NothingToApply
from registrations.imports.models import ImportBatch, ImportLine
from registrations.imports.queries import blocking, to_apply
from registrations.imports.registry import IMPORTS, FileKind, kind_of
from registrations.imports.rules import NEXT, BatchState, LineState, Sheet, Verdict, read, read_sheets
from registrations.imports.rules.kinds import Read, Workbook, tabs_of
from registrations.imports.rules.lines import judged, lines_of, lines_of_sheets, placed, prepared, read_line
from registrations.journal.actions import log, noted_together
from registrations.states import move


def check_file(
    *, kind: str, content: bytes, file_name: str, historical: bool = False, by: Actor, at: datetime
) -> ImportBatch:
    """Store the file's lines with a verdict each, and nothing else. Raises a `FileRefused` when it cannot be read."""
    _allowed(kind, None, by=by, at=at)
    spec, longest = IMPORTS[kind], settings.IMPORT_MAX_LINES
    if isinstance(spec, Workbook):
        sheets = read_sheets(content, titles=tabs_of(spec), ignored=spec.silent, max_lines=longest)
        lines = lines_of_sheets(sheets, spec)
        return _judge(lines, spec, file_name=file_name, historical=historical, by=by, at=at)
    sheet = read(content, max_lines=longest)
    return check_sheet(kind=kind, sheet=sheet, file_name=file_name, historical=historical, by=by, at=at)


def check_sheet(
    *,
    kind: str,
    sheet: Sheet,
    file_name: str,
    about: UUID | None = None,
    historical: bool = False,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """The same for lines that were read already (pasted); `about`: the row that a scoped kind's file is about."""
    spec = _allowed(kind, about, by=by, at=at)
    lines = lines_of(sheet, spec)
    return _judge(lines, spec, file_name=file_name, about=about, historical=historical, by=by, at=at)


def _judge(
    lines: Sequence[Read],
    spec: FileKind,
    *,
    file_name: str,
    about: UUID | None = None,
    historical: bool,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    outcomes = judged(lines, spec, historical=historical)
    rows = [
        ImportLine(
            number=line.number,
            sheet=line.sheet,
            row=line.row,
            values=line.cells,
            verdict=outcome.verdict,
            reasons=placed(line.sheet, line.row, outcome.reasons) if line.sheet else outcome.reasons,
        )
        for line, outcome in zip(lines, outcomes, strict=True)
    ]
    return _store(rows, kind=spec.kind, file_name=file_name, about=about, historical=historical, by=by, at=at)


@transaction.atomic
def _store(
    rows: list[ImportLine],
    *,
    kind: str,
    file_name: str,
    about: UUID | None,
    historical: bool,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name[-200:],
        about_uuid=about,
        historical=historical,
        lines_total=len(rows),
        lines_refused=sum(row.verdict == Verdict.REFUSED for row in rows),
        by=by.person,
        created_at=at,
    )
    for row in rows:
        row.batch = batch
    ImportLine.objects.bulk_create(rows, batch_size=500)
    log(batch, "imports.check", by=by, at=at, kind=kind, lines=len(rows), refused=batch.lines_refused)
    return batch


@transaction.atomic
def leave_out(*, batch: ImportBatch, numbers: Iterable[int] | None = None, by: Actor, at: datetime) -> int:
    """Leave chosen lines out of a checked batch (None: all that are refused); how many were."""
    _allowed(batch.kind, batch.about_uuid, by=by, at=at)
    _expect_checked(batch)
    waiting = batch.lines.filter(state=LineState.WAITING)
    chosen = blocking(batch) if numbers is None else waiting.filter(number__in=list(numbers))
    count = chosen.update(state=LineState.LEFT_OUT)
    log(batch, "imports.leave_out", by=by, at=at, lines=count)
    return count


@transaction.atomic
def take_back(*, batch: ImportBatch, numbers: Iterable[int], by: Actor, at: datetime) -> int:
    """Put lines that were left out back into a checked batch; how many were."""
    _allowed(batch.kind, batch.about_uuid, by=by, at=at)
    _expect_checked(batch)
    left_out = batch.lines.filter(state=LineState.LEFT_OUT, number__in=list(numbers))
    count = left_out.update(state=LineState.WAITING)
    log(batch, "imports.take_back", by=by, at=at, lines=count)
    return count


@transaction.atomic
def cancel_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Forget a checked batch: it can no longer be applied."""
    _allowed(batch.kind, batch.about_uuid, by=by, at=at)
    move(ImportBatch.objects.all(), batch.pk, table=NEXT, from_=BatchState.CHECKED, to=BatchState.CANCELLED)
    log(batch, "imports.cancel", by=by, at=at)


@transaction.atomic
def start_applying(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Decide to apply; the caller then enqueues the job. Raises `LinesRefused` while refused lines are not left out."""
    _allowed(batch.kind, batch.about_uuid, by=by, at=at)
    if refused := blocking(batch).count():
        raise LinesRefused(lines=refused)
    if not to_apply(batch).exists():
        raise NothingToApply()
    decided = {"applied_by": by.person, "progressed_at": at}
    move(ImportBatch.objects.all(), batch.pk, table=NEXT, from_=BatchState.CHECKED, to=BatchState.APPLYING, **decided)
    log(batch, "imports.apply", by=by, at=at)


@transaction.atomic
def apply_lines(*, batch: ImportBatch, known: Any, most: int, by: Actor, at: datetime) -> int:
    """Apply the next lines of a batch, at most `most`, each in a savepoint of its own; how many there were.

    One transaction marks the lines and holds what they did: a process killed in between loses neither, and two
    that run at once take turns on the batch's row.
    """
    ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    spec, lines = kind_of(batch.kind, batch.about_uuid), list(to_apply(batch)[:most])
    acting = replace(by, via=Via.IMPORT)
    checked = {line.pk: (line.verdict, line.reasons) for line in lines}
    with noted_together() as notes:
        for line in lines:
            before = len(notes)
            _apply(line, spec, known, batch=batch, by=acting, at=at)
            if line.state == LineState.FAILED:
                del notes[before:]
    _mark(lines, checked=checked)
    done = sum(line.state == LineState.DONE for line in lines)
    ImportBatch.objects.filter(pk=batch.pk).update(lines_done=F("lines_done") + done, progressed_at=at)
    return len(lines)


def _mark(lines: list[ImportLine], *, checked: dict[int, tuple[str, list[str]]]) -> None:
    """Lines that went as they were checked are one statement; the others say what changed since."""
    done = [line for line in lines if line.state == LineState.DONE and checked[line.pk] == (line.verdict, line.reasons)]
    ImportLine.objects.filter(pk__in=[line.pk for line in done]).update(state=LineState.DONE)
    if others := [line for line in lines if line not in done]:
        ImportLine.objects.bulk_update(others, ["state", "verdict", "reasons"])


@transaction.atomic
def finish_batch(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Say that no line waits any more; nothing when another run has said so."""
    applying = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    if applying.update(state=BatchState.APPLIED, applied_at=at, progressed_at=at):
        batch.refresh_from_db()
        log(batch, "imports.applied", by=by, at=at, kind=batch.kind, lines=batch.lines_done)


def known_of(batch: ImportBatch) -> Any:
    """The references of the lines that are left, as the kind prepared them."""
    spec = kind_of(batch.kind, batch.about_uuid)
    lines = batch.lines.exclude(state=LineState.LEFT_OUT).order_by("number")
    return prepared([_read_again(line, spec) for line in lines], spec, historical=batch.historical)


def _read_again(line: ImportLine, spec: FileKind) -> Read:
    read = read_line(line.number, line.values, spec.part(line.sheet))
    read.sheet, read.row = line.sheet, line.row
    return read


def _apply(line: ImportLine, spec: FileKind, known: Any, *, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Ask the world again, then act; what it refuses now is noted on the line, and the others stand."""
    part, values = spec.part(line.sheet), _read_again(line, spec).values
    outcome = part.check(values, known, historical=batch.historical)
    line.verdict, line.state, line.reasons = outcome.verdict, LineState.DONE, outcome.reasons
    try:
        if outcome.verdict == Verdict.REFUSED:
            line.state = LineState.FAILED
        elif outcome.verdict != Verdict.SAME:
            with nullcontext() if part.one_action else transaction.atomic():
                part.apply(values, known, by=by, at=at, historical=batch.historical)
    except DomainError as refusal:
        line.state, line.reasons = LineState.FAILED, [str(refusal)]
    except (IntegrityError, DataError) as error:
        line.state, line.reasons = LineState.FAILED, [str(error).partition("\n")[0]]
    if line.sheet:
        line.reasons = placed(line.sheet, line.row, line.reasons)


def _allowed(kind: str, about: UUID | None, *, by: Actor, at: datetime) -> FileKind:
    spec = kind_of(kind, about)
    if not spec.allows(by, on=localdate(at)):
        raise ImportNotAllowed()
    return spec


def _expect_checked(batch: ImportBatch) -> None:
    """Lock the batch, so that nobody applies it meanwhile."""
    move(
        ImportBatch.objects.all(),
        batch.pk,
        table={BatchState.CHECKED: frozenset({BatchState.CHECKED})},
        from_=BatchState.CHECKED,
        to=BatchState.CHECKED,
    )
