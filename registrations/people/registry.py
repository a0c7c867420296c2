"""What upper features tell people: `MERGES` (two records are one person) and `EMPLOYER_DOMAINS` (whose mailbox it is).

Both are filled in each app's `ready()`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from registrations.actors import Actor
from registrations.people.models import User

Merge = Callable[[User, User, Actor, datetime], None]
"""`(kept, dropped, by, at)`: move what refers to `dropped`, inside the merge's transaction, both people locked.

Raises a refusal when the two records contradict each other (two seats in one session): nothing is then merged.
What no entry moves is moved as it is: an entry is needed where a row of each person may not stand beside the other's.
"""

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
