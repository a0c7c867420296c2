"""`/memberships`: categories, applications, memberships, certificates."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registrations.models import MembershipApplication
from tests.factories.registrations import (
    AdmissionCriterionFactory,
    AffiliationFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
    apply,
    blank_pdf,
)

pytestmark = pytest.mark.django_db
PATH = "/api/v1/memberships"


@pytest.fixture
def year():
    today = timezone.localdate()
    return MembershipYearFactory(starts_on=today - timedelta(100), ends_on=today + timedelta(200))


@pytest.fixture
def criterion(year):
    return AdmissionCriterionFactory()


@pytest.fixture
def me(client):
    person = UserFactory()
    client.force_login(person)
    return person


def body(criterion, **given):
    key = str(criterion.uuid)
    return {"category": "actif", "shown": [key], "met": [key], "candidate": {"name": "Nouvel élan"}} | given


def send(client, data, **headers):
    return client.post(f"{PATH}/applications", data, content_type="application/json", headers=headers)


def test_categories_are_public_with_their_criteria(client, criterion):
    found = client.get(f"{PATH}/categories").json()
    assert [(each["slug"], [asked["id"] for asked in each["criteria"]]) for each in found] == [
        ("actif", [str(criterion.uuid)])
    ]


def test_apply_then_join_then_list(client, me, criterion):
    sent = send(client, body(criterion, message="Bonjour"))
    made = sent.json()
    assert (sent.status_code, made["membership"]["state"], made["criteria"][0]["declared"]) == (201, "requested", True)
    document = SimpleUploadedFile("statuts.pdf", blank_pdf(), content_type="application/pdf")
    joined = client.post(f"{PATH}/applications/{made['id']}/documents", {"document": document})
    assert (joined.status_code, [row["name"] for row in joined.json()["documents"]]) == (201, ["statuts.pdf"])
    listed = client.get(f"{PATH}/applications").json()
    assert (listed["count"], listed["items"][0]["id"], listed["items"][0]["message"]) == (1, made["id"], "Bonjour")
    one = client.get(f"{PATH}/{made['membership']['id']}").json()
    assert (one["organisation"], one["is_active"], one["certificate_number"]) == ("nouvel-elan", False, None)


def test_the_same_key_applies_once(client, me, criterion):
    answers = [send(client, body(criterion), **{"Idempotency-Key": "a"}).json()["id"] for _again in range(2)]
    assert (len(set(answers)), MembershipApplication.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"category": "inconnue"}, 404, "not-found"),
        ({"shown": []}, 409, "criteria-changed"),
        ({"candidate": None, "organisation": "pas-la-mienne"}, 404, "not-found"),
        ({"candidate": {"name": ""}}, 422, "bad-input"),
        ({"candidate": {"name": "X", "neq": "12"}}, 422, "bad-input"),
        ({"candidate": {"name": "X", "region": "18"}}, 422, "bad-input"),
        ({"role": "king"}, 422, "bad-input"),
        ({"couleur": "rouge"}, 422, "bad-input"),
    ],
)
def test_what_cannot_be_applied_for_is_refused(client, me, criterion, given, status, code):
    answer = send(client, body(criterion, **given))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_one_of_my_organisations_by_its_slug(client, me, criterion):
    post = AffiliationFactory(person=me, is_registrar=True)
    answer = send(client, body(criterion, candidate=None, organisation=post.organisation.slug))
    assert (answer.status_code, answer.json()["membership"]["organisation"]) == (201, post.organisation.slug)


def test_a_document_of_another_kind_is_refused(client, me, criterion):
    made = send(client, body(criterion)).json()
    document = SimpleUploadedFile("note.txt", b"texte", content_type="text/plain")
    answer = client.post(f"{PATH}/applications/{made['id']}/documents", {"document": document})
    assert (answer.status_code, answer.json()["code"]) == (422, "file-kind-refused")


def test_somebody_elses_application_is_not_found(client, me, criterion):
    other = apply(UserFactory(), criterion.category, at=timezone.now())
    document = SimpleUploadedFile("statuts.pdf", blank_pdf(), content_type="application/pdf")
    answers = [
        client.get(f"{PATH}/{other.membership.uuid}"),
        client.post(f"{PATH}/applications/{other.uuid}/documents", {"document": document}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_certificate_and_its_verification(client, year):
    post = AffiliationFactory(is_registrar=True)
    dates = {"starts_on": year.starts_on, "ends_on": year.ends_on, "lapses_on": year.ends_on}
    membership = MembershipFactory(organisation=post.organisation, year=year, **dates)
    told = client.get(f"{PATH}/certificates/{membership.code}/verification").json()
    assert (told["valid"], told["organisation"], told["to_on"]) == (
        True,
        post.organisation.slug,
        (year.ends_on - timedelta(1)).isoformat(),
    )
    assert client.get(f"{PATH}/certificates/ZZZZZZZZ/verification").status_code == 404
    client.force_login(post.person)
    one = client.get(f"{PATH}/{membership.uuid}").json()
    assert (one["is_active"], one["certificate_number"]) == (True, membership.code)
    paper = client.get(f"{PATH}/{membership.uuid}/certificate.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("count", [1, 3])
def test_query_budget_of_the_list(client, me, criterion, count, assert_own_queries):
    for _n in range(count):
        apply(me, criterion.category, subject=OrganisationFactory(), at=timezone.now())
    with assert_own_queries(6):
        assert client.get(f"{PATH}/applications").json()["count"] == count
