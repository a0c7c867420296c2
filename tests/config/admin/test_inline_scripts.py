"""No page needs an inline script or style, so that one policy holds for the whole site."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, AdminTimeInput

from registrations.actors import Role
from tests.factories.magazine import issue

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|\bnonce=|application/json))[^>]*>")


@pytest.mark.parametrize("widget", [AdminDateInput, AdminTimeInput, AdminDateTimeInput, AdminPageChooser])
def test_widget_leaves_a_mark_that_our_script_starts(widget):
    html = widget().render("field", None, attrs={"id": "id_field"})

    assert (INLINE.findall(html), html.count("data-start=")) == ([], 1)


def test_chooser_mark_holds_its_class_and_arguments():
    html = AdminPageChooser().render("field", None, attrs={"id": "id_field"})

    assert 'data-class="PageChooser"' in html
    assert 'data-options="[&quot;id_field&quot;, {' in html


def test_pages_of_the_editor_hold_no_inline_script(client, person_of):
    made = issue(4)
    client.force_login(person_of(Role.EDITOR))
    paths = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (made, made.get_children().first())]
    paths += [reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root"), reverse("wagtailimages:index")]

    found = {path: INLINE.findall(client.get(path).content.decode()) for path in paths}

    assert found == {path: [] for path in paths}


def test_no_page_asks_for_a_style_that_browsers_would_refuse():
    """Those of mails and papers have no policy: they stand in folders of their own."""
    pages = [path for path in Path(settings.ROOT).glob("*/templates/**/*.html") if "mails" not in path.parts]

    assert len(pages) > 200
    assert [path.name for path in pages if " style=" in path.read_text()] == []
