"""What each feature holds of a person, what becomes of it, on which facts we may write: filled in `ready()` (Law 25).

A feature writes its part in its file `personal.py`; those below `privacy` have theirs in `privacy/personal/`.
A test walks every foreign key to `User`: each must be named by the `speaks_for` of one erasure.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.rules import Ground


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
class Ends:
    """What is still alive and ends with an erasure, as it would if the person gave it up: seats, posts, mandates."""

    what: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """What must be ended by hand first, and how: while there is one, `erase` refuses."""

    what: str | Promise
    count: int
    remedy: str | Promise


Fate = Kept | Gone | Ends | Blocks


@dataclass(frozen=True, slots=True)
class Erasure:
    """One feature's part of `erase`. `preview` writes nothing and tells exactly what `erase` will do.

    `speaks_for` names the foreign keys to `User` that it answers for (`training.enrolment.person`), those that
    stay as they are included: an erased `User` is a row without identity. Erasing again must change nothing.
    `last`: identity itself, after everything that may still need it.
    """

    preview: Callable[[User, date], Iterable[Fate]]
    erase: Callable[[User, Actor, datetime], None]
    speaks_for: tuple[str, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """One table of a person's own data: `rows(person)` as flat mappings, written as JSON and as CSV.

    `columns` gives the words under which the person's page shows them; `correct`, the name of the address where the
    person corrects them. `apart` are those of its columns that only the person reads on a page: what the team may read
    of them has a door of its own, which says so in the journal.
    """

    name: str
    label: str | Promise
    rows: Callable[[User], Iterable[Mapping[str, Any]]]
    columns: Mapping[str, str | Promise] = field(default_factory=dict)
    correct: str = ""
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data with a term. `due(on)` counts what is past it, `purge` empties it and returns how many rows."""

    name: str
    label: str | Promise
    rule: str | Promise
    due: Callable[[date], int]
    purge: Callable[[Actor, datetime], int]


Tacit = Callable[[Collection[int], date], Iterable[tuple[int, Ground]]]
"""`(keys of people, on)`: the tacit bases that facts give them that day, in a number of queries that does not grow."""

Activity = Callable[[date], "QuerySet[Any]"]
"""`(since)`: the keys (`values`) of the people who did something, or are something, since that day."""

ERASURES: list[Erasure] = []
EXPORTS: list[Export] = []
RETENTIONS: list[Retention] = []
TACIT: list[Tacit] = []
ACTIVITIES: list[Activity] = []
