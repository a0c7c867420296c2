"""What the API shows of the magazine, and to whom; what is not released answers as what does not exist."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from magazine.issues.actions import plan_release, release_issue, withdraw_issue
from magazine.issues.models import IssuePage
from registrations.actors import Role
from tests.factories import magazine as make
from tests.factories.registrations import NOW, UserFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/magazine"


def released(number=4, *, articles=1, **fields):
    return release_issue(make.issue(number, articles=articles, **fields), by=make.EDITOR, at=NOW)


@pytest.fixture
def editor(client):
    person = UserFactory()
    person.groups.add(Group.objects.get(name=Role.EDITOR))
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_issues_are_listed_newest_first_and_current_is_the_last_released(client):
    for number in (4, 6, 5):
        released(number)
    make.issue(7)

    answer = client.get(f"{ROOT}/issues").json()

    assert (answer["count"], [issue["number"] for issue in answer["items"]]) == (3, [6, 5, 4])
    assert client.get(f"{ROOT}/issues/current").json()["number"] == 6


def test_issue_has_its_cover_its_partners_and_no_pdf(client):
    released(partners="Un organisme\n\nUn autre")

    issue = client.get(f"{ROOT}/issues/4").json()

    assert issue["partners"] == ["Un organisme", "Un autre"]
    assert (issue["cover"]["alt"], issue["cover"]["width"], issue["pdf"]) == ("Un grand X", 16, None)
    assert issue["cover"]["url"].startswith("http://localhost:8000/media/images/")


def test_contents_have_sections_articles_and_contributors_in_order(client):
    released(articles=2)

    contents = client.get(f"{ROOT}/issues/4/toc").json()

    (section,) = contents["sections"]
    assert section["slug"] == "dossier"
    assert [article["slug"] for article in section["articles"]] == ["article-4-0", "article-4-1"]
    assert section["articles"][0]["contributors"] == [
        {"slug": "odile-marchessault", "name": "Odile Marchessault", "role": "author", "affiliation": "L’Aiguillage"}
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/issues/4",
        "/issues/4/toc",
        "/articles/article-4-0",
        "/contributors/odile-marchessault",
    ],
)
@pytest.mark.parametrize("state", ["prepared", "planned", "published by wagtail", "withdrawn"])
def test_unreleased_answers_as_nonexistent(client, path, state):
    issue = make.issue(4, articles=1)
    if state == "planned":
        plan_release(issue, release_at=timezone.now() + timedelta(hours=1), by=make.EDITOR, at=timezone.now())
    elif state == "published by wagtail":
        for page in (issue, *issue.get_children().specific()):
            page.get_latest_revision().publish()
    elif state == "withdrawn":
        withdraw_issue(release_issue(issue, by=make.EDITOR, at=NOW), by=make.EDITOR, at=NOW)

    hidden = client.get(f"{ROOT}{path}")
    absent = client.get(f"{ROOT}{path}".replace("4", "9").replace("odile", "personne"))

    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert hidden.headers.items() == absent.headers.items()
    for listed in ("issues", "articles", "sections", "contributors"):
        assert client.get(f"{ROOT}/{listed}").json() == {"count": 0, "items": []}


def test_release_and_withdrawal_are_seen_at_once(client):
    issue = released()
    seen = [client.get(f"{ROOT}/issues/4").status_code]

    withdraw_issue(issue, by=make.EDITOR, at=NOW)
    seen.append(client.get(f"{ROOT}/issues/4").status_code)
    release_issue(issue, by=make.EDITOR, at=NOW)
    seen.append(client.get(f"{ROOT}/issues/4").status_code)

    assert seen == [200, 404, 200]


def test_max_age_of_the_list_ends_at_the_planned_release(client):
    released(4)
    now = timezone.now()
    plan_release(make.issue(5), release_at=now + timedelta(seconds=20), by=make.EDITOR, at=now)

    max_age = client.get(f"{ROOT}/issues")["Cache-Control"].split("max-age=")[1].split(",")[0]

    assert int(max_age) <= 20


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/issues", 6),
        ("/issues/current", 8),
        ("/issues/1", 8),
        ("/issues/1/toc", 6),
        ("/articles", 6),
        ("/sections", 6),
        ("/contributors", 6),
        ("/contributors/odile-marchessault", 8),
        ("/articles/article-1-0", 8),
    ],
)
def test_query_budgets(client, assert_own_queries, path, budget, count):
    for number in range(1, count + 1):
        released(number, articles=count)

    with assert_own_queries(budget):
        assert client.get(ROOT + path).status_code == 200


def test_known_tag_costs_two_queries_at_most(client, assert_own_queries):
    released()
    tag = client.get(f"{ROOT}/issues/4/toc")["ETag"]

    with assert_own_queries(2):
        response = client.get(f"{ROOT}/issues/4/toc", headers={"If-None-Match": tag})

    assert response.status_code == 304


def test_preflight_says_what_blocks_and_what_only_deserves_a_look(editor):
    make.article(make.issue(4, articles=0), title="Brouillon", approved=False)

    answer = editor.get(f"{ROOT}/issues/4/preflight").json()

    assert answer["ready"] is False
    assert [(f["code"], f["blocks"], f["article"]) for f in answer["findings"]] == [
        ("not-approved", True, "Brouillon"),
        ("no-pdf", False, ""),
        ("images-not-sized", False, ""),
    ]


def test_release_twice_with_one_key_is_one_release(editor):
    make.issue(4)

    answers = [editor.post(f"{ROOT}/issues/4/release", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    again = editor.post(f"{ROOT}/issues/4/release")

    assert [(a.status_code, a.json()["state"]) for a in answers] == [(200, "released")] * 2
    assert (again.status_code, again.json()["code"]) == (409, "already-released")


def test_release_of_an_unready_issue_lists_what_blocks(editor):
    make.issue(4, articles=0)

    answer = editor.post(f"{ROOT}/issues/4/release")

    assert (answer.status_code, [f["code"] for f in answer.json()["findings"]]) == (422, ["empty"])
    assert IssuePage.objects.get().released_at is None


def test_withdraw_hides_the_issue(editor):
    released()

    assert editor.post(f"{ROOT}/issues/4/withdraw").json()["state"] == "withdrawn"
    assert editor.get(f"{ROOT}/issues/4").status_code == 404


def test_others_get_404_before_the_release_and_403_after(client):
    issue = make.issue(4)
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    before = client.post(f"{ROOT}/issues/4/release").status_code
    release_issue(issue, by=make.EDITOR, at=NOW)

    assert (before, client.post(f"{ROOT}/issues/4/withdraw").status_code) == (404, 403)
    assert client.get(f"{ROOT}/issues/4/preflight").status_code == 403
