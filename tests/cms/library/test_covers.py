"""The first page of a PDF stands for it, for whoever may see the record and for nobody else."""

import pytest
from PIL import Image

from cms.library.jobs import draw_cover
from cms.library.models import ResourceFile
from cms.library.queries import files_to_draw
from registrations.files.drawing import NotDrawn, first_page
from tests.cms.library.test_api import as_
from tests.factories.cms import ResourceFileFactory, adopted
from tests.registrations.files.pdfs import pdf

pytestmark = pytest.mark.django_db
MEMBERS = {"kinds": ["newsletter"], "audiences": ["member"], "clause": "4.3"}


def drawn(**fields):
    file = ResourceFileFactory(file__data=pdf(2), **fields)
    draw_cover.call(file.pk)
    return ResourceFile.objects.get(pk=file.pk)


def test_cover_is_the_first_page_and_is_drawn_once():
    file = drawn()

    with file.cover.open() as content, Image.open(content) as picture:
        assert (picture.format, picture.width, picture.height) == ("PNG", 640, 640)
    draw_cover.call(file.pk)
    assert ResourceFile.objects.get().cover.name == file.cover.name
    assert files_to_draw(at_most=5) == []


def test_what_cannot_be_drawn_has_no_cover_and_is_not_tried_again():
    file = ResourceFileFactory()

    draw_cover.call(file.pk)

    assert (ResourceFile.objects.get().cover.name, files_to_draw(at_most=5)) == ("", [])
    with pytest.raises(NotDrawn):
        first_page(b"%PDF-1.7 nothing")


def test_cover_is_seen_by_those_who_see_the_record():
    adopted(MEMBERS, {"kinds": ["tool"], "verbs": ["see"], "clause": "2.1"})
    hidden, reserved = drawn(resource__kind="newsletter"), drawn(resource__kind="tool", resource__slug="outil")
    answers = {
        who: [as_(who).get(f"/bibliotheque/couvertures/{file.uuid}/").status_code for file in (hidden, reserved)]
        for who in ("visitor", "member")
    }

    assert answers == {"visitor": [404, 200], "member": [200, 200]}
    assert f"/bibliotheque/couvertures/{reserved.uuid}/" in as_("visitor").get("/bibliotheque/outil/").content.decode()
    found = as_("visitor").get("/api/v1/library/resources/outil").json()
    assert found["cover"] == f"/bibliotheque/couvertures/{reserved.uuid}/"
