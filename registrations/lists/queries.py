"""Reading what became of an act on several rows."""

from django.db.models import Count

from registrations.lists.models import BulkRun
from registrations.lists.rules import RowState


def counts(run: BulkRun) -> dict[str, int]:
    """How many rows are in each state, all states named."""
    found = run.rows.order_by().values_list("state").annotate(rows=Count("pk"))
    return {state.value: 0 for state in RowState} | dict(found)
