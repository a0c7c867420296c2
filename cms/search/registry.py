"""What can be searched: each feature finds its own records, of those that its reader may see. Filled in `ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cms.search.rules import Part
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that answers: `rank` as the index has it, `on` its day."""

    kind: str
    title: str
    url: str
    excerpt: Sequence[Part]
    rank: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """The first records of one kind, and how many there are."""

    count: int
    first: Sequence[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one kind.

    `rebuild` indexes all of them anew and gives their number; `find(q, person, at, most)` the first ones that this
    person may see.
    """

    rebuild: Callable[[], int]
    find: Callable[[str, User | None, datetime, int], Hits]


SOURCES: dict[str, Source] = {}
