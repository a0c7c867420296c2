"""Figures in which nobody can be recognised: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from registrations.actors import Actor, Role

SMALL = 5
"""Under so many downloads, a row of people says who read what."""


@dataclass(frozen=True, slots=True)
class Protected:
    """Rows large enough to be shown, and the sum of the others; `others` of 0 means that none was left out."""

    rows: tuple[tuple[str, int], ...]
    others: int = 0


def protected(rows: Sequence[tuple[str, int]]) -> Protected:
    """Leave out rows under five, and one more when what is left out would still be known by subtraction."""
    kept = sorted((row for row in rows if row[1] >= SMALL), key=lambda row: (-row[1], row[0]))
    small = [row for row in rows if 0 < row[1] < SMALL]
    others = sum(number for _label, number in small)
    while small and kept and (len(small) < 2 or others < SMALL):
        small.append(kept.pop())
        others += small[-1][1]
    return Protected(tuple(kept), others)


def may_read_figures(by: Actor) -> bool:
    """Those who keep the library, write in it, or answer for its policy."""
    return by.has(Role.LIBRARIAN, Role.EDITOR, Role.BOARD_SECRETARY)
