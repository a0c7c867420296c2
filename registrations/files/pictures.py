"""Pictures that people send to be shown to everybody: checked, made anew, stored with a small copy."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from registrations.files.errors import FileIsNotWhatItSays, PictureTooLarge
from registrations.files.uploads import checked_contents, checked_extension
from registrations.ids import uuid7

PICTURES = frozenset({"png", "jpg", "jpeg", "webp"})
MOST_PIXELS = 30_000_000
LARGE, SMALL = (1200, 1200), (320, 160)
DAMAGED = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on public storage, and its small copy."""

    name: str
    small_name: str


@contextmanager
def received_picture(upload: File, *, feature: str, at: datetime, megabytes: int = 5) -> Iterator[Picture]:
    """Check `upload`, store it for the action inside the `with`; when that refuses, the stored files are removed.

    What is stored is drawn anew from its pixels: nothing else that the file held (place, camera, hidden contents) is
    published. Raises the refusals of `files.errors`. Never call it inside a transaction.
    """
    extension = checked_extension(upload, allowed=PICTURES, megabytes=megabytes)
    checked_contents(upload, extension)
    drawn = _drawn(upload, extension)
    names: list[str] = []
    try:
        for box in (LARGE, SMALL):
            content, ending = _written(drawn, box, sharp=extension == "png")
            names.append(default_storage.save(f"{feature}/{at:%Y}/{uuid7()}.{ending}", ContentFile(content)))
        yield Picture(names[0], names[1])
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


def _drawn(upload: File, extension: str) -> Image.Image:
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureTooLarge(megapixels=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except DAMAGED as error:
        raise FileIsNotWhatItSays(extension=extension) from error


def _written(picture: Image.Image, box: tuple[int, int], *, sharp: bool) -> tuple[bytes, str]:
    """PNG where something shines through or lines must stay sharp, JPEG otherwise; never larger than `box`."""
    copy, content = picture.copy(), io.BytesIO()
    copy.thumbnail(box, Image.Resampling.LANCZOS)
    if sharp or copy.mode == "RGBA":
        copy.save(content, "PNG", optimize=True)
        return content.getvalue(), "png"
    copy.save(content, "JPEG", quality=88)
    return content.getvalue(), "jpg"
