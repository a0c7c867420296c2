"""Whose name that is: addresses first, then what was decided before, then names without accents, case or order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.folding import folded

ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
AFTER = re.compile(r"\s[-–—|/@]\s.*$|,\s*(?:AXTRA|CJE)\b.*$", re.IGNORECASE)
CLOSE = 0.82


class Found(TextChoices):
    MATCHED = "matched", _("Recognised")
    DOUBTFUL = "doubtful", _("To confirm")
    UNKNOWN = "unknown", _("Not on the list")


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the list: their addresses, name, and the names and addresses that were theirs before."""

    key: int
    name: str
    addresses: frozenset[str] = frozenset()
    known_as: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    found: str
    key: int | None = None


def sorted_name(name: str) -> str:
    """*Tremblay, Camille*, *camille TREMBLAY* and *Camille Tremblay (elle)* alike."""
    return " ".join(sorted(folded(AFTER.sub("", ASIDE.sub(" ", name))).split()))


def remembered_key(name: str, email: str) -> str:
    """Under what a decision is remembered: the address when there is one."""
    return email.lower() or sorted_name(name)


def match(name: str, email: str, seats: Sequence[Seat]) -> Match:
    """The one seat that it is, one to confirm, or none. Never a guess among several."""
    written = {key for key in (sorted_name(name), *(sorted_name(part[1:-1]) for part in ASIDE.findall(name))) if key}
    for belongs in (
        lambda seat: email.lower() in seat.addresses if email else False,
        lambda seat: remembered_key(name, email) in seat.known_as,
        lambda seat: sorted_name(seat.name) in written,
    ):
        chosen = [seat.key for seat in seats if belongs(seat)]
        if len(chosen) == 1:
            return Match(Found.MATCHED, chosen[0])
        if chosen:
            return Match(Found.DOUBTFUL)
    return _close(sorted_name(name), seats)


def _close(name: str, seats: Sequence[Seat]) -> Match:
    """Somebody whose name looks like it, to be confirmed by a person."""
    marks = {seat.key: _likeness(name, sorted_name(seat.name)) for seat in seats}
    best = max(marks, key=lambda key: marks[key], default=None)
    if best is None or marks[best] < CLOSE:
        return Match(Found.UNKNOWN)
    return Match(Found.DOUBTFUL, best)


def _likeness(one: str, other: str) -> float:
    """1 for the same words; near it when one has all the words of the other, or their first letters."""
    if not one or not other:
        return 0
    short, long = sorted((one.split(), other.split()), key=len)
    if all(any(word.startswith(part) or part.startswith(word) for word in long) for part in short):
        return 0.9
    return SequenceMatcher(None, one, other).ratio()
