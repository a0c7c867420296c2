"""What upper features do when two records are one organisation (`MERGES`) or when a post changes (`POSTS`), and what
they show to registrars (`TILES`).

All are filled in each app's `ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from registrations.actors import Actor
from registrations.organisations.models import Affiliation, Organisation


@dataclass(frozen=True, slots=True)
class Merge:
    """One feature's part of `merge_organisations`: what it moves to the record that is kept.

    `move(kept, dropped, by, at)` runs inside the merge's transaction, both organisations and the staff of `dropped`
    locked; it raises a refusal when the two records contradict each other (two memberships of one year): nothing is
    then merged. The preview runs it too, and takes everything back.
    `speaks_for` names the foreign keys to `Organisation` that it answers for (`training.enrolment.organisation`); a
    test walks them all. What stays with the dropped record is named there too, and `move` says why.
    """

    move: Callable[[Organisation, Organisation, Actor, datetime], None]
    speaks_for: tuple[str, ...]


def moving(*keys: str) -> Merge:
    """For rows that only change their organisation, and cannot contradict each other."""

    def move(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
        for key in keys:
            rows_of(key, dropped).update(**{key.rpartition(".")[2]: kept})

    return Merge(move, keys)


def rows_of(key: str, organisation: Organisation) -> QuerySet[Any]:
    """The rows whose foreign key (`training.enrolment.organisation`) is this organisation."""
    label, _dot, name = key.rpartition(".")
    rows: QuerySet[Any] = apps.get_model(label)._default_manager.filter(**{name: organisation})
    return rows


MERGES: list[Merge] = []


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing that a registrar looks after, on the page of their organisation: facts, and where to go.

    `urgent` facts are what waits for an answer; `order` is the tile's place (10 record, 20 staff, 30 membership,
    40 declaration, 50 orders, 60 registrations).
    """

    title: str
    url: str
    order: int
    icon: str = "building-2"
    facts: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()


TileMaker = Callable[[Organisation, Actor, datetime], Tile | None]
"""`(organisation, by, at)`: the tile in the active language, or None when there is nothing to look after."""

TILES: list[TileMaker] = []

PostChanged = Callable[[Affiliation, Actor, datetime], None]
"""`(post, by, at)`: a post was verified, refused, changed or ended; inside that transaction, its person locked."""

POSTS: list[PostChanged] = []
