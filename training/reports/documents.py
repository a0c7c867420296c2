"""The report in words: what the screen, the spreadsheet and the paper show of the same numbers."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from registrations.accounting.documents.spreadsheets import inert
from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.money import half_up, spelled
from registrations.typeset import typeset
from training.reports.rules import DIMENSIONS, INDICATORS, MEASURES, Change, Unit

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "report.typ"
DIVIDED = {Unit.MINUTES: 60, Unit.PERMILLE: 1000, Unit.CENTS: 100, Unit.COUNT: 1}
FORMATS = {Unit.MINUTES: "#,##0.0", Unit.PERMILLE: "0.0%", Unit.CENTS: "#,##0.00", Unit.COUNT: "#,##0"}
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with what was promised, and how much of it there is, in thousandths."""

    name: str
    label: str
    definition: str
    unit: Unit
    value: int | None
    target: int | None
    language: str

    @property
    def said(self) -> str:
        return said(self.value, self.unit, self.language)

    @property
    def promised(self) -> str:
        return said(self.target, self.unit, self.language) if self.target is not None else ""

    @property
    def reached(self) -> str:
        if not self.target or self.value is None:
            return ""
        return said(half_up(self.value, 1000, self.target), Unit.PERMILLE, self.language)


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its rows are a label and the measures."""

    name: str
    label: str
    rows: list[tuple[str, list[int]]]
    language: str

    @property
    def shown(self) -> list[tuple[str, list[str]]]:
        units = [measure.unit for measure in MEASURES.values()]
        return [
            (label, [said(n, unit, self.language) for n, unit in zip(numbers, units, strict=True)])
            for label, numbers in self.rows
        ]


def said(value: int | None, unit: Unit, language: str) -> str:
    """1 234; 12,5 h; 92,4 %; 1 234,56 $; a dash for what cannot be computed."""
    if value is None:
        return "–"
    if unit == Unit.CENTS:
        return spelled(value, language)
    if unit == Unit.COUNT:
        return _grouped(f"{value:,}", language)
    tenths = round(value / 6) if unit == Unit.MINUTES else value
    number = f"{tenths / 10:,.1f}".removesuffix(".0")
    suffix = "h" if unit == Unit.MINUTES else "%"
    return f"{_grouped(number, language)}{'' if language == 'en' and suffix == '%' else NBSP}{suffix}"


def _grouped(number: str, language: str) -> str:
    return number.replace(",", NBSP).replace(".", ",") if language == "fr" else number


def lines_of(document: Mapping[str, Any], wanted: Iterable[str], language: str) -> list[Line]:
    """The chosen indicators."""
    values, targets = document["indicators"], document["targets"]
    with override(language):
        return [
            Line(n, str(i.label), str(i.definition), i.unit, values[n], targets.get(n), language)
            for n, i in INDICATORS.items()
            if n in wanted and n in values
        ]


def parts_of(document: Mapping[str, Any], wanted: Iterable[str], language: str) -> list[Part]:
    """The chosen tables."""
    with override(language):
        return [
            Part(
                name,
                str(dimension.label),
                [(label_of(name, row["key"], row["name"]), [row[m] for m in MEASURES]) for row in rows],
                language,
            )
            for name, dimension in DIMENSIONS.items()
            if name in wanted and (rows := document["breakdowns"].get(name))
        ]


def label_of(dimension: str, key: str, name: str) -> str:
    """What a row is called, in the active language."""
    if dimension == "month":
        return dated(date(int(key[:4]), int(key[5:]), 1), "F Y")
    words = DIMENSIONS[dimension].words
    return str(words.get(key, key)) if words is not None else name or str(_("Not given"))


def changes_of(changes: Sequence[Change], language: str) -> list[tuple[str, str, str, str]]:
    """Each difference: what, before, now, by how much."""
    with override(language):
        return [_change(change, language) for change in changes]


def _change(change: Change, language: str) -> tuple[str, str, str, str]:
    if change.part:
        known: Any = MEASURES[change.name]
        what = f"{DIMENSIONS[change.part].label}, {label_of(change.part, change.key, change.row)} – {known.label}"
    else:
        known = INDICATORS[change.name]
        what = str(known.label)
    by = "" if change.by is None else ("+" if change.by > 0 else "\u2212") + said(abs(change.by), known.unit, language)
    return what, said(change.before, known.unit, language), said(change.now, known.unit, language), by


def period_said(document: Mapping[str, Any], language: str) -> str:
    days = (date.fromisoformat(document[name]) for name in ("first_on", "last_on"))
    first, last = (spelled_day(day, language, weekday=False) for day in days)
    with override(language):
        return _("%(first)s to %(last)s") % {"first": first, "last": last}


def xlsx(
    document: Mapping[str, Any], wanted: tuple[list[str], list[str]], changes: Sequence[Change], *, language: str
) -> bytes:
    """One sheet of indicators, one for each table, one for what differs from the last frozen version."""
    book = Workbook()
    with override(language):
        sheet = book.active
        sheet.title = _("Indicators")
        _headed(sheet, [_("Indicator"), _("Value"), _("Target"), _("Definition")], (44, 14, 14, 100))
        for line in lines_of(document, wanted[0], language):
            sheet.append([line.label, *(_number(n, line.unit) for n in (line.value, line.target)), line.definition])
            for cell in sheet[sheet.max_row][1:3]:
                cell.number_format = FORMATS[line.unit]
        for part in parts_of(document, wanted[1], language):
            _table(book.create_sheet(part.label), part)
        if changes:
            sheet = book.create_sheet(_("Differences"))
            _headed(sheet, [_("Indicator"), _("Before"), _("Now"), _("Difference")], (60, 16, 16, 16))
            for row in changes_of(changes, language):
                sheet.append([inert(cell) if place == 0 else cell for place, cell in enumerate(row)])
        _about(book.create_sheet(_("About")), document, language)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _table(sheet: Any, part: Part) -> None:
    _headed(sheet, [part.label, *(str(measure.label) for measure in MEASURES.values())], (44, 16, 16, 18, 16))
    units = [measure.unit for measure in MEASURES.values()]
    for label, numbers in part.rows:
        sheet.append([inert(label), *(_number(n, unit) for n, unit in zip(numbers, units, strict=True))])
        for cell, unit in zip(sheet[sheet.max_row][1:], units, strict=True):
            cell.number_format = FORMATS[unit]


def _about(sheet: Any, document: Mapping[str, Any], language: str) -> None:
    _headed(sheet, [_("About this report"), ""], (30, 70))
    for label, value in facts_said(document, language):
        sheet.append([label, inert(value)])


def _headed(sheet: Any, labels: Sequence[str], widths: Sequence[int]) -> None:
    sheet.append(list(labels))
    sheet.freeze_panes = "A2"
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = width


def _number(value: int | None, unit: Unit) -> float | int | None:
    return value if value is None or unit == Unit.COUNT else value / DIVIDED[unit]


def facts_said(document: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """What the report is about."""
    with override(language):
        facts = [
            (_("Programme"), document["title"]),
            (_("Funder"), document["funder"]),
            (_("Agreement number"), document["agreement"]),
            (_("Period"), period_said(document, language)),
            (_("Rules"), document["rules"]),
        ]
    return [(label, value) for label, value in facts if value]


def pdf(
    document: Mapping[str, Any],
    wanted: tuple[list[str], list[str]],
    *,
    facts: Sequence[tuple[str, str]] = (),
    language: str,
    at: datetime,
) -> bytes:
    """The paper (PDF/UA). Never call it inside a transaction."""
    return typeset(TEMPLATE, paper(document, wanted, facts=facts, language=language), at=at)


def paper(
    document: Mapping[str, Any], wanted: tuple[list[str], list[str]], *, facts: Sequence[tuple[str, str]], language: str
) -> dict[str, Any]:
    """Everything in words: the template places them."""
    seller, lines = association(), lines_of(document, wanted[0], language)
    with override(language):
        title = _("Report to the funder")
        return {
            "language": language,
            "title": f"{title}, {document['title']}",
            "heading": title,
            "subject": document["title"],
            "seller": {"name": seller.legal_name or seller.name, "address": seller.address},
            "facts": [{"label": a, "value": b} for a, b in [*facts_said(document, language)[1:], *facts]],
            "words": {
                "page": _("Page"),
                "indicators": _("Indicators"),
                "columns": [_("Indicator"), _("Value"), _("Target"), _("Reached")],
                "definitions": _("What is counted"),
            },
            "indicators": [[line.label, line.said, line.promised, line.reached] for line in lines],
            "definitions": [{"label": line.label, "text": line.definition} for line in lines],
            "measures": [str(measure.label) for measure in MEASURES.values()],
            "parts": [
                {"label": part.label, "rows": [[label, *cells] for label, cells in part.shown], "bars": _bars(part)}
                for part in parts_of(document, wanted[1], language)
            ],
        }


def _bars(part: Part) -> list[float]:
    """How long the bar of each row is, out of the longest: registrations."""
    highest = max((numbers[0] for _label, numbers in part.rows), default=0) or 1
    return [numbers[0] / highest for _label, numbers in part.rows]
