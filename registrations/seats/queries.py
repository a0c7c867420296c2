"""Proof that the counters tell the truth."""

from collections import Counter

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from registrations.seats.models import SeatPool
from registrations.seats.registry import QUEUES


def miscounted_pools() -> list[int]:
    """Pools whose `taken` is not the sum of their live claims, or `waiting` not the people in line; always empty."""
    live = Coalesce(Sum("claims__count", filter=Q(claims__released_at=None)), 0)
    taken = SeatPool.objects.annotate(live=live).exclude(taken=F("live")).values_list("pk", flat=True)
    in_line: Counter[int] = Counter()
    for count_by_pool in QUEUES.values():
        in_line.update(count_by_pool())
    says = dict(SeatPool.objects.filter(Q(waiting__gt=0) | Q(pk__in=in_line)).values_list("pk", "waiting"))
    return sorted({*taken, *(pk for pk, waiting in says.items() if waiting != in_line[pk])})
