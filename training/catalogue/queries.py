"""What visitors may see of the catalogue."""

from datetime import datetime

from django.db.models import Count, Q

from registrations.errors import NotFound
from training.catalogue.models import Programme, ProgrammeQuerySet


def public_programmes(*, at: datetime) -> ProgrammeQuerySet:
    """Published programmes, with the number of their activities."""
    counted = Programme.objects.published(at=at).select_related("funder")
    return counted.annotate(activities_count=Count("activities", filter=Q(activities__kind="training")))


def public_programme(slug: str, *, at: datetime) -> Programme:
    """One published programme, with its activities. Raises `NotFound`."""
    found = public_programmes(at=at).filter(slug=slug).prefetch_related("activities__trainers").first()
    if found is None:
        raise NotFound()
    return found
