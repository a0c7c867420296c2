"""Headings to columns: case, accents and spaces do not matter, but every column must be one that the import knows."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _

from registrations.folding import folded
from registrations.imports.errors import ColumnsWrong


def matched(
    headings: Sequence[str], known: Sequence[str], *, required: Sequence[str], also: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Place of each column of the file -> its heading in the import. Raises `ColumnsWrong`, which says all at once.

    `also`: other names of known columns.
    """
    others = {folded(name): heading for name, heading in (also or {}).items()}
    by_fold = others | {folded(name): name for name in known}
    found: dict[int, str] = {}
    wrong: list[str] = []
    for place, heading in enumerate(headings):
        name = by_fold.get(folded(heading)) if heading else None
        if name is None:
            wrong += _unknown(heading, by_fold)
        elif name in found.values():
            wrong.append(_("The column “%(column)s” is there twice.") % {"column": name})
        else:
            found[place] = name
    wrong += _missing([name for name in required if name not in found.values()])
    if wrong:
        raise ColumnsWrong(details=" ".join(wrong))
    return found


def _unknown(heading: str, by_fold: dict[str, str]) -> list[str]:
    """An unnamed column says nothing unless a line fills it; another is unknown, and the nearest known one is named."""
    if not heading:
        return []
    near = get_close_matches(folded(heading), by_fold, n=1, cutoff=0.6)
    if near:
        names = {"column": heading[:60], "known": by_fold[near[0]]}
        return [_("The column “%(column)s” is unknown: did you mean “%(known)s”?") % names]
    return [_("The column “%(column)s” is unknown.") % {"column": heading[:60]}]


def _missing(names: list[str]) -> list[str]:
    if not names:
        return []
    quoted = ", ".join(_("“%(column)s”") % {"column": name} for name in names)
    return [_("Missing columns: %(columns)s.") % {"columns": quoted}]
