"""Batches for the screens, and the files that the screens give."""

from collections import Counter
from collections.abc import Mapping

import tablib
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from registrations.imports.models import ImportBatch, ImportLine
from registrations.imports.rules import LineState, Verdict
from registrations.imports.rules.kinds import ImportKind
from registrations.imports.rules.lines import harmless


def counts(batch: ImportBatch) -> Mapping[tuple[str, str], int]:
    """Number of lines by (verdict, state)."""
    rows = batch.lines.order_by().values_list("verdict", "state").annotate(lines=Count("pk"))
    return Counter({(verdict, state): lines for verdict, state, lines in rows})


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


def refused_lines(batch: ImportBatch) -> tablib.Dataset:
    """The lines that were not applied, as they were read, with their reasons in a last column to delete."""
    lines = list(batch.lines.filter(verdict=Verdict.REFUSED) | batch.lines.filter(state=LineState.FAILED))
    headings = list(dict.fromkeys(heading for line in lines for heading in line.values))
    rows = [[harmless(line.values.get(h, "")) for h in headings] + [" ".join(line.reasons)] for line in lines]
    return tablib.Dataset(*rows, headers=[*headings, _("Reasons (delete this column)")], title=batch.kind[:31])
