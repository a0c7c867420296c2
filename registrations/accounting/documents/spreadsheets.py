"""CSV and XLSX that say the same, that no spreadsheet executes, and whose bytes depend on their content alone."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registrations.accounting.queries.exports import Cell, Cents

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
ALWAYS = datetime(2000, 1, 1)  # noqa: DTZ001 - what a spreadsheet says of its own making
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def inert(text: str) -> str:
    """Text that a spreadsheet would run as a formula is marked as text (OWASP, CSV injection)."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) or text.startswith(FORMULAS) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> None:
    """Comma, UTF-8 with its mark, ISO dates, a point before the cents."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([inert(str(name)) for name in columns])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _written(cell: Cell) -> str:
    if isinstance(cell, Cents):
        return str(_decimal(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else inert(cell) if isinstance(cell, str) else str(cell)


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes]) -> None:
    """The same with dates and amounts that a spreadsheet adds up."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = ALWAYS
    sheet = book.create_sheet("AXTRA")
    sheet.freeze_panes = "A2"
    sheet.append([inert(str(name)) for name in columns])
    for row in rows:
        sheet.append([_valued(cell) for cell in row])
    made = io.BytesIO()
    book.save(made)
    _without_clock(made, file)


def _valued(cell: Cell) -> Any:
    if isinstance(cell, Cents):
        return _decimal(cell)
    return inert(cell) if isinstance(cell, str) else cell


def _decimal(amount: Cents) -> Decimal:
    return Decimal(amount.cents).scaleb(-2)


def _without_clock(made: io.BytesIO, file: IO[bytes]) -> None:
    """The parts of an XLSX file carry the hour of their writing: the same books would give other bytes."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                start, end = content.find(b"<dcterms:modified"), content.find(b"</dcterms:modified>")
                content = content[:start] + content[end + len(b"</dcterms:modified>") :] if start > 0 else content
            target.writestr(zipfile.ZipInfo(name, ALWAYS.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
