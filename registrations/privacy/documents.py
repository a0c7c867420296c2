"""Everything that we hold about a person, as one zip: a table in JSON and in CSV each, and a page that explains."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.dates import spelled_instant
from registrations.people.models import User
from registrations.privacy.registry import EXPORTS

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Pipe(io.RawIOBase):
    """What the zip writes, to be taken away piece by piece: no file is ever whole in memory or on disk."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def archive(person: User, *, at: datetime) -> Iterator[bytes]:
    """The bytes of the zip, table after table; P-39.1, s. 27: a structured, commonly used technological format."""
    pipe = _Pipe()
    made: list[tuple[str, str, int]] = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as bundle:
        for export in EXPORTS:
            with override(person.language):  # not across a yield: what is served meanwhile has a language of its own
                if rows := [dict(row) for row in export.rows(person)]:
                    bundle.writestr(f"{export.name}.json", as_json(rows))
                    bundle.writestr(f"{export.name}.csv", as_csv(rows))
                    made.append((export.name, str(export.label), len(rows)))
            yield pipe.taken()
        with override(person.language):
            bundle.writestr(_("READ-ME.txt"), _read_me(person, made, at=at))
    yield pipe.taken()


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Every column that one of the rows has; opens in a spreadsheet, and nothing in it runs there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _read_me(person: User, made: list[tuple[str, str, int]], *, at: datetime) -> str:
    lines = [
        _("Everything that AXTRA holds about %(name)s") % {"name": person.get_full_name()},
        spelled_instant(at, person.language),
        "",
        _("Each table is here twice: in JSON, for programs, and in CSV, for a spreadsheet."),
        "",
        *(f"{name}: {label} ({number})" for name, label, number in made),
        "",
        _("To correct, to ask or to complain: the page “My personal data” of the site, or the person in charge."),
    ]
    return "\r\n".join(lines) + "\r\n"
