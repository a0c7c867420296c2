"""Shapes of a person's own downloads."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from cms.downloads.queries import Own


class OwnDownloadOut(Schema):
    """One file; `allowed` says whether it could be downloaded again now, `newer` whether another edition came since."""

    id: UUID
    resource: str
    title: str
    name: str
    downloaded_at: datetime
    allowed: bool
    newer: bool

    @classmethod
    def of(cls, own: Own) -> "OwnDownloadOut":
        return cls(
            id=own.file.uuid,
            resource=own.file.resource.slug,
            title=own.file.resource.title,
            name=own.file.original_name,
            downloaded_at=own.last_at,
            allowed=own.allowed,
            newer=own.newer,
        )
