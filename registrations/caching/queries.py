"""The present generation of an area."""

from registrations.caching.models import CacheGeneration


def generation(area: str) -> int:
    """The number to put in cache keys of `area`."""
    return CacheGeneration.objects.filter(area=area).values_list("number", flat=True).first() or 1
