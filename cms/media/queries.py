"""The sizes of an image that exist: reading never makes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Prefetch, Q, prefetch_related_objects

from cms.media.models import CustomImage, Rendition
from cms.media.rules import FORMATS, SPECS


@dataclass(frozen=True, slots=True)
class Source:
    """One size of an image, in one format."""

    type: str
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as a page or a front end shows it; `url` works everywhere, `sources` are lighter."""

    alt: str
    credit: str
    url: str
    width: int
    height: int
    sources: list[Source]


def sizes(path: str = "renditions") -> Prefetch:
    """What a list of rows prefetches to show the image at `path`, in one query for all."""
    return Prefetch(path, queryset=Rendition.objects.filter(filter_spec__in=SPECS))


def load_sizes(images: Iterable[CustomImage | None]) -> None:
    """The sizes of several images, in one query."""
    if found := [image for image in images if image is not None]:
        prefetch_related_objects(found, sizes())


def all_sized(images: Iterable[CustomImage | None]) -> bool:
    """Whether every size of these images was made; one query."""
    found = {image.pk for image in images if image is not None}
    made = Rendition.objects.filter(image__in=found, filter_spec__in=SPECS)
    return bool(made.count() == len(found) * len(SPECS))


def picture(image: CustomImage | None, *, alt: str | None = None) -> Picture | None:
    """The image with the sizes that were made, lightest format first; the original stands in while none is."""
    if image is None:
        return None
    known = sources(image)
    plain = [source for source in known if source.type == FORMATS["jpeg"]]
    last = plain[-1] if plain else Source("", image.file.url, image.width, image.height)
    words = image.description if alt is None else alt
    return Picture(words, image.credit, last.url, last.width, last.height, known)


def sources(image: CustomImage) -> list[Source]:
    """Each size once: a small image is never enlarged, so that several names may mean the same."""
    made = {(SPECS[r.filter_spec], r.width): r for r in image.renditions.all() if r.filter_spec in SPECS}
    order = list(FORMATS.values())
    ordered = sorted(made.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return [Source(media_type, r.url, r.width, r.height) for (media_type, _width), r in ordered]


def absolute(address: str) -> str:
    """An address that works from another site."""
    return str(urljoin(settings.SITE_URL, address))


def images_without_sizes(*, at_most: int, before: datetime) -> list[int]:
    """Images kept before `before` that lack a size: added in the admin, or their task was lost."""
    made = Count("renditions", filter=Q(renditions__filter_spec__in=SPECS))
    lacking = CustomImage.objects.filter(created_at__lt=before).annotate(made=made).filter(made__lt=len(SPECS))
    return list(lacking.order_by("-pk").values_list("pk", flat=True)[:at_most])
