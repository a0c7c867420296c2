"""Workbooks as files: the empty one with its example lines, and one that says what there is."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook as Book
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registrations.imports.models import ImportBatch
from registrations.imports.registry import Column, Values
from registrations.imports.rules import LineState, Verdict
from registrations.imports.rules.cells import Choice
from registrations.imports.rules.kinds import SheetKind, Workbook
from registrations.imports.rules.lines import harmless

HEADING = PatternFill("solid", fgColor="E6EEF2")
LISTED = 250
"""Characters that a spreadsheet keeps of a list to choose from."""


def template_book(kind: Workbook) -> bytes:
    """The headings and an example line on each sheet, then the values that one may write."""
    return _made(kind, {part.title: [[column.example for column in _columns(part)]] for part in kind.sheets})


def exported_book(kind: Workbook, lines: Mapping[str, Iterable[Values]]) -> bytes:
    """The lines of each sheet under the headings that its import reads; nothing in it is taken for a formula."""
    written = {
        part.title: [
            [harmless(column.widget.written(line.get(name))) for name, column in part.lines.columns().items()]
            for line in lines[part.title]
        ]
        for part in kind.sheets
    }
    return _made(kind, written)


def refused_book(batch: ImportBatch, kind: Workbook) -> bytes:
    """The lines that were not applied, on their sheets, with their reasons in a last column to delete."""
    book = Book()
    book.remove(book.active)
    lines = list(batch.lines.filter(verdict=Verdict.REFUSED) | batch.lines.filter(state=LineState.FAILED))
    for part in kind.sheets:
        mine = sorted((line for line in lines if line.sheet == part.title), key=lambda line: line.number)
        headings = list(dict.fromkeys(heading for line in mine for heading in line.values))
        page = book.create_sheet(part.title)
        page.append([*headings, _("Reasons (delete this column)")])
        for line in mine:
            cells = [harmless(line.values.get(heading, "")) for heading in headings]
            page.append([*cells, harmless(" ".join(line.reasons))])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _columns(part: SheetKind) -> list[Column]:
    return list(part.lines.columns().values())


def _made(kind: Workbook, written: Mapping[str, list[list[str]]]) -> bytes:
    book = Book()
    book.remove(book.active)
    for part in kind.sheets:
        _fill(book.create_sheet(part.title), part, written[part.title])
    _explain(book.create_sheet(kind.silent[0]), kind)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Any, part: SheetKind, rows: list[list[str]]) -> None:
    """All cells are text, so that no spreadsheet turns a code into a date; choices are offered as a list."""
    columns = _columns(part)
    page.append([column.heading for column in columns])
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = max(12, min(40, len(column.heading) + 4))
        page.cell(1, place).font, page.cell(1, place).fill = Font(bold=column.required), HEADING
        if choices := _choices(column):
            offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
            page.add_data_validation(offered)
            offered.add(f"{letter}2:{letter}2000")
    for row in rows:
        page.append(row)
        for place in range(1, len(row) + 1):
            page.cell(page.max_row, place).number_format = "@"
    page.freeze_panes = "A2"


def _choices(column: Column) -> str:
    shown = column.widget.shown if isinstance(column.widget, Choice) else []
    text = ",".join(shown)
    return text if len(text) <= LISTED and not any("," in word for word in shown) else ""


def _explain(page: Any, kind: Workbook) -> None:
    """Each column of each sheet: whether it is required, an example, the words that it takes."""
    page.append([_("Sheet"), _("Column"), _("Required"), _("Example"), _("Allowed values")])
    for place, width in enumerate((24, 30, 12, 34, 60), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
        page.cell(1, place).font, page.cell(1, place).fill = Font(bold=True), HEADING
    for part in kind.sheets:
        for column in _columns(part):
            words = ", ".join(column.widget.shown) if isinstance(column.widget, Choice) else ""
            page.append([part.title, column.heading, _("yes") if column.required else "", column.example, words])
    page.freeze_panes = "A2"
