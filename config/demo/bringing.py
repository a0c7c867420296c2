"""How the demo's rows come in: as a file of the team's own import, checked, then applied line by line."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from registrations.actors import Actor, Via
from registrations.imports.actions import check_file, start_applying
from registrations.imports.jobs import apply_all
from registrations.imports.models import ImportBatch, LineState, Verdict
from registrations.imports.registry import kind_of

LOADER = Actor(person=None, roles=frozenset({"administrator"}), via=Via.IMPORT, job="demo")

Row = Mapping[str, Any]


class DemoRefused(Exception):
    """The demo's own data was refused: an error of ours, shown with its lines."""


def bring(kind: str, rows: Iterable[Row], *, at: datetime, historical: bool = False) -> ImportBatch:
    """Import rows, given by the names of the kind's columns. Raises `DemoRefused` when a line is."""
    content = sheet(kind, list(rows))
    batch = check_file(kind=kind, content=content, file_name=f"{kind}.csv", historical=historical, by=LOADER, at=at)
    refused = list(batch.lines.filter(verdict=Verdict.REFUSED)[:5])
    if refused:
        raise DemoRefused(kind, [(line.number, line.reasons, line.values) for line in refused])
    start_applying(batch=batch, by=LOADER, at=at)
    batch = apply_all(batch, by=LOADER, at=at)
    failed = list(batch.lines.filter(state=LineState.FAILED)[:5])
    if failed:
        raise DemoRefused(kind, [(line.number, line.reasons, line.values) for line in failed])
    return batch


def sheet(kind: str, rows: list[Row]) -> bytes:
    """The rows as a CSV file with the French headings of the kind."""
    columns = kind_of(kind).lines.columns()
    used = [name for name in columns if any(name in row for row in rows)]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([columns[name].heading for name in used])
    writer.writerows([written(row.get(name, "")) for name in used] for row in rows)
    return file.getvalue().encode()


def written(value: Any) -> str:
    """A value as somebody would type it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, tuple)):
        return " | ".join(str(part) for part in value)
    return "" if value is None else str(value)
