"""Answers as charts, and as a workbook with a column a question."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registrations.charts import bars
from registrations.questions.queries import Grid, Tally


def chart(tally: Tally) -> Any:
    """The numbers of a question as bars; a long choice is cut, the table beside has it whole."""
    numbers = [(label if len(label) < 22 else f"{label[:20]}…", count) for label, count in tally.numbers]
    title = tally.question.text
    return bars(numbers, title=title, description=_("The numbers are in the table.")) if numbers else ""


def workbook(grid: Grid) -> bytes:
    """One line a person registered, one column a question."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = _("Answers")
    sheet.append([_("Family name"), _("Given name"), *(_safe(one.text) for one in grid.questions)])
    for person, answers in grid.lines:
        sheet.append([_safe(text) for text in (person.family_name, person.given_name, *answers)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _safe(text: str) -> str:
    """Without what a workbook cannot hold; a spreadsheet executes what begins so."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else clean
