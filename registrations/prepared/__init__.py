"""Statements whose text is written once: the ORM takes far longer to compose one than PostgreSQL to answer it.

For the few of a rush. Decision 0017 has the figures.
"""

from registrations.prepared.changes import Change, prepared_change
from registrations.prepared.holes import PREPARED
from registrations.prepared.reads import Prepared, prepared
from registrations.prepared.rows import add, added_together

__all__ = ["PREPARED", "Change", "Prepared", "add", "added_together", "prepared", "prepared_change"]
