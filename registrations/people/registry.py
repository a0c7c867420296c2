"""What upper features do when two records are one person: `MERGES`, filled in each app's `ready()`."""

from collections.abc import Callable
from datetime import datetime

from registrations.actors import Actor
from registrations.people.models import User

Merge = Callable[[User, User, Actor, datetime], None]
"""`(kept, dropped, by, at)`: move what refers to `dropped`, inside the merge's transaction, both people locked.

Raises a refusal when the two records contradict each other (two seats in one session): nothing is then merged.
"""

MERGES: list[Merge] = []
