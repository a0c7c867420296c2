"""Periodic work of the library."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cms.library.actions import index_stale

AT_MOST = 200


@db_periodic_task(crontab())
def sweep_index() -> int:
    """Each minute, fold again what something else than an action has written. The number of records."""
    return index_stale(at_most=AT_MOST)
