"""Periodic work on files: what a process that died left half written."""

from datetime import timedelta

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import periodic_task

from registrations.files.storages import PrivateFileSystemStorage, private_storage

LONGEST_WRITE = timedelta(days=1)


@periodic_task(crontab(minute="41", hour="4"))
def forget_drafts() -> int:
    """Each night; object storages keep no draft. The number of files forgotten."""
    storage = private_storage()
    if not isinstance(storage, PrivateFileSystemStorage):
        return 0
    return storage.forget_drafts(before=timezone.now() - LONGEST_WRITE)
