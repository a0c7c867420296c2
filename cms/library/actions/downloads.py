"""Figures of real downloads, in which no person is named; beside them, each person's own list."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from cms.library.models import DownloadCount, OwnDownload, ResourceFile


@transaction.atomic
def record_download(
    file: ResourceFile, *, audience: str, organisation_id: int | None, on: date, number: int = 1
) -> None:
    """Count one download, or several that somebody else counted; one statement, but for the first of the day."""
    keys = {"file": file, "on": on, "audience": audience, "organisation_id": organisation_id}
    row = DownloadCount.objects.filter(**keys)
    if not row.update(number=F("number") + number):
        DownloadCount.objects.bulk_create([DownloadCount(**keys)], ignore_conflicts=True)
        row.update(number=F("number") + number)


@transaction.atomic
def remember_download(file: ResourceFile, *, person_id: int, at: datetime) -> None:
    """Keep the file in the person's own list, at its last download; one statement."""
    row = OwnDownload(file=file, person_id=person_id, last_at=at)
    OwnDownload.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["person", "file"], update_fields=["last_at"]
    )


@transaction.atomic
def forget_downloads(*, before: datetime) -> int:
    """Take what was downloaded before an instant out of everybody's list; how many rows."""
    return OwnDownload.objects.filter(last_at__lt=before).delete()[0]
