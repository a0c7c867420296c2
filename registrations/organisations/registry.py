"""What upper features do when two records are one organisation (`MERGES`) or when a post changes (`POSTS`), and what
they show to registrars (`TILES`).

All are filled in each app's `ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from registrations.actors import Actor
from registrations.organisations.models import Affiliation, Organisation

Merge = Callable[[Organisation, Organisation, Actor, datetime], None]
"""`(kept, dropped, by, at)`: move what refers to `dropped`, inside the merge's transaction.

Raises a refusal when the two records contradict each other (two memberships of one year): nothing is then merged.
"""

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
