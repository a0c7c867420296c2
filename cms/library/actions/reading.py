"""The text of files: who reads which one, and what was read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from cms.library.actions.indexing import index_resources
from cms.library.models import FilePage, Reading, ReadingState, Resource, ResourceFile
from cms.search.rules import terms
from registrations.caching.actions import bump

PATIENCE = timedelta(minutes=10)
"""What one attempt is given before another may begin."""
ATTEMPTS = 3


@transaction.atomic
def lease_reading(file: ResourceFile, *, at: datetime) -> bool:
    """Take a file to read it; False when it is read, given up, or in other hands. One UPDATE decides."""
    Reading.objects.bulk_create([Reading(file=file, not_before=at)], ignore_conflicts=True)
    free = Reading.objects.filter(file=file, state=ReadingState.WAITING, not_before__lte=at)
    free.filter(attempts__gte=ATTEMPTS).update(state=ReadingState.UNREADABLE)
    return bool(free.update(attempts=F("attempts") + 1, not_before=at + PATIENCE))


@transaction.atomic
def record_text(file: ResourceFile, pages: Sequence[str], *, at: datetime) -> None:
    """Keep the text of each page, and find the resource by it. Reading again replaces what was read."""
    FilePage.objects.filter(file=file).delete()
    FilePage.objects.bulk_create(
        [
            FilePage(file=file, number=number, text=text, words=f" {' '.join(terms(text))} ")
            for number, text in enumerate(pages, start=1)
            if text
        ],
        batch_size=200,
    )
    Reading.objects.filter(file=file).update(state=ReadingState.READ, read_at=at)
    index_resources(Resource.objects.filter(pk=file.resource_id))
    bump("library")


@transaction.atomic
def give_up_reading(file: ResourceFile) -> None:
    """Nobody will read this one: it is found by its record alone."""
    Reading.objects.filter(file=file).update(state=ReadingState.UNREADABLE)
