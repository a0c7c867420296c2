"""Where the costs of a programme stand, activity by activity."""

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from training.catalogue.models import Activity, Programme
from training.costs.rules import Sums


def sums_by_activity(programme: Programme) -> list[tuple[Activity, Sums]]:
    """The activities of the programme that have a cost, by title, each with its sums: one statement."""
    counted = (
        programme.activities.annotate(
            cost_count=Count("costs"),
            planned=Coalesce(Sum("costs__planned_cents"), 0),
            actual=Coalesce(Sum("costs__actual_cents"), 0),
            expected=Coalesce(Sum(Coalesce("costs__actual_cents", "costs__planned_cents")), 0),
        )
        .filter(cost_count__gt=0)
        .order_by("title", "pk")
    )
    return [(row, Sums(row.planned, row.actual, row.expected)) for row in counted]
