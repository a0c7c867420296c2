"""Giving numbers."""

from django.db.models import F

from registrations.numbering.models import NumberSeries


def next_number(series: str) -> int:
    """The next number of a series; its row stays locked until the transaction ends, so a rollback leaves no gap."""
    if not NumberSeries.objects.filter(name=series).update(last=F("last") + 1):
        NumberSeries.objects.bulk_create([NumberSeries(name=series)], ignore_conflicts=True)
        NumberSeries.objects.filter(name=series).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(name=series)
