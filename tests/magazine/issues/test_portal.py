"""The magazine's pages: what is released, whole; the rest as what does not exist."""

import json
import re

import pytest

from magazine.articles.models import Contributor
from magazine.issues.actions import attach_pdf, release_issue
from magazine.issues.models import IssuePage
from tests.factories import magazine as make
from tests.factories.registrations import NOW
from tests.registrations.files.pdfs import pdf

pytestmark = pytest.mark.django_db


def released(number=4, **given):
    return release_issue(make.issue(number, **given), by=make.EDITOR, at=NOW)


def test_empty_magazine_says_so(client):
    assert "Le premier numéro" in client.get("/magazine/").content.decode()


def test_magazine_has_the_current_issue_on_top_and_the_others_below(client):
    for number, theme in ((4, "Autrement"), (5, "Ensemble")):
        released(number, theme=theme)
    make.issue(6, theme="En préparation")

    text = client.get("/magazine/").content.decode()

    assert text.index("Ensemble") < text.index("Autrement")
    assert "En préparation" not in text


def test_issue_is_a_cover_with_its_contents(client):
    released(articles=2, partners="Un organisme")

    text = client.get("/magazine/4/").content.decode()

    for words in ("Accompagner autrement", "Bienvenue.", 'alt="Un grand X"', "Dossier", "/magazine/4/article-4-1/"):
        assert words in text
    assert "Un organisme" in text


def test_article_has_its_byline_its_linked_data_and_the_way_on(client):
    released(articles=2)
    Contributor.objects.update(biography="</script><b>Coach", consented_on=NOW.date())

    response = client.get("/magazine/4/article-4-0/")
    text = response.content.decode()

    nonce, data = re.search(r'ld\+json" nonce="([^"]+)">(.+?)</script>', text).groups()
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert json.loads(data)["author"] == [{"@type": "Person", "name": "Odile Marchessault"}]
    assert "L’Aiguillage" in text
    assert 'rel="next" href="/magazine/4/article-4-1/"' in text
    assert "&lt;/script&gt;&lt;b&gt;Coach" in text


@pytest.mark.parametrize("path", ["/magazine/4/", "/magazine/4/article-4-0/", "/magazine/4/axe-magazine.pdf"])
def test_unreleased_is_not_found(client, path):
    attach_pdf(make.issue(articles=1), pdf(), by=make.EDITOR, at=NOW)
    for page in (IssuePage.objects.get(), *IssuePage.objects.get().get_children().specific()):
        page.get_latest_revision().publish()

    assert client.get(path).status_code == 404


def test_article_of_another_issue_is_not_found(client):
    released(4), released(5)

    assert client.get("/magazine/5/article-4-0/").status_code == 404


def test_wagtail_addresses_lead_to_the_portal(client):
    issue = released(4)

    assert client.get(issue.url)["Location"] == "/magazine/4/"
    assert client.get(issue.get_children().get().url)["Location"] == "/magazine/4/article-4-0/"


def test_pdf_is_served_by_ranges(client):
    issue = attach_pdf(make.issue(), pdf(2), by=make.EDITOR, at=NOW)
    release_issue(issue, by=make.EDITOR, at=NOW)

    response = client.get("/magazine/4/axe-magazine.pdf", headers={"Range": "bytes=0-3"})

    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"%PDF")
    assert "2\u00a0pages" in client.get("/magazine/4/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["/magazine/", "/magazine/1/", "/magazine/1/article-1-0/", "/feeds/issues.atom"])
def test_pages_cost_the_same_whatever_their_number(client, assert_own_queries, path, count):
    for number in range(1, count + 1):
        released(number, articles=count)

    with assert_own_queries(8):
        assert client.get(path).status_code == 200


def test_feed_and_sitemap_have_what_is_released(client):
    released(4)
    make.issue(5)

    feed, addresses = (client.get(path).content.decode() for path in ("/feeds/issues.atom", "/sitemap.xml"))

    assert feed.count("<entry>") == 1
    assert re.findall(r"<loc>http://testserver(/magazine/[^<]+)</loc>", addresses) == [
        "/magazine/4/",
        "/magazine/4/article-4-0/",
    ]
