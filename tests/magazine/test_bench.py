import pytest

from tests.bench.magazine import publish_issue

pytestmark = pytest.mark.django_db


def test_bench_issue_is_read_by_the_api_and_made_once(client):
    number, slug = publish_issue(articles=3)

    assert publish_issue(articles=3) == (number, slug)
    article = client.get(f"/api/v1/magazine/articles/{slug}").json()
    assert (article["issue"], len(article["image"]["sources"])) == (900, 6)
    assert len(client.get(f"/api/v1/magazine/issues/{number}/toc").json()["sections"]) == 3
