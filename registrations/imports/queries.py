"""Batches for the screens, and the files that the screens give."""

from collections import Counter
from dataclasses import dataclass

import tablib
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from registrations.imports.models import ImportBatch, ImportLine
from registrations.imports.rules import LineState, Verdict
from registrations.imports.rules.kinds import ImportKind
from registrations.imports.rules.lines import harmless


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands, in numbers of lines."""

    new: int
    update: int
    same: int
    refused: int
    left_out: int
    done: int
    failed: int
    blocking: int
    waiting: int


def progress(batch: ImportBatch) -> Progress:
    """Counted in one statement."""
    rows = batch.lines.order_by().values_list("verdict", "state").annotate(lines=Count("pk"))
    by_both = Counter({(verdict, state): lines for verdict, state, lines in rows})
    verdicts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for (verdict, state), lines in by_both.items():
        verdicts[verdict] += lines
        states[state] += lines
    blocked = by_both[Verdict.REFUSED, LineState.WAITING]
    return Progress(
        new=verdicts[Verdict.NEW],
        update=verdicts[Verdict.UPDATE],
        same=verdicts[Verdict.SAME],
        refused=verdicts[Verdict.REFUSED],
        left_out=states[LineState.LEFT_OUT],
        done=states[LineState.DONE],
        failed=states[LineState.FAILED],
        blocking=blocked,
        waiting=states[LineState.WAITING] - blocked,
    )


def lines_shown(batch: ImportBatch, shown: str) -> QuerySet[ImportLine]:
    """All lines, or those of one verdict (`new`, `update`, `same`, `refused`) or state (`left_out`, `failed`)."""
    lines = batch.lines.order_by("number")
    if shown in Verdict.values:
        return lines.filter(verdict=shown)
    return lines.filter(state=shown) if shown in LineState.values else lines


def blocking(batch: ImportBatch) -> QuerySet[ImportLine]:
    """The refused lines that nobody has left out."""
    return batch.lines.filter(verdict=Verdict.REFUSED, state=LineState.WAITING)


def to_apply(batch: ImportBatch) -> QuerySet[ImportLine]:
    """The lines that wait, in their order."""
    return batch.lines.filter(state=LineState.WAITING).exclude(verdict=Verdict.REFUSED).order_by("number")


def template(kind: ImportKind) -> tablib.Dataset:
    """The headings and the example line of a kind."""
    columns = list(kind.lines.columns().values())
    return tablib.Dataset([c.example for c in columns], headers=[c.heading for c in columns], title=kind.kind[:31])


def exported(kind: ImportKind) -> tablib.Dataset:
    """What there is of a kind, under the headings that its import reads; nothing in it is taken for a formula."""
    columns = kind.lines.columns()
    rows = [
        [harmless(column.widget.written(row.get(name))) for name, column in columns.items()] for row in kind.lines_out()
    ]
    return tablib.Dataset(*rows, headers=[column.heading for column in columns.values()], title=kind.kind[:31])


def refused_lines(batch: ImportBatch) -> tablib.Dataset:
    """The lines that were not applied, as they were read, with their reasons in a last column to delete."""
    lines = list(batch.lines.filter(verdict=Verdict.REFUSED) | batch.lines.filter(state=LineState.FAILED))
    headings = list(dict.fromkeys(heading for line in lines for heading in line.values))
    rows = [[harmless(line.values.get(h, "")) for h in headings] + [harmless(" ".join(line.reasons))] for line in lines]
    return tablib.Dataset(*rows, headers=[*headings, _("Reasons (delete this column)")], title=batch.kind[:31])
