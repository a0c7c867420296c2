"""The library in the search of the whole site."""

from datetime import datetime

from django.urls import reverse

from cms.library.queries.access import reader
from cms.library.queries.searching import Filters, listing
from cms.search.registry import Hit, Hits
from registrations.people.models import User


def hits(q: str, person: User | None, at: datetime, most: int) -> Hits:
    """The first resources that this person may see."""
    found = listing(reader(person, at=at), Filters(q=q), at=at, limit=most, facets=())
    return Hits(
        found.count,
        [
            Hit(
                kind="resource",
                title=row.title,
                url=reverse("library:resource", args=[row.slug]),
                excerpt=found.excerpts[row.pk].parts if row.pk in found.excerpts else [],
                rank=getattr(row, "rank", 0),
                on=row.published_on,
            )
            for row in found.resources
        ],
    )
