"""Proof that the counters tell the truth."""

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from registrations.seats.models import SeatClaim, SeatPool


def miscounted_pools() -> list[int]:
    """Pools whose `taken` is not the sum of their live claims; always empty."""
    live = SeatClaim.objects.filter(released_at=None).values("pool_id").annotate(seats=Sum("count"))
    claimed = {row["pool_id"]: row["seats"] for row in live}
    pools = SeatPool.objects.annotate(seats=Coalesce(F("taken"), 0)).values_list("pk", "seats")
    return [pk for pk, taken in pools if taken != claimed.get(pk, 0)]
