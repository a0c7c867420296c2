"""The figures as a file: one line per resource, or every table on a sheet of its own."""

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from cms.downloads.queries import Figures, Line, Period
from registrations.accounting.documents.spreadsheets import write_csv, write_xlsx

Cell = str | int


def tables(found: Figures, lines: list[Line], period: Period) -> Iterator[tuple[Cell, ...]]:
    """Each table under its title, an empty line between them."""
    yield _("From"), period.first.isoformat()
    yield _("To"), period.last.isoformat()
    yield _("Downloads"), found.total
    yield ()
    yield _("Month"), _("Downloads")
    yield from ((f"{month:%Y-%m}", number) for month, number in found.months.items())
    for title, rows, others in (
        (_("Kind"), found.kinds, 0),
        (_("Audience"), found.audiences.rows, found.audiences.others),
        (_("Organisation"), found.by_organisation.rows, found.by_organisation.others),
    ):
        yield ()
        yield title, _("Downloads")
        yield from rows
        if others:
            yield _("Others, too few to be named"), others
    yield ()
    yield _("Resource"), _("Downloads"), _("Kind"), _("Address")
    yield from ((line.title, line.number, line.kind, line.slug) for line in lines)


def as_workbook(found: Figures, lines: list[Line], period: Period, file: IO[bytes]) -> None:
    write_xlsx((_("Downloads of the library"),), tables(found, lines, period), file)


def as_csv(lines: list[Line], file: IO[bytes]) -> None:
    """One line per resource."""
    columns = (_("Resource"), _("Kind"), _("Address"), _("Downloads"))
    write_csv(columns, ((line.title, line.kind, line.slug, line.number) for line in lines), file)
