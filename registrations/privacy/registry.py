"""What each feature holds of a person, and what becomes of it: filled in each app's `ready()` (Law 25).

A test walks every foreign key to `User`: each must be spoken for by an erasure or said to stay, with the reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from registrations.actors import Actor
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays after an erasure: how many rows of what, why, and until when (None: for as long as it is counted)."""

    what: str | Promise
    count: int
    why: str | Promise
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasure empties or deletes: how many rows of what."""

    what: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """One feature's part of `erase`. `preview` writes nothing and tells exactly what `erase` will do."""

    preview: Callable[[User, date], Iterable[Kept | Gone]]
    erase: Callable[[User, Actor, datetime], None]


@dataclass(frozen=True, slots=True)
class Export:
    """One table of a person's own data: `rows(person)` as flat dictionaries, written as JSON and as CSV."""

    name: str
    label: str | Promise
    rows: Callable[[User], Iterable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data with a term. `due(on)` counts what is past it, `purge` empties it and returns how many rows."""

    name: str
    label: str | Promise
    rule: str | Promise
    due: Callable[[date], int]
    purge: Callable[[Actor, datetime], int]


ERASURES: list[Erasure] = []
EXPORTS: list[Export] = []
RETENTIONS: list[Retention] = []
