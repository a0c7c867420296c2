"""Making the files of evidence: the list of who attended, the costs with their papers, the report itself."""

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.accounting.documents.spreadsheets import WRITERS, write_csv
from registrations.files.storages import private_storage
from training.catalogue.models import ActivityCost
from training.reports.actions import begin_file, fail_file, finish_file, note_progress, period_between
from training.reports.documents import pdf, xlsx
from training.reports.errors import MissingPaper
from training.reports.models import FileState, TrainingFile
from training.reports.queries import LISTS, attendance_list, chosen, costs_of, document_of, last_frozen, since

STALLED = timedelta(minutes=10)
CHUNK = 500


@task
def make_file(pk: int) -> None:
    """Make the file, in French; doing it twice makes one file.

    A paper that is not there any more fails it at once; whatever else stops it is tried again by `resume_files`.
    """
    with override("fr"), tempfile.SpooledTemporaryFile(max_size=5_000_000) as file:
        row = begin_file(pk, at=timezone.now())
        if row is None or (row.programme is None and row.kind not in LISTS):
            return
        TrainingFile.objects.filter(pk=row.pk).update(rows_done=0)
        try:
            rows = write_list(row, file) if row.kind in LISTS else write_evidence(row, file)
        except MissingPaper as missing:
            fail_file(row=row, error=str(missing), at=timezone.now())
        else:
            _store(row, rows, file)


def write_list(row: TrainingFile, file: Any) -> int:
    """The list, saying how far it is as it goes; nothing in it is taken for a formula. How many rows."""
    wanted, counted = LISTS[row.kind], 0

    def lines() -> Iterator[Any]:
        nonlocal counted
        for line in wanted.lines(row.programme, period_between(row.first_on, row.last_on)):  # type: ignore[arg-type]  # given
            counted += 1
            yield line
            if counted % CHUNK == 0:
                note_progress(row=row, rows=CHUNK, at=timezone.now())

    WRITERS[row.format]([str(column) for column in wanted.columns], lines(), file)
    return counted


def write_evidence(row: TrainingFile, file: Any) -> int:
    """The zip, with a list of its parts and their digests. How many lines the list of attendance has."""
    programme, now = row.programme, timezone.now()
    period = period_between(row.first_on, row.last_on)  # type: ignore[arg-type]  # evidence has its days
    document, wanted = document_of(programme, period, at=now), chosen(programme)  # type: ignore[arg-type]  # asked of one
    lines = list(attendance_list(programme, period))  # type: ignore[arg-type]  # the same
    note_progress(row=row, rows=len(lines), at=now)
    parts = {
        "presences.csv": _attendance(lines),
        "rapport.xlsx": xlsx(document, wanted, since(last_frozen(programme), document), language="fr"),  # type: ignore[arg-type]
        "rapport.pdf": pdf(document, wanted, language="fr", at=now),
        **_papers(row, period),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.writestr("manifeste.csv", _manifest(parts))
    return len(lines)


def _attendance(lines: list[Any]) -> bytes:
    columns = (
        *(_("Activity"), _("Session"), _("Date"), _("Family name"), _("Given name"), _("Organisation"), _("Region")),
        *(_("Role"), _("State"), _("Minutes"), _("Noted by")),
    )
    file = io.BytesIO()
    write_csv([str(column) for column in columns], lines, file)
    return file.getvalue()


def _papers(row: TrainingFile, period: Any) -> dict[str, bytes]:
    """What proves each cost, and their list."""
    costs = costs_of(row.programme, period)  # type: ignore[arg-type]  # asked of one
    papers, lines = {}, []
    for cost in costs:
        name = f"couts/{cost.pk}-{cost.original_name or 'document'}" if cost.document else ""
        if name:
            papers[name.replace("..", "")] = _paper(cost)
        lines.append((cost.activity.title, cost.label, cost.planned_cents / 100, (cost.actual_cents or 0) / 100, name))
    file = io.BytesIO()
    headings = (_("Activity"), _("What for"), _("Planned"), _("Actual"), _("Document"))
    write_csv([str(heading) for heading in headings], lines, file)
    return {"couts.csv": file.getvalue(), **papers}


def _paper(cost: ActivityCost) -> bytes:
    try:
        with cost.document.open("rb") as paper:
            content: bytes = paper.read()
    except FileNotFoundError as error:
        raise MissingPaper(activity=cost.activity.title, cost=cost.label) from error
    return content


def _manifest(parts: dict[str, bytes]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["fichier", "octets", "sha256"])
    writer.writerows((name, len(content), hashlib.sha256(content).hexdigest()) for name, content in parts.items())
    return file.getvalue()


def _store(row: TrainingFile, rows: int, file: Any) -> None:
    """File first, then the row that names it; a file that came second goes."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    now = timezone.now()
    name = private_storage().save(f"training/{now:%Y}/{row.uuid}.{row.format}", File(file))
    if not finish_file(row=row, name=name, rows=rows, sha256=digest, at=now):
        private_storage().delete(name)


@db_periodic_task(crontab(minute="*/10"))
def resume_files() -> int:
    """Take up the files that no process has moved for a while. How many."""
    waiting = TrainingFile.objects.filter(state=FileState.WAITING, progressed_at__lt=timezone.now() - STALLED)
    stalled = list(waiting.values_list("pk", flat=True))
    for pk in stalled:
        make_file.enqueue(pk)
    return len(stalled)
