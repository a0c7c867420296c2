"""Where files live: public ones have an address, private ones have none and pass by `serve()`."""

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateFileSystemStorage(FileSystemStorage):
    """A local folder outside the public media."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location=options.pop("location", settings.PRIVATE_ROOT), **options)

    def url(self, name: str | None) -> str:  # noqa: ARG002 - the signature is Django's
        """Raise ValueError: a private file has no address (`base_url=None` would fall back to the public one)."""
        raise ValueError("A private file has no address; serve it.")


def private_storage() -> Storage:
    """The storage of private files; looked up late, so that tests and machines can differ."""
    return storages["private"]
