"""Adding images, and making their sizes outside any transaction."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from cms.media.errors import MayNotAddImages, NotAnImage
from cms.media.models import CustomImage
from cms.media.rules import may_add_images
from cms.media.tasks import make_renditions
from registrations.actors import Actor

SHOWN = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


@transaction.atomic
def add_image(
    name: str, content: bytes, *, title: str, description: str = "", credit: str = "", by: Actor, at: datetime
) -> CustomImage:
    """Keep an image; `description` replaces it for people who do not see it. Its sizes are made by a task.

    Raises `NotAnImage`.
    """
    if not may_add_images(by):
        raise MayNotAddImages()
    ending = _ending_of(content)
    image = CustomImage(title=title, description=description, credit=credit, uploaded_by_user=by.person)
    image.file = ContentFile(content, name=f"{name.rpartition('.')[0] or name}.{ending}")
    image.file_size = len(content)
    image.save()
    CustomImage.objects.filter(pk=image.pk).update(created_at=at)
    prepare_images([image.pk])
    return image


def prepare_images(images: Iterable[int]) -> None:
    """Have the sizes of these images made, once the present transaction commits."""
    for pk in set(images):
        make_renditions.enqueue(pk)


def _ending_of(content: bytes) -> str:
    """The ending of the format that the bytes themselves show."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return SHOWN[picture.format or ""]
    except (UnidentifiedImageError, KeyError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAnImage() from error
