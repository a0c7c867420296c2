"""Figures of real downloads, in which no person is named."""

from datetime import date

from django.db import transaction
from django.db.models import F

from cms.library.models import DownloadCount, ResourceFile


@transaction.atomic
def record_download(file: ResourceFile, *, audience: str, organisation_id: int | None, on: date) -> None:
    """Count one download; one statement, but for the first of the day."""
    keys = {"file": file, "on": on, "audience": audience, "organisation_id": organisation_id}
    row = DownloadCount.objects.filter(**keys)
    if not row.update(number=F("number") + 1):
        DownloadCount.objects.bulk_create([DownloadCount(**keys)], ignore_conflicts=True)
        row.update(number=F("number") + 1)
