"""What upper features do when the board admits an organisation: `ADMITTED`, filled in each app's `ready()`."""

from collections.abc import Callable
from datetime import datetime

from registrations.actors import Actor
from registrations.memberships.models import Membership

Admitted = Callable[[Membership, Actor, datetime], None]
"""`(membership, by, at)`: what follows from an admission, inside its transaction."""

ADMITTED: list[Admitted] = []
