"""From the text of a line to its values, and to a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registrations.imports.errors import ColumnsWrong
from registrations.imports.rules.columns import matched
from registrations.imports.rules.kinds import FileKind, ImportKind, Outcome, Read, SheetKind, Workbook, refused
from registrations.imports.rules.reading import Sheet

FORMULA = ("=", "@")
SIGNS = ("+", "-")
NUMERIC = frozenset("+-0123456789 .,()\u00a0\u202f")


def lines_of(sheet: Sheet, kind: FileKind) -> list[Read]:
    """Each line of the sheet with its values. Raises `ColumnsWrong`."""
    columns = kind.lines.columns().values()
    places = matched(
        sheet.headings,
        [column.heading for column in columns],
        required=[column.heading for column in columns if column.required],
        also={column.also: column.heading for column in columns if column.also},
    )
    lines = []
    for row in sheet.rows:
        cells = {heading: row.cells[place] if place < len(row.cells) else "" for place, heading in places.items()}
        line = read_line(row.number, cells, kind)
        line.reasons[:0] = _formulas(row.formulas, places) + _strays(row.cells, places)
        lines.append(line)
    return lines


def lines_of_sheets(sheets: Mapping[str, Sheet], kind: Workbook) -> list[Read]:
    """Each line of each sheet, numbered from one to the last. Raises `ColumnsWrong`, which names the sheets."""
    lines: list[Read] = []
    wrong: list[str] = []
    for part in kind.sheets:
        try:
            lines += [_on_sheet(line, part) for line in lines_of(sheets[part.title], part)]
        except ColumnsWrong as refusal:
            wrong.append(
                _("Sheet “%(sheet)s”: %(details)s") % {"sheet": part.title, "details": refusal.members["details"]}
            )
    if wrong:
        raise ColumnsWrong(details=" ".join(wrong))
    for number, line in enumerate(lines, start=1):
        line.number = number
    return lines


def _on_sheet(line: Read, part: SheetKind) -> Read:
    line.sheet, line.row = part.title, line.number
    return line


def read_line(number: int, cells: dict[str, str], kind: FileKind) -> Read:
    """The values of a line's cells, or why they cannot be understood."""
    line = Read(number, cells)
    values: dict[str, Any] = {}
    for name, column in kind.lines.columns().items():
        if column.heading not in cells:
            continue
        text = cells[column.heading]
        if problem := _suspect(text) or (column.required and not text and _("this cell is required")):
            line.reasons.append(_at(column.heading, str(problem)))
            continue
        try:
            values[name] = column.clean({column.heading: _literal(text)})
        except (ValueError, ValidationError) as error:
            line.reasons.append(_at(column.heading, str(error)))
    line.values = values
    return line


def judged(lines: Sequence[Read], kind: FileKind, *, historical: bool) -> list[Outcome]:
    """A verdict per line: its cells, then duplicates within the file, then what the kind knows of the world."""
    known = prepared(lines, kind, historical=historical)
    first: dict[Any, int] = {}
    return [_judge(line, kind, known, first, historical=historical) for line in lines]


def prepared(lines: Iterable[Read], kind: FileKind, *, historical: bool) -> Any:
    """What the lines refer to, as the kind prepares it."""
    if isinstance(kind, Workbook):
        by_sheet: dict[str, list[Read]] = {part.title: [] for part in kind.sheets}
        for line in lines:
            by_sheet[line.sheet].append(line)
        return kind.prepare_sheets(by_sheet, historical=historical)
    return kind.prepare([line.values for line in lines if not line.reasons])


def placed(sheet: str, row: int, reasons: Iterable[str]) -> list[str]:
    """The reasons, each saying where in the workbook."""
    where = {"sheet": sheet, "row": row}
    return [_("%(sheet)s, line %(row)s – %(reason)s") % (where | {"reason": why}) for why in reasons]


def _judge(line: Read, kind: FileKind, known: Any, first: dict[Any, int], *, historical: bool) -> Outcome:
    if line.reasons:
        return refused(*line.reasons)
    part, here = kind.part(line.sheet), line.row or line.number
    before = first.setdefault((line.sheet, *key_of(line, part)), here)
    if before != here:
        return refused(_("Same as line %(line)s of this file.") % {"line": before})
    return part.check(line.values, known, historical=historical)


def key_of(line: Read, kind: ImportKind) -> tuple[str, ...]:
    """What makes a line unique within its file."""
    if not kind.key:
        return tuple(line.cells.values())
    return tuple(str(line.values.get(name)).casefold() for name in kind.key)


def harmless(text: str) -> str:
    """Text that a spreadsheet will not take for a formula, without what it cannot write."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if _is_formula(text) else text


def _literal(text: str) -> str:
    """Without the apostrophe by which spreadsheets, and our own exports, say that what follows is not a formula."""
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _formulas(places: Iterable[int], columns: dict[int, str]) -> list[str]:
    return [_at(columns.get(place, str(place + 1)), _("a formula: paste its value")) for place in sorted(places)]


def _strays(cells: Sequence[str], columns: dict[int, str]) -> list[str]:
    """Text beyond the named columns would be lost without a word."""
    if any(text for place, text in enumerate(cells) if place not in columns):
        return [_("This line has more cells than there are headings.")]
    return []


def _suspect(text: str) -> str:
    """Why the text of a cell is refused before anybody reads it: a formula, or a character that no keyboard types."""
    if _is_formula(text):
        return _("a formula: paste its value")
    if any(letter < " " and letter not in "\t\r\n" for letter in text) or "\x7f" in text:
        return _("a character that cannot be printed")
    return ""


def _is_formula(text: str) -> bool:
    """+1 514 555-0100 and -73.56 are not formulas; anything else that starts with a sign could be one."""
    return text.startswith(FORMULA) or (text.startswith(SIGNS) and not set(text) <= NUMERIC)


def _at(heading: str, problem: str) -> str:
    return _("%(column)s: %(problem)s.") % {"column": heading, "problem": problem}
