"""Pictures that people send: drawn anew, small copy, nothing left behind by a refusal."""

import io
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from registrations.files import pictures
from registrations.files.errors import (
    FileEmpty,
    FileIsNotWhatItSays,
    FileKindRefused,
    FileTooLarge,
    PictureTooLarge,
)
from registrations.files.pictures import received_picture

AT = datetime(2026, 10, 6, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(form, *, mode="RGB", size=(2000, 1000), **options):
    content = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 90)[: len(mode)]).save(content, form, **options)
    return content.getvalue()


def received(content, name):
    return received_picture(ContentFile(content, name=name), feature="tests", at=AT)


def stored(media):
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("form", "mode", "name", "kept"),
    [("PNG", "RGBA", "a.png", "PNG"), ("PNG", "RGB", "a.png", "PNG"), ("JPEG", "RGB", "a.JPG", "JPEG"),
     ("WEBP", "RGB", "a.webp", "JPEG")],
)  # fmt: skip
def test_a_picture_and_its_small_copy_are_drawn_anew(form, mode, name, kept):
    with received(drawn(form, mode=mode), name) as picture:
        found = []
        for each in (picture.name, picture.small_name):
            with default_storage.open(each) as file:
                image = Image.open(file)
                found.append((image.size, image.format))
    assert found == [((1200, 600), kept), ((320, 160), kept)]
    assert picture.name.startswith("tests/2026/")


def test_what_a_photograph_says_of_its_place_is_not_published(media):
    place = Image.Exif()
    place[0x010E] = "rue secrète"
    with received(drawn("JPEG", exif=place), "a.jpg"):
        pass
    assert [path for path in stored(media) if b"rue secr" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "a.png", FileEmpty),
        (b"GIF89a", "a.gif", FileKindRefused),
        (b"<svg/>", "a.svg", FileKindRefused),
        (b"<script>", "a.png", FileIsNotWhatItSays),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a.png", FileIsNotWhatItSays),
        (b"x" * (5 * 1024 * 1024 + 1), "a.png", FileTooLarge),
    ],
)
def test_what_is_not_a_picture_is_refused(media, content, name, refusal):
    with pytest.raises(refusal), received(content, name):
        pass
    assert stored(media) == []


def test_a_picture_of_too_many_pixels_is_refused(media, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(PictureTooLarge), received(drawn("PNG", size=(11, 10)), "a.png"):
        pass
    assert stored(media) == []


def test_a_refusal_of_the_action_leaves_no_file(media):
    with pytest.raises(FileEmpty), received(drawn("PNG"), "a.png"):
        raise FileEmpty
    assert stored(media) == []
