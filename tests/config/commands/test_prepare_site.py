"""The first pages of an empty site."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from cms.pages.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


def state() -> tuple[object, ...]:
    site = Site.objects.get()
    pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("title", "slug", "live", "depth")
    return site.site_name, site.hostname, site.port, site.root_page.specific_class, list(pages)


def test_prepare_site_gives_an_empty_site_its_pages(capsys):
    call_command("prepare_site")

    assert state() == (
        "AXTRA",
        "localhost",
        8000,
        HomePage,
        [
            ("AXTRA", "accueil", True, 2),
            ("À propos", "a-propos", True, 3),
            ("Confidentialité", "confidentialite", True, 3),
            ("AXE Magazine", "magazine", True, 3),
        ],
    )
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"fr", "en"}


def test_prepare_site_again_leaves_what_the_team_removed(capsys):
    call_command("prepare_site")
    StandardPage.objects.get(slug="a-propos").delete()
    before = state()

    call_command("prepare_site")

    assert state() == before
