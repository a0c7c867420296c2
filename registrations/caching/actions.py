"""Invalidating what was cached, by those who change it."""

from django.db.models import F

from registrations.caching.models import CacheGeneration


def bump(area: str) -> None:
    """Make every cached answer of `area` unreachable as soon as the present transaction commits."""
    if not CacheGeneration.objects.filter(area=area).update(number=F("number") + 1):
        CacheGeneration.objects.bulk_create([CacheGeneration(area=area, number=2)], ignore_conflicts=True)
