"""Shapes of the exhibitors."""

from uuid import UUID

from ninja import Schema

from registrations.exhibitors.models import Exhibitor


class ExhibitorOut(Schema):
    id: UUID
    name: str
    website: str
    description: str
    booth: str
    package: str

    @classmethod
    def of(cls, exhibitor: Exhibitor) -> "ExhibitorOut":
        """An exhibitor with its organisation and package in hand."""
        return cls(
            id=exhibitor.uuid,
            name=exhibitor.organisation.name,
            website=exhibitor.organisation.website,
            description=exhibitor.description,
            booth=exhibitor.booth,
            package=exhibitor.package.name,
        )
