"""What upper features tell people: `MERGES` (two records are one person) and `EMPLOYER_DOMAINS` (whose mailbox it is).

`PROVED` is told that an address was proved. All are filled in each app's `ready()`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from registrations.actors import Actor
from registrations.people.errors import RecordsContradict
from registrations.people.models import User

Move = Callable[[User, User, Actor, datetime], None]
"""`(kept, dropped, by, at)`: inside the merge's transaction, both people locked; may raise a refusal."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One feature's part of `merge_people`: what it moves to the record that is kept.

    `move` raises a refusal when the two records contradict each other (two seats in one session): nothing is then
    merged. The preview runs it too, and takes everything back. `speaks_for` names the foreign keys to `User` that it
    answers for. What no entry speaks for is moved as it is; a test asks for an entry where a row of one person may not
    stand beside the other's (a unique constraint).
    """

    move: Move
    speaks_for: tuple[str, ...]


def rows_of(key: str, person: User) -> QuerySet[Any]:
    """The rows whose foreign key (`training.enrolment.person`) is this person."""
    label, _dot, name = key.rpartition(".")
    rows: QuerySet[Any] = apps.get_model(label)._base_manager.filter(**{name: person})
    return rows


def exclusive(key: str, *, same: str, live: Q) -> Merge:
    """Two live rows about the same thing (`same` names its field) contradict each other; else all move."""
    name = key.rpartition(".")[2]

    def move(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
        theirs = rows_of(key, dropped)
        held = rows_of(key, kept).filter(live).values(same)
        twice = theirs.filter(live, **{f"{same}__in": held}).first()
        if twice:
            raise RecordsContradict(what=str(twice._meta.verbose_name), which=str(getattr(twice, same)))
        theirs.update(**{name: kept})

    return Merge(move, (key,))


def first_of(key: str, *, same: str, live: Q | None = None, **left: Any) -> Merge:
    """What the kept record already has once stays with the other one, changed to `left`; the rest moves."""
    name = key.rpartition(".")[2]

    def move(kept: User, dropped: User, _by: Actor, at: datetime) -> None:
        theirs, only = rows_of(key, dropped), live or Q()
        held = rows_of(key, kept).filter(only).values(same)
        twice = set(theirs.filter(only, **{f"{same}__in": held}).values_list("pk", flat=True))
        changes = {field: at if value is NOW else value for field, value in left.items()}
        if twice and changes:
            theirs.filter(pk__in=twice).update(**changes)
        theirs.exclude(pk__in=twice).update(**{name: kept})

    return Merge(move, (key,))


NOW = object()  # for `first_of(answered_at=NOW)`: the instant of the merge
MERGES: list[Merge] = []


@dataclass(frozen=True, slots=True)
class Domains:
    """E-mail domains of a person's organisations that day: of their posts, and of the posts that they left."""

    held: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    def keeps(self, address: str) -> bool:
        """Whether an employer keeps this mailbox, because the person left and has no other post there."""
        domain = address.rpartition("@")[2].lower()
        return domain in self.left and domain not in self.held

    def lends(self, address: str) -> bool:
        """Whether this is the mailbox of a present employer."""
        return address.rpartition("@")[2].lower() in self.held


EmployerDomains = Callable[[Collection[int] | None, date], dict[int, Domains]]
"""`(people, on)`: by key of person, for these people or (None) for all who left a post; nobody else has an entry."""

EMPLOYER_DOMAINS: list[EmployerDomains] = []

Proved = Callable[[User, str, Actor, datetime], None]
"""`(person, email, by, at)`: the person showed that this address is theirs; in that transaction, their row locked."""

PROVED: list[Proved] = []
