"""Covers: the first page of each PDF, kept on private storage beside it."""

from datetime import datetime

from django.db import transaction

from cms.library.actions.gate import AREA
from cms.library.models import ResourceFile
from registrations.caching.actions import bump


def lease_cover(pk: int, *, at: datetime) -> ResourceFile | None:
    """Take a PDF without a cover to draw it; None when somebody has, or when it was tried. One try each."""
    rows = ResourceFile.objects.filter(pk=pk, format="pdf", cover="", cover_tried_at=None)
    return ResourceFile.objects.get(pk=pk) if rows.update(cover_tried_at=at) else None


@transaction.atomic
def keep_cover(file: ResourceFile, *, name: str) -> None:
    """Name the stored picture; whoever may see the record sees it."""
    ResourceFile.objects.filter(pk=file.pk).update(cover=name)
    bump(AREA)
