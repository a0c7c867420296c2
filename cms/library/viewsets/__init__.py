"""The admin's screens of the library."""

from cms.library.viewsets.records import (
    GrantViewSet,
    NarrowingViewSet,
    ResourceFileViewSet,
    ResourceViewSet,
)
from cms.library.viewsets.shelves import CollectionViewSet, TopicViewSet

__all__ = [
    "CollectionViewSet",
    "GrantViewSet",
    "NarrowingViewSet",
    "ResourceFileViewSet",
    "ResourceViewSet",
    "TopicViewSet",
]
