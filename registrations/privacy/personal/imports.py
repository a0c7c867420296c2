"""Lines of the files that the team brought: they hold names and addresses as they were typed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.imports.models import BatchState, ImportBatch, ImportLine
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention

LINES_KEPT = timedelta(days=90)


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := _naming(person).count():
        yield Gone(_("Lines of imported files that name this person"), number)
    if number := _brought(person).count():
        yield Kept(_("Files that this person imported, without their name"), number, _("What was brought, and when."))


def erase(person: User, _by: Actor, _at: datetime) -> None:
    ImportLine.objects.filter(pk__in=list(_naming(person).values_list("pk", flat=True))).update(values={}, reasons=[])


def _naming(person: User) -> "QuerySet[ImportLine]":
    marks = marks_of(person)
    lines = ImportLine.objects.exclude(values={}, reasons=[])
    values = mentioning(lines, "values", marks).values("pk")
    return lines.filter(Q(pk__in=values) | Q(pk__in=mentioning(lines, "reasons", marks).values("pk")))


def _brought(person: User) -> "QuerySet[ImportBatch]":
    return ImportBatch.objects.filter(Q(by=person) | Q(applied_by=person))


def lines(person: User) -> Iterator[Mapping[str, Any]]:
    for line in _naming(person).select_related("batch").order_by("pk"):
        yield {"file": line.batch.file_name, "imported_at": line.batch.created_at, "line": line.number, **line.values}


def old_lines(on: date) -> "QuerySet[ImportLine]":
    ended = ImportBatch.objects.exclude(state=BatchState.APPLYING).filter(created_at__date__lt=on - LINES_KEPT)
    return ImportLine.objects.filter(batch__in=ended).exclude(values={}, reasons=[])


def forget_lines(_by: Actor, at: datetime) -> int:
    return old_lines(at.date()).update(values={}, reasons=[])


ERASURES = [
    Erasure(preview, erase, speaks_for=("registrations.importbatch.by", "registrations.importbatch.applied_by")),
]
EXPORTS = [
    Export(
        "imported_lines",
        _("Lines of files that name you"),
        lines,
        columns={"file": _("File"), "imported_at": _("Imported on"), "line": _("Line")},
    )
]
RETENTIONS = [
    Retention(
        "import_lines",
        _("Lines of imported files"),
        _("Emptied 90 days after the import; the count and the verdict of each line stay."),
        lambda on: old_lines(on).count(),
        forget_lines,
    )
]
