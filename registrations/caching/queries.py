"""The present generation of an area."""

from collections.abc import Iterable

from registrations.caching.models import CacheGeneration


def generation(area: str) -> int:
    """The number to put in cache keys of `area`."""
    return CacheGeneration.objects.filter(area=area).values_list("number", flat=True).first() or 1


def generations(areas: Iterable[str]) -> dict[str, int]:
    """The numbers of several areas, in one query."""
    known = dict(CacheGeneration.objects.filter(area__in=areas).values_list("area", "number"))
    return {area: known.get(area, 1) for area in areas}
