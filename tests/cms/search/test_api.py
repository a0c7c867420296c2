"""One search of resources, articles and pages, for each reader."""

import pytest
from django.test import Client
from wagtail.models import Page

from cms.models import StandardPage
from tests.factories.cms import ResourceFactory, adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    adopted({"kinds": ["guide"], "clause": "2.2"})
    ResourceFactory(title="La télépratique", abstract="Un guide.")
    ResourceFactory(title="Télépratique réservée", kind="survey")
    home = Page.objects.get(slug="home")
    home.add_child(instance=StandardPage(title="Services", slug="services", summary="Notre aide en télépratique."))
    home.add_child(instance=StandardPage(title="Brouillon télépratique", slug="brouillon", live=False))


def test_kinds_are_found_together_the_title_first(site):
    found = Client().get("/api/v1/search?q=telepratique").json()

    assert (found["count"], found["counts"]) == (2, {"article": 0, "page": 1, "resource": 1})
    assert [(hit["kind"], hit["title"]) for hit in found["items"]] == [
        ("resource", "La télépratique"),
        ("page", "Services"),
    ]
    assert [part["text"] for part in found["items"][1]["excerpt"] if part["found"]] == ["télépratique"]


def test_one_kind_alone(site):
    assert list(Client().get("/api/v1/search?q=telepratique&kind=page").json()["counts"]) == ["page"]


@pytest.mark.parametrize("q", ["", "%22", "de%20la", "x" * 300])
def test_page_answers_whatever_is_asked(site, q):
    assert Client().get(f"/recherche/?q={q}").status_code == 200


def test_page_shows_what_a_visitor_may_know(site):
    page = Client().get("/recherche/?q=telepratique").content.decode()

    assert ("La télépratique" in page, "réservée" in page, "Brouillon" in page) == (True, False, False)
