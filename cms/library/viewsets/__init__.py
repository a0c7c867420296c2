"""The admin's screens of the library."""

from cms.library.viewsets.records import (
    DownloadCountViewSet,
    GrantViewSet,
    NarrowingViewSet,
    ResourceFileViewSet,
    ResourceViewSet,
)
from cms.library.viewsets.shelves import CollectionViewSet, TopicViewSet

__all__ = [
    "CollectionViewSet",
    "DownloadCountViewSet",
    "GrantViewSet",
    "NarrowingViewSet",
    "ResourceFileViewSet",
    "ResourceViewSet",
    "TopicViewSet",
]
