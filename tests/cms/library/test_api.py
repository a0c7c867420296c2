from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.library.models import DownloadCount, Grant, Narrowing
from registrations.people.models import User
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 contents of the file"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
POLICY = (
    {"kinds": ["guide"], "clause": "2.2"},
    {"kinds": ["tool", "newsletter"], "audiences": ["member"], "clause": "4.2"},
    {"kinds": ["pay_survey"], "audiences": ["manager"], "clause": "6.1"},
    {"kinds": ["tool", "pay_survey"], "verbs": ["see"], "clause": "2.1"},
    {"kinds": ["research"], "delay_days": 90, "clause": "5.2", "verbs": ["download"]},
    {"kinds": ["research"], "verbs": ["see"], "clause": "2.1"},
    {"allows": False, "clause": "4.2"},
)


@pytest.fixture(autouse=True)
def _policy():
    adopted(*POLICY)


def member(role="practitioner", *, on=None):
    today = timezone.localdate()
    post = AffiliationFactory(role=role, starts_on=today - timedelta(days=30))
    MembershipFactory(
        organisation=post.organisation,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=30),
        lapses_on=today + timedelta(days=30),
    )
    return post.person


def someone(who) -> User | None:
    return {"visitor": lambda: None, "account": UserFactory, "member": member, "manager": lambda: member("manager")}[
        who
    ]()


def as_(who) -> Client:
    client = Client(headers=BROWSER)
    if person := someone(who):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def download(file, client=None, **headers):
    return (client or as_("visitor")).get(f"/api/v1/library/files/{file.uuid}/download", headers=headers)


def body(response):
    return b"".join(response.streaming_content)


EXPECTED = {
    "guide": {"visitor": 200, "account": 200, "member": 200, "manager": 200},
    "tool": {"visitor": 403, "account": 403, "member": 200, "manager": 200},
    "pay_survey": {"visitor": 403, "account": 403, "member": 403, "manager": 200},
    "newsletter": {"visitor": 404, "account": 404, "member": 200, "manager": 200},
}


@pytest.mark.parametrize(("kind", "who"), [(kind, who) for kind, row in EXPECTED.items() for who in row])
@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("get", {}),
        ("head", {}),
        ("get", {"Range": "bytes=0-3"}),
        ("get", {"If-None-Match": f'"{"ab" * 32}"'}),
        ("get", {"If-None-Match": "*"}),
        ("get", {"Range": "bytes=0-3", "If-Range": f'"{"ab" * 32}"'}),
    ],
)
def test_download_is_decided_first_whatever_the_request(kind, who, method, headers):
    file = ResourceFileFactory(resource__kind=kind)

    response = getattr(as_(who), method)(f"/api/v1/library/files/{file.uuid}/download", headers=headers)

    expected = EXPECTED[kind][who]
    if expected == 200:
        expected = 304 if "If-None-Match" in headers else 206 if "Range" in headers else 200
    assert response.status_code == expected
    leaked = b"" if not response.streaming else body(response)
    assert (CONTENT[:4] in leaked) == (expected in {200, 206} and method == "get")
    assert response["Cache-Control"] == "private, no-store"
    if expected >= 400:
        assert "ETag" not in response


def test_refused_download_explains_itself():
    file = ResourceFileFactory(resource__kind="tool", resource__slug="outil")

    problem = download(file).json()

    assert problem["code"] == "download-refused"
    assert problem["type"] == "/problems/download-refused"
    assert (problem["reason"], problem["clause"], problem["rule"], problem["policy"]) == ("audience", "4.2", "R-07", 1)
    assert problem["detail"] == "Réservé au personnel des organismes membres en règle (art.\u00a04.2)."
    words = problem["remedy"].pop("message")
    assert problem["remedy"] == {"kind": "sign_in", "url": "/comptes/login/?next=/bibliotheque/outil/"}
    assert words == "Ouvrez une session\u00a0: votre compte ou votre poste peut vous y donner accès."


def test_refused_download_until_a_day_says_which():
    file = ResourceFileFactory(resource__kind="research", resource__published_on=timezone.localdate())

    problem = download(file).json()

    opens_on = timezone.localdate() + timedelta(days=90)
    assert (problem["reason"], problem["remedy"]["kind"]) == ("delay", "wait")
    assert problem["opens_at"].startswith(opens_on.isoformat())


def test_download_when_membership_lapsed_is_refused_that_day():
    file, person = ResourceFileFactory(resource__kind="tool"), member()
    client = Client(headers=BROWSER)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert download(file, client).status_code == 200

    person.affiliations.get().organisation.memberships.update(
        ends_on=timezone.localdate(), lapses_on=timezone.localdate()
    )

    assert download(file, client).json()["remedy"]["kind"] == "renew"


def test_grant_opens_and_narrowing_closes():
    file, person, now = ResourceFileFactory(resource__kind="tool"), UserFactory(), timezone.now()
    client = Client(headers=BROWSER)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    window = {"reason": "x", "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}

    Grant.objects.create(resource=file.resource, person=person, **window)
    assert download(file, client).status_code == 200

    Narrowing.objects.create(resource=file.resource, verbs=["download"], **window)
    assert (download(file, client).status_code, download(file, client).json()["reason"]) == (403, "narrowed")


@pytest.mark.parametrize(
    "path", ["/media/library/2026/a.pdf", "/private/library/2026/a.pdf", "/_private/library/2026/a.pdf"]
)
def test_file_has_no_direct_address(path):
    ResourceFileFactory()

    assert as_("manager").get(path).status_code == 404


def test_unknown_file_and_hidden_file_answer_the_same():
    hidden, shown = ResourceFileFactory(resource__kind="newsletter"), ResourceFileFactory()
    unknown = download(ResourceFileFactory.build())

    assert download(hidden).json() == unknown.json()
    assert (unknown.status_code, download(shown).status_code) == (404, 200)


def counted():
    return sum(row.number for row in DownloadCount.objects.all())


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({}, 1),
        ({"Range": "bytes=0-"}, 1),
        ({"Range": "bytes=5-"}, 0),
        ({"Range": "bytes=-5"}, 0),
        ({"Range": "bytes=900-"}, 0),
        ({"If-None-Match": f'"{"ab" * 32}"'}, 0),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, 0),
        ({"User-Agent": ""}, 0),
    ],
)
def test_only_real_downloads_are_counted(headers, number):
    download(ResourceFileFactory(), **headers)

    assert counted() == number


def test_download_is_counted_once_per_reader_and_for_their_organisation():
    file, client, other = ResourceFileFactory(), as_("member"), as_("visitor")
    for reader in (client, client, other):
        download(file, reader)
    other.head(f"/api/v1/library/files/{file.uuid}/download")

    assert sorted(DownloadCount.objects.values_list("audience", "number")) == [("member", 1), ("public", 1)]
    assert DownloadCount.objects.exclude(organisation=None).get().audience == "member"


def test_visitors_behind_the_proxy_are_several(settings):
    settings.TRUSTED_PROXY_COUNT = 1
    file = ResourceFileFactory()
    for last in (1, 2, 2):
        download(file, **{"X-Forwarded-For": f"198.51.100.{last}"})

    assert counted() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_download_decision_budget(count, assert_own_queries):
    files, client = [ResourceFileFactory(resource__kind="tool") for _ in range(count)], as_("member")
    download(files[0], client)
    DownloadCount.objects.update(number=1)

    with assert_own_queries(4):
        assert download(files[0], client).status_code == 200


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("count", [1, 3])
def test_list_budget(who, count, assert_own_queries):
    for _ in range(count):
        ResourceFileFactory()
    client = as_(who)

    with assert_own_queries(6 + 4 + (1 if who == "visitor" else 0)):  # four facets; the generation of the cache
        assert client.get("/api/v1/library/resources").json()["count"] == count


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_detail_budget(who, assert_own_queries):
    file, client = ResourceFileFactory(), as_(who)

    with assert_own_queries(8 + (1 if who == "visitor" else 0)):  # the generation of the cache
        assert client.get(f"/api/v1/library/resources/{file.resource.slug}").status_code == 200


def test_list_shows_what_the_caller_may_see():
    for kind in ("guide", "tool", "newsletter"):
        ResourceFileFactory(resource__kind=kind)

    seen = {who: as_(who).get("/api/v1/library/resources").json() for who in ("visitor", "member")}

    assert {who: sorted(item["kind"] for item in found["items"]) for who, found in seen.items()} == {
        "visitor": ["guide", "tool"],
        "member": ["guide", "newsletter", "tool"],
    }
    assert seen["visitor"]["facets"]["kind"] == [{"value": "guide", "count": 1}, {"value": "tool", "count": 1}]
    assert seen["member"]["items"][0]["access"]["allowed"] is True


def test_record_has_the_contract_s_shape():
    file = ResourceFileFactory(resource__kind="tool", resource__slug="outil", resource__licence="CC-BY-NC-ND-4.0")

    found = as_("account").get("/api/v1/library/resources/outil").json()

    assert (found["slug"], found["kind"], found["languages"], found["licence"]) == (
        "outil",
        "tool",
        ["fr"],
        "CC-BY-NC-ND-4.0",
    )
    assert found["files"] == [
        {
            "id": str(file.uuid),
            "language": "fr",
            "format": "pdf",
            "edition": 1,
            "size": 29,
            "pages": 1,
            "url": f"/api/v1/library/files/{file.uuid}/download",
            "access": {
                "allowed": False,
                "reason": "audience",
                "rule": "R-07",
                "clause": "4.2",
                "policy": 1,
                "opens_at": None,
                "message": "Réservé au personnel des organismes membres en règle (art.\u00a04.2).",
                "remedy": {
                    "kind": "join",
                    "url": "/organismes/",
                    "message": "C’est réservé au personnel des organismes membres\u00a0: si le vôtre en est un, "
                    "sa personne responsable vous ajoute à sa liste.",
                },
            },
        }
    ]


def test_record_in_english():
    ResourceFileFactory(resource__kind="tool", resource__slug="outil")

    found = as_("visitor").get("/api/v1/library/resources/outil", headers={"Accept-Language": "en"}).json()

    assert found["access"]["message"] == "Reserved to the staff of members in good standing (clause 4.2)."


@pytest.mark.parametrize("slug", ["infolettre", "inconnue"])
def test_hidden_record_is_not_found(slug):
    ResourceFactory(kind="newsletter", slug="infolettre")

    assert as_("account").get(f"/api/v1/library/resources/{slug}").status_code == 404


def test_access_explains_each_verb():
    ResourceFactory(kind="tool", slug="outil")

    found = as_("visitor").get("/api/v1/library/resources/outil/access").json()

    assert (found["audience"], found["verbs"]["see"]["allowed"], found["verbs"]["download"]["allowed"]) == (
        "public",
        True,
        False,
    )


def test_access_as_another_audience_is_for_editors_and_librarians(django_user_model):
    from django.contrib.auth.models import Group

    ResourceFactory(kind="tool", slug="outil")
    person, client = UserFactory(), Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    path = "/api/v1/library/resources/outil/access?as=member"
    assert client.get(path).json()["code"] == "may-not-look-as"

    person.groups.add(Group.objects.get_or_create(name="librarian")[0])
    assert client.get(path).json()["verbs"]["download"]["allowed"] is True


@pytest.mark.parametrize(
    "query",
    [
        "unknown=1",
        "kind=poem",
        "language=de",
        "year=99999999999999999999",
        "limit=1000",
        "offset=10001",
        "q=%00",
        "audience=friends",
        "topic=a%20b",
    ],
)
def test_bad_questions_are_refused(query):
    assert as_("visitor").get(f"/api/v1/library/resources?{query}").status_code == 422


@pytest.mark.parametrize("query", ["q=%22", "q='", "q=%25_", "year=2026&available=true", "q=" + "a " * 90])
def test_odd_questions_are_answered(query):
    assert as_("visitor").get(f"/api/v1/library/resources?{query}").status_code == 200


def test_anonymous_list_is_cached_until_the_library_changes():
    from cms.library.actions import withdraw_resource
    from registrations.actors import Actor

    resource, client = ResourceFileFactory().resource, as_("visitor")
    first = client.get("/api/v1/library/resources")
    again = client.get("/api/v1/library/resources", headers={"If-None-Match": first["ETag"]})
    withdraw_resource(resource, reason="Erreur", by=Actor.system("test"), at=timezone.now())
    after = client.get("/api/v1/library/resources", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, after.status_code) == (200, 304, 200)
    assert after.json()["count"] == 0
    assert first["Cache-Control"].startswith("public, max-age=")


def test_personal_list_is_never_shared():
    assert as_("member").get("/api/v1/library/resources")["Cache-Control"] == "private, no-store"


def test_policy_in_force_is_everybody_s():
    found = as_("visitor").get("/api/v1/library/policy").json()

    assert (found["number"], found["in_force"], found["state"], len(found["rules"])) == (1, True, "adopted", 7)
    assert found["rules"][1]["audiences"] == ["member"]


def test_draft_policy_is_the_team_s():
    from cms.models import PolicyVersion

    PolicyVersion.objects.create(number=2, title_fr="Projet")
    path = "/api/v1/library/policy/versions/2"

    assert as_("member").get(path).status_code == 404
    assert as_("visitor").get("/api/v1/library/policy/versions/1").json()["in_force"] is True


def test_list_by_day_of_publication():
    for day in (3, 1, 2):
        ResourceFactory(published_on=date(2026, 2, day))

    found = as_("visitor").get("/api/v1/library/resources?limit=2&offset=1").json()

    assert (found["count"], [item["published_on"] for item in found["items"]]) == (3, ["2026-02-02", "2026-02-01"])
