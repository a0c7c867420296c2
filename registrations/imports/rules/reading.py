"""Bytes to lines of text: CSV (UTF-8 or Windows-1252) and XLSX. A file from outside is hostile until read."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from registrations.folding import folded
from registrations.imports.errors import (
    CellsMerged,
    EncodingBroken,
    FileEmpty,
    FileRefused,
    FileTooBig,
    NotAWorkbook,
    SheetsWrong,
    TooManyLines,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024  # what an XLSX of 10 MB may honestly hold; beyond is a bomb
MAX_COLUMNS = 100
MERGED = re.compile(rb'<mergeCell[^>]* ref="([A-Z]+)([0-9]+):([A-Z]+[0-9]+)"')
MAX_ROWS = 200_000  # blank ones included: a sheet formatted to its last row must not cost minutes
MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ªŽ‰´®§»]|â€|Â[\u00a0-\u00bf]|\ufffd")
DELIMITERS = ";,\t"
# All that openpyxl and zipfile raise on files that are not what they say.
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its number as a spreadsheet shows it, its cells, the columns that hold a formula."""

    number: int
    cells: list[str]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, and the lines that are not blank."""

    headings: list[str]
    rows: list[Row] = field(default_factory=list)


def read(content: bytes, *, max_lines: int) -> Sheet:
    """The first sheet of a CSV or XLSX file. Raises a `FileRefused` that says what is wrong."""
    if len(content) > MAX_BYTES:
        raise FileTooBig(megabytes=MAX_BYTES // 1024 // 1024)
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    return _sheet(rows, max_lines=max_lines)


def read_sheets(
    content: bytes, *, titles: Mapping[str, str], ignored: Iterable[str], max_lines: int
) -> dict[str, Sheet]:
    """The sheets of an XLSX workbook by title; `titles`: each tab that one may write -> the sheet that it is.

    Raises a `FileRefused` that says what is wrong: also `SheetsWrong` and `CellsMerged`.
    """
    if len(content) > MAX_BYTES:
        raise FileTooBig(megabytes=MAX_BYTES // 1024 // 1024)
    if not content:
        raise FileEmpty()
    if not content.startswith(b"PK"):
        raise NotAWorkbook()
    _weigh(content)
    book = _opened(content)
    places = _places(book.sheetnames, titles, ignored)
    sheets = {}
    for title, tab in places.items():
        _expect_apart(content, book[tab], title)
        rows = (row for row in _pages(book, tab) if any(row.cells) or row.formulas)
        headings = next(rows, Row(1, []))
        sheets[title] = _filled(Sheet([cell.strip() for cell in headings.cells]), rows, max_lines)
    if not any(sheet.rows for sheet in sheets.values()):
        raise FileEmpty()
    return sheets


def _places(tabs: Iterable[str], titles: Mapping[str, str], ignored: Iterable[str]) -> dict[str, str]:
    """Each sheet -> its tab; every other tab must be one that says nothing."""
    by_fold = {folded(name): title for name, title in titles.items()}
    skipped = {folded(name) for name in ignored}
    found: dict[str, str] = {}
    wrong = []
    for tab in tabs:
        title = by_fold.get(folded(tab))
        if title is None and folded(tab) not in skipped:
            wrong.append(_("The sheet “%(sheet)s” is unknown: rename it or delete it.") % {"sheet": tab[:60]})
        elif title in found:
            wrong.append(_("The sheet “%(sheet)s” is there twice: keep one.") % {"sheet": title})
        elif title is not None:
            found[title] = tab
    missing = dict.fromkeys(title for title in titles.values() if title not in found)
    wrong += [_("The sheet “%(sheet)s” is missing: take it from the template.") % {"sheet": one} for one in missing]
    if wrong:
        raise SheetsWrong(details=" ".join(wrong))
    return {title: found[title] for title in dict.fromkeys(titles.values())}


def _expect_apart(content: bytes, page: Any, title: str) -> None:
    """Merged cells say one thing for several lines: only the first would be read. Reading row by row does not say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = MERGED.search(archive.read(page._worksheet_path.lstrip("/")))
    if found:
        first, row, last = (part.decode() for part in found.groups())
        raise CellsMerged(sheet=title, line=row, cells=f"{first}{row}:{last}")


def _sheet(rows: Iterable[Row], *, max_lines: int) -> Sheet:
    """Keep the lines that say something, and stop reading as soon as there are too many."""
    filled = (row for row in rows if any(row.cells) or row.formulas)
    headings = next(filled, None)
    if headings is None:
        raise FileEmpty()
    sheet = _filled(Sheet([cell.strip() for cell in headings.cells]), filled, max_lines)
    if not sheet.rows:
        raise FileEmpty()
    return sheet


def _filled(sheet: Sheet, rows: Iterable[Row], max_lines: int) -> Sheet:
    for row in rows:
        if len(sheet.rows) == max_lines:
            raise TooManyLines(lines=max_lines)
        sheet.rows.append(row)
    return sheet


def _csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    delimiter = _delimiter(text)
    if text[:4].casefold() == "sep=":  # a line that Excel writes and reads for itself
        text = "\n" + text.partition("\n")[2]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in lines:
            yield Row(number, [cell.strip() for cell in cells])
            number = lines.line_num + 1
    except csv.Error as error:
        raise FileRefused() from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252; a file that was already damaged is refused."""
    if b"\x00" in content:
        raise FileRefused()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _western(content, line=content.count(b"\n", 0, error.start) + 1)
    if damage := MOJIBAKE.search(text):
        raise EncodingBroken(line=text.count("\n", 0, damage.start()) + 1)
    return text


def _western(content: bytes, *, line: int) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise EncodingBroken(line=line) from error


def _delimiter(text: str) -> str:
    """The separator that the first line uses most, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first[:4].casefold() == "sep=" and first[4:5] in DELIMITERS and first[4:5]:
        return first[4:5]
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=unquoted.count)


def _xlsx(content: bytes) -> Iterator[Row]:
    """The first sheet; formulas are kept as such, so that their lines are refused rather than their last value read."""
    _weigh(content)
    yield from _pages(_opened(content), None)


def _opened(content: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions it skips
            return load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except UNREADABLE as error:
        raise FileRefused() from error


def _pages(book: Any, tab: str | None) -> Iterator[Row]:
    """The rows of a sheet, of the first one without a tab."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page = book.worksheets[0] if tab is None else book[tab]
            page.reset_dimensions()
            for number, cells in enumerate(page.iter_rows(max_row=MAX_ROWS), start=1):
                yield _row(number, cells)
    except UNREADABLE as error:
        raise FileRefused() from error


def _row(number: int, cells: tuple[Any, ...]) -> Row:
    kept = cells[: MAX_COLUMNS + 1]
    formulas = frozenset(place for place, cell in enumerate(kept) if cell.data_type in {"f", "e"})
    return Row(number, [_text(cell.value) for cell in kept], formulas)


def _text(value: Any) -> str:
    """What a person would have typed for this value."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "oui", False: "non"}[value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time.min else "%Y-%m-%d %H:%M")
    return value.strftime("%H:%M") if isinstance(value, time) else str(value).strip()


def _weigh(content: bytes) -> None:
    """Refuse a bomb before it is unpacked: by what the archive says that it holds, which zipfile then enforces."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 1000:
                raise FileTooBig(megabytes=MAX_BYTES // 1024 // 1024)
            declared = any(b"<!DOCTYPE" in archive.read(part)[:1024] for part in parts if _is_xml(part.filename))
    except UNREADABLE as error:
        raise FileRefused() from error
    if declared:
        raise FileRefused()


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))
