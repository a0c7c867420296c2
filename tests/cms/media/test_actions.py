"""Images are kept at addresses that nobody guesses, and their sizes are made by a task."""

import io

import pytest
from PIL import Image

from cms.media.actions import add_image
from cms.media.errors import MayNotAddImages, NotAnImage
from cms.media.models import Rendition
from cms.media.rules import SPECS
from registrations.actors import Actor
from tests.factories.magazine import EDITOR
from tests.factories.registrations import NOW

pytestmark = pytest.mark.django_db


def png(width=20, height=10, kind="PNG"):
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#0b4f6c").save(data, kind)
    return data.getvalue()


def test_add_image_keeps_words_and_makes_sizes_later(django_capture_on_commit_callbacks, work_off):
    with django_capture_on_commit_callbacks(execute=True):
        image = add_image(
            "couverture.jpeg", png(), title="Couverture", description="Un X", credit="A. B.", by=EDITOR, at=NOW
        )
    before = Rendition.objects.count()
    work_off()

    assert (image.width, image.height, image.description, image.credit) == (20, 10, "Un X", "A. B.")
    assert image.file.name.startswith("images/")
    assert image.file.name.endswith(".png")
    assert "couverture" not in image.file.name
    assert (before, set(Rendition.objects.values_list("filter_spec", flat=True))) == (0, set(SPECS))


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff plus rien", png(kind="BMP")])
def test_add_image_of_something_else_is_refused(content):
    with pytest.raises(NotAnImage):
        add_image("x.png", content, title="X", by=EDITOR, at=NOW)


def test_add_image_by_accounting_is_refused():
    with pytest.raises(MayNotAddImages):
        add_image("x.png", png(), title="X", by=Actor(person=None, roles=frozenset({"accounting"})), at=NOW)
