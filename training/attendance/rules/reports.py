"""Zoom's and Teams' participant reports: from the bytes of the file to who was connected, from when to when.

Zoom writes a CSV, alone or under a block about the meeting; Teams writes UTF-16 with tabs, in numbered sections, of
which the third has each connection. Both follow the language of whoever downloads them, and a spreadsheet may have
saved them again with another separator or encoding.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from registrations.folding import folded
from training.attendance.errors import ReportUnreadable, ReportWithoutTimes
from training.attendance.rules.instants import instant
from training.attendance.rules.intervals import Interval
from training.attendance.rules.sources import Source

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
SEPARATORS = "\t,;"
SECTION = re.compile(r"^\d\.\s")
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "Name (Original Name)",
        "Name",
        "Nom (nom d'origine)",
        "Nom (nom original)",
        "Nom",
        "Nom complet",
        "Full Name",
        "Nom de l'utilisateur",
        "Display name",
    ),
    "email": (
        "User Email",
        "Email",
        "E-mail",
        "Email Address",
        "E-mail de l'utilisateur",
        "Courriel",
        "Adresse courriel",
        "Adresse e-mail",
        "Adresse e-mail de l'utilisateur",
        "Courriel de l'utilisateur",
    ),
    "upn": ("Participant ID (UPN)", "ID du participant (UPN)", "ID de participant (UPN)", "Participant ID"),
    "join": (
        "Join Time",
        "First Join",
        "First Join Time",
        "Heure d'arrivée",
        "Heure de connexion",
        "Heure d'entrée",
        "Heure de participation",
        "Heure de jonction",
        "Heure d'accès",
        "Première participation",
        "Première connexion",
        "Première arrivée",
        "Premier accès",
        "Heure à laquelle rejoindre",
    ),
    "leave": (
        "Leave Time",
        "Last Leave",
        "Last Leave Time",
        "Heure de départ",
        "Heure de déconnexion",
        "Heure de sortie",
        "Dernier départ",
        "Dernière sortie",
        "Dernière déconnexion",
    ),
    "waiting": ("In Waiting Room", "Waiting Room", "En salle d'attente", "Dans la salle d'attente", "Salle d'attente"),
    "action": ("User Action", "Action de l'utilisateur"),
    "timestamp": ("Timestamp", "Horodatage", "Horodateur"),
}
COLUMNS = {folded(heading): column for column, headings in HEADINGS.items() for heading in headings}
YES = {"yes", "oui", "true", "vrai"}
TEAMS_ONLY = {"upn", "action"}


@dataclass(slots=True)
class Connected:
    """One participant as the report names them, with all their connections."""

    name: str
    email: str
    intervals: list[Interval] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """Whose report it is, and the participants."""

    source: str
    people: list[Connected]

    @property
    def begins(self) -> datetime:
        return min(start for person in self.people for start, _end in person.intervals)

    @property
    def ends(self) -> datetime:
        return max(end for person in self.people for _start, end in person.intervals)


def read_report(content: bytes, *, starts_at: datetime, ends_at: datetime) -> Report:
    """The connections of a report, beside a meeting: days are read in the order that makes them fall within it.

    Raises `ReportUnreadable`, and `ReportWithoutTimes` for the summary that has no connections.
    """
    if len(content) > MOST_BYTES:
        raise ReportUnreadable()
    text = decoded(content)
    columns, rows, is_teams = _table(text)
    readings = [_people(columns, rows, day_first=day_first, ends_at=ends_at) for day_first in (False, True)]
    people = max(readings, key=lambda found: (_within(found, starts_at, ends_at), sum(len(p.intervals) for p in found)))
    people = [person for person in people if person.intervals]
    if not people:
        raise ReportWithoutTimes()
    return Report(Source.TEAMS if is_teams else Source.ZOOM, people)


def overlaps(report: Report, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether anybody was connected during the meeting."""
    return bool(_within(report.people, starts_at, ends_at))


def _within(people: Sequence[Connected], starts_at: datetime, ends_at: datetime) -> int:
    return sum(start < ends_at and end > starts_at for person in people for start, end in person.intervals)


def decoded(content: bytes) -> str:
    """UTF-16 with or without its mark, UTF-8 with or without, else Windows-1252."""
    candidates = ["utf-8-sig", "cp1252"]
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        candidates = ["utf-16"]
    elif content[1:400:2].count(0) > len(content[1:400:2]) // 2:
        candidates = ["utf-16-le"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ReportUnreadable()


def _table(text: str) -> tuple[dict[str, int], list[list[str]], bool]:
    """The columns and rows of the last table of connections, and whether Teams wrote it."""
    timeless = False
    for separator in SEPARATORS:
        lines = _lines(text, separator)
        headings = [(number, _columns(cells)) for number, cells in enumerate(lines)]
        tables = [(number, columns) for number, columns in headings if _has_times(columns)]
        timeless = timeless or any("name" in columns and "email" in columns for _number, columns in headings)
        if tables:
            number, columns = tables[-1]
            sections = any(cells and SECTION.match(cells[0]) for cells in lines)
            return columns, list(_below(lines, number)), sections or bool(TEAMS_ONLY & columns.keys())
    raise ReportWithoutTimes() if timeless else ReportUnreadable()


def _lines(text: str, separator: str) -> list[list[str]]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[cell.strip() for cell in row] for row, _most in zip(rows, range(MOST_ROWS), strict=False)]
    except csv.Error as error:
        raise ReportUnreadable() from error


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Where each known column is; the first of two of one kind."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells[:40]):
        if (column := COLUMNS.get(folded(cell))) is not None:
            found.setdefault(column, place)
    return found


def _has_times(columns: dict[str, int]) -> bool:
    return "name" in columns and ({"join", "leave"} <= columns.keys() or {"action", "timestamp"} <= columns.keys())


def _below(lines: Sequence[list[str]], number: int) -> Iterator[list[str]]:
    """The rows under a heading, up to a blank line or the next section."""
    for cells in lines[number + 1 :]:
        if not any(cells) or SECTION.match(cells[0]):
            return
        yield cells


def _people(
    columns: dict[str, int], rows: Sequence[list[str]], *, day_first: bool, ends_at: datetime
) -> list[Connected]:
    """By address, else by name: whoever connects twice is one participant."""
    people: dict[str, Connected] = {}
    opened: dict[str, datetime] = {}
    for cells in rows:
        told = {column: cells[place] for column, place in columns.items() if place < len(cells)}
        name, email = told.get("name", ""), _address(told)
        if not (name or email) or folded(told.get("waiting", "")) in YES:
            continue
        key = email or folded(name) or name
        person = people.setdefault(key, Connected(name, email))
        if "timestamp" in columns:
            _follow(person, key, told, opened, day_first=day_first)
            continue
        start, end = (instant(told.get(column, ""), day_first=day_first) for column in ("join", "leave"))
        if start is not None and end is not None:
            person.intervals.append((start, end))
    for key, start in opened.items():  # still there when the list was downloaded
        people[key].intervals.append((start, max(start, ends_at)))
    return list(people.values())


def _follow(person: Connected, key: str, told: dict[str, str], opened: dict[str, datetime], *, day_first: bool) -> None:
    """The older list of Teams: one line when somebody joins, one when they leave."""
    at = instant(told.get("timestamp", ""), day_first=day_first)
    if at is None:
        return
    if re.search(r"left|quitt|parti", told.get("action", ""), re.IGNORECASE):
        if (start := opened.pop(key, None)) is not None:
            person.intervals.append((start, at))
    else:
        opened.setdefault(key, at)


def _address(told: dict[str, str]) -> str:
    for column in ("email", "upn"):
        if "@" in told.get(column, ""):
            return told[column].lower()
    return ""
