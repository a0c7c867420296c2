"""The content's models, each in its feature; this module only gathers them for Django."""

from cms.access_requests.models import AccessRequest
from cms.diffusion.models import PolicyAdoption, PolicyExample, PolicyRule, PolicyVersion
from cms.library.models import (
    Collection,
    CollectionItem,
    DownloadCount,
    FilePage,
    Grant,
    Narrowing,
    OwnDownload,
    Reading,
    Resource,
    ResourceFile,
    Topic,
)
from cms.media.models import CustomImage, Rendition
from cms.pages.models import HomePage, StandardPage
from cms.search.models import SearchEntry, SearchWord
from cms.simulations.models import PolicySimulation

__all__ = [
    "AccessRequest",
    "Collection",
    "CollectionItem",
    "CustomImage",
    "DownloadCount",
    "FilePage",
    "Grant",
    "HomePage",
    "Narrowing",
    "OwnDownload",
    "PolicyAdoption",
    "PolicyExample",
    "PolicyRule",
    "PolicySimulation",
    "PolicyVersion",
    "Reading",
    "Rendition",
    "Resource",
    "ResourceFile",
    "SearchEntry",
    "SearchWord",
    "StandardPage",
    "Topic",
]
