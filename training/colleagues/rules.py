"""What becomes of one person in one session, and how a pasted list of people reads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_PEOPLE = 200
MOST_SESSIONS = 12
AT_ONCE = 50
"""Cells that are applied while the registrar waits; more go to the worker, and the page follows it."""
KEPT_DAYS = 30
"""How long a list stays once it was given: names and addresses of people are in it."""

ADDRESS = re.compile(r"[^\s<>;,\"']+@[^\s<>;,\"']+\.[^\s<>;,\"']+")
HEADING = re.compile(r"courriel|e-?mail|adresse|address", re.IGNORECASE)
BETWEEN = re.compile(r"[;,\t<>\"]+")


class Verdict(TextChoices):
    OK = "ok", _("A seat")
    WAITS = "waits", _("Full: waiting list")
    OVER_CAP = "over_cap", _("Over your organisation's seats: waiting list")
    INVITED = "invited", _("Not on your list: will be added and invited")
    ALREADY = "already", _("Already in")
    CLASH = "clash", _("Another session at the same time")
    NAMELESS = "nameless", _("Name missing")
    PAID = "paid", _("To be ordered")
    REFUSED = "refused", _("Not possible")


TAKEN = frozenset({Verdict.OK, Verdict.WAITS, Verdict.OVER_CAP, Verdict.INVITED})
"""What applying acts on; the rest stays as it is."""


class BatchState(TextChoices):
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")


NEXT: dict[str, frozenset[str]] = {
    BatchState.CHECKED: frozenset({BatchState.APPLYING}),
    BatchState.APPLYING: frozenset({BatchState.APPLIED}),
    BatchState.APPLIED: frozenset(),
}


class CellState(TextChoices):
    WAITING = "waiting", _("To be done")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    LEFT = "left", _("Left as it is")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as a list names them: an address, and the name beside it if there is one."""

    email: str
    given_name: str = ""
    family_name: str = ""


def read_people(lines: Iterable[str]) -> tuple[list[Named], list[str]]:
    """Whom the lines name, each address once, and the lines without an address (headings aside)."""
    found, unread = dict[str, Named](), list[str]()
    for number, line in enumerate(line.strip() for line in lines):
        address = ADDRESS.search(line)
        if address:
            email = address.group().lower().rstrip(".")
            found.setdefault(email, Named(email, *_name(line.replace(address.group(), ";"))))
        elif line.strip(";,\t ") and (number or not HEADING.search(line)):
            unread.append(line)
    return list(found.values()), unread


def _name(rest: str) -> tuple[str, str]:
    """The first two cells beside the address, or the two halves of the only one."""
    cells: Sequence[str] = [cell.strip() for cell in BETWEEN.split(rest) if cell.strip()]
    if len(cells) == 1:
        cells = cells[0].split(maxsplit=1)
    return (cells[0][:100], cells[1][:100]) if len(cells) > 1 else ("", "")
