"""Reading what became of an act on several rows."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from registrations.lists.models import BulkRun, SavedFilter
from registrations.lists.rules import RowState


def counts(run: BulkRun) -> dict[str, int]:
    """How many rows are in each state, all states named."""
    found = run.rows.order_by().values_list("state").annotate(rows=Count("pk"))
    return {state.value: 0 for state in RowState} | dict(found)


def filters_of(person: Any, *, screen: str) -> "QuerySet[SavedFilter]":
    """One's own, and those that others share, by name."""
    mine = Q(owner=person) | Q(shared=True)
    return SavedFilter.objects.filter(mine, screen=screen).order_by("name", "pk")
