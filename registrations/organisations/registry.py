"""What upper features do when two records are one organisation: `MERGES`, filled in each app's `ready()`."""

from collections.abc import Callable
from datetime import datetime

from registrations.actors import Actor
from registrations.organisations.models import Organisation

Merge = Callable[[Organisation, Organisation, Actor, datetime], None]
"""`(kept, dropped, by, at)`: move what refers to `dropped`, inside the merge's transaction.

Raises a refusal when the two records contradict each other (two memberships of one year): nothing is then merged.
"""

MERGES: list[Merge] = []
