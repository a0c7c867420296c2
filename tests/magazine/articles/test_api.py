"""Articles by the API: every block has its shape, filters narrow, search folds."""

import pytest

from magazine.articles.models import ArticlePage, Contributor
from magazine.issues.actions import release_issue
from tests.factories import magazine as make
from tests.factories.registrations import NOW

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/magazine"


def test_article_has_every_block_by_name(client, django_capture_on_commit_callbacks, work_off):
    issue = make.issue(4, articles=0)
    body = [
        ("heading", "Le quai"),
        ("paragraph", "<p>Au <b>départ</b>.</p>"),
        ("image", {"image": make.picture("ile", "Une île"), "caption": "Le quai, au matin"}),
        ("quote", {"text": "Un endroit où arriver.", "attribution": "Odile"}),
        ("callout", {"title": "À retenir", "text": "<p>Trois choses.</p>"}),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        make.article(issue, title="Une île", body=body, image=make.picture("une", "La une"))
    work_off()
    release_issue(issue, by=make.EDITOR, at=NOW)

    article = client.get(f"{ROOT}/articles/une-ile").json()

    shown = [{name: value for name, value in block.items() if name != "id"} for block in article["body"]]
    picture = shown[2].pop("image")
    assert shown == [
        {"type": "heading", "text": "Le quai"},
        {"type": "paragraph", "html": "<p>Au <b>départ</b>.</p>"},
        {"type": "image", "caption": "Le quai, au matin"},
        {"type": "quote", "text": "Un endroit où arriver.", "attribution": "Odile"},
        {"type": "callout", "title": "À retenir", "html": "<p>Trois choses.</p>"},
    ]
    assert (picture["alt"], [source["type"] for source in picture["sources"]]) == (
        "Une île",
        ["image/avif", "image/webp", "image/jpeg"],
    )
    assert article["image"]["sources"][0]["width"] == 16


def test_article_knows_its_neighbours(client):
    release_issue(make.issue(4, articles=3), by=make.EDITOR, at=NOW)

    article = client.get(f"{ROOT}/articles/article-4-1").json()

    assert (article["previous"]["slug"], article["next"]["slug"]) == ("article-4-0", "article-4-2")
    assert client.get(f"{ROOT}/articles/article-4-0").json()["previous"] is None


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("issue=5", ["article-5-0"]),
        ("section=dossier&limit=1", ["article-5-0"]),
        ("section=autre", []),
        ("contributor=odile-marchessault", ["article-5-0", "emplois-d-ete", "article-4-0"]),
        ("contributor=personne", []),
        ("q=emploi", ["emplois-d-ete"]),
        ("q=l’été EMPLOIS", ["emplois-d-ete"]),
        ("q=ploi", []),
        ("q=%25", ["article-5-0", "emplois-d-ete", "article-4-0"]),
    ],
)
def test_articles_are_narrowed(client, filters, found):
    four, five = make.issue(4), make.issue(5)
    make.article(four, title="Emplois d’été")
    for issue in (four, five):
        release_issue(issue, by=make.EDITOR, at=NOW)

    answer = client.get(f"{ROOT}/articles?{filters}").json()

    assert sorted(article["slug"] for article in answer["items"]) == sorted(found)


def test_unknown_filter_is_refused(client):
    assert client.get(f"{ROOT}/articles?author=x").status_code == 422


def test_two_articles_of_the_same_title_have_two_addresses():
    for number in (4, 5):
        make.article(make.issue(number, articles=0), title="Éditorial")

    assert sorted(ArticlePage.objects.values_list("slug", flat=True)) == ["editorial", "editorial-2"]


def test_biography_is_shown_once_the_person_has_agreed(client):
    release_issue(make.issue(4), by=make.EDITOR, at=NOW)
    Contributor.objects.update(biography="Coach à Gatineau.", consented_on=None)
    hidden = client.get(f"{ROOT}/contributors/odile-marchessault").json()["biography"]
    Contributor.objects.update(consented_on=NOW.date())

    shown = client.get(f"{ROOT}/contributors/odile-marchessault?limit=1")

    assert (hidden, shown.status_code) == ("", 422)
