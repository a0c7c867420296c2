"""A page made private leaves the answers that are kept, at once."""

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.pages.actions import prepare_pages

pytestmark = pytest.mark.django_db


def statuses(client):
    listed = [page["slug"] for page in client.get("/api/v1/pages").json()["items"]]
    return client.get("/api/v1/pages/a-propos").status_code, "a-propos" in listed


def test_private_page_leaves_the_api_at_once_and_comes_back(client):
    prepare_pages(name="AXTRA", host="localhost", port=80)
    before = statuses(client)

    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(slug="a-propos"), restriction_type=PageViewRestriction.LOGIN
    )
    private = statuses(client)
    restriction.delete()

    assert [before, private, statuses(client)] == [(200, True), (404, False), (200, True)]
