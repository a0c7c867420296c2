"""Periodic work of the library: the index, and the text of files."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cms.library.actions import (
    forget_orphans,
    give_up_reading,
    index_stale,
    keep_cover,
    lease_cover,
    lease_reading,
    record_text,
)
from cms.library.models import ResourceFile
from cms.library.queries import files_to_draw, files_to_read
from registrations.files.drawing import NotDrawn, first_page
from registrations.files.errors import FileUnreadable
from registrations.files.reading import pages_of
from registrations.files.storages import private_storage
from registrations.ids import uuid7

LONGEST_UPLOAD = timedelta(days=1)
AT_MOST = 200
READ_AT_MOST = 20
DRAWN_AT_MOST = 10


@db_periodic_task(crontab())
def sweep_index() -> int:
    """Each minute, fold again what something else than an action has written. The number of records."""
    return index_stale(at_most=AT_MOST)


@db_periodic_task(crontab())
def sweep_readings() -> int:
    """Each minute, have new files read, and those whose reader died. The number of files."""
    found = files_to_read(at=timezone.now(), at_most=READ_AT_MOST)
    for pk in found:
        read_text.enqueue(pk)
    return len(found)


@task
def read_text(file_pk: int) -> None:
    """Read one file. Leased by one UPDATE, read by another process outside any transaction, then recorded."""
    read(file_pk, at=timezone.now())


def read(file_pk: int, *, at: datetime) -> None:
    """The same, at a given instant; a file that is gone or in other hands is left alone."""
    file = ResourceFile.objects.filter(pk=file_pk).first()
    if file is None or not lease_reading(file, at=at):
        return
    try:
        pages = pages_of(file.file.storage, file.file.name or "")
    except (FileUnreadable, FileNotFoundError):
        give_up_reading(file)
    else:
        record_text(file, pages, at=at)


@db_periodic_task(crontab(minute="47", hour="8"))
def sweep_orphans() -> int:
    """Each night, forget stored bytes that no record names: an upload whose process died. The number of files."""
    return forget_orphans(before=timezone.now() - LONGEST_UPLOAD)


@db_periodic_task(crontab())
def sweep_covers() -> int:
    """Each minute, have the covers of new PDFs drawn. The number of files."""
    found = files_to_draw(at_most=DRAWN_AT_MOST)
    for pk in found:
        draw_cover.enqueue(pk)
    return len(found)


@task
def draw_cover(file_pk: int) -> None:
    """Draw one cover. Leased by one UPDATE, drawn by another process outside any transaction, then named."""
    file = lease_cover(file_pk, at=timezone.now())
    if file is None:
        return
    try:
        with file.file.open("rb") as content:
            picture = first_page(content.read())
    except (NotDrawn, FileNotFoundError):
        return
    name = private_storage().save(f"library-covers/{uuid7()}.png", ContentFile(picture))
    keep_cover(file, name=name)
