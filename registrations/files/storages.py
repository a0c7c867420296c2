"""Where files live: public ones have an address, private ones have none and pass by `serve()`."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from registrations.ids import uuid7

DRAFTS = "drafts"
"""Where local files are while they are written; what a dead process left there is forgotten by a job."""


class PrivateFileSystemStorage(FileSystemStorage):
    """A local folder outside the public media."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location=options.pop("location", settings.PRIVATE_ROOT), **options)

    def url(self, name: str | None) -> str:  # noqa: ARG002 - the signature is Django's
        """Raise ValueError: a private file has no address (`base_url=None` would fall back to the public one)."""
        raise ValueError("A private file has no address; serve it.")

    def _save(self, name: str, content: File) -> str:
        """Whole or not at all: a process that dies while it writes leaves a draft, never half a paper."""
        draft = Path(self.path(super()._save(f"{DRAFTS}/{uuid7()}", content)))  # type: ignore[misc]  # Django's own hook
        try:
            while True:
                path = Path(self.path(name))
                path.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(draft, path)
                except FileExistsError:  # taken meanwhile
                    name = self.get_available_name(name)
                else:
                    return name
        finally:
            draft.unlink()

    def forget_drafts(self, *, before: datetime) -> int:
        """Delete what was left half written before an instant; how many files."""
        folder = Path(self.path(DRAFTS))
        left = [path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def private_storage() -> Storage:
    """The storage of private files; looked up late, so that tests and machines can differ."""
    return storages["private"]
