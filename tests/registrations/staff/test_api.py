"""`/organisations/{slug}/staff` as a front end uses it."""

import pytest
from django.utils import timezone

from registrations.models import Affiliation, Invitation
from tests.factories.registrations import AffiliationFactory
from tests.factories.staff import registrar_of

pytestmark = pytest.mark.django_db
LEA = {"given_name": "Léa", "family_name": "Roy", "email": "lea@x.test"}


@pytest.fixture
def registrar(client):
    post = registrar_of()
    client.force_login(post.person)
    return post


def path(post, tail=""):
    return f"/api/v1/organisations/{post.organisation.slug}/staff{tail}"


def send(client, method, address, body=None, **headers):
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_budget(client, registrar, count, assert_own_queries):
    AffiliationFactory.create_batch(count, organisation=registrar.organisation)
    with assert_own_queries(6):
        assert client.get(path(registrar)).json()["count"] == count + 1


def test_list_is_narrowed_and_refuses_what_it_does_not_know(client, registrar):
    AffiliationFactory(organisation=registrar.organisation, verified_at=None, person__family_name="Bélanger")
    found = client.get(path(registrar), {"shown": "unverified", "q": "belanger"}).json()
    assert [(item["family_name"], item["is_verified"]) for item in found["items"]] == [("Bélanger", False)]
    assert [client.get(path(registrar), bad).status_code for bad in ({"shown": "x"}, {"page": 2})] == [422, 422]


def test_add_once_per_key(client, registrar):
    answers = [
        send(client, "post", path(registrar), LEA | {"role": "manager", "invite": True}, idempotency_key="k")
        for _time in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    body = answers[0].json()
    assert (body == answers[1].json(), body["role"], body["verified_how"], body["sign_in"]) == (
        True,
        "manager",
        "registrar",
        "invited",
    )
    assert Invitation.objects.count() == 1
    again = send(client, "post", path(registrar), LEA)
    assert (again.status_code, again.json()["code"]) == (409, "already-affiliated")


def test_confirm_change_and_end(client, registrar):
    post = AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    one = path(registrar, f"/{post.uuid}")
    changed = send(client, "patch", one, {"is_verified": True, "role": "director", "family_name": "Roy"}).json()
    assert (changed["is_verified"], changed["role"], changed["family_name"]) == (True, "director", "Roy")
    ended = client.delete(one).json()
    assert ended["until"] == timezone.localdate().isoformat()
    assert client.get(one).json() == ended


def test_not_ours(client, registrar):
    post = AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    assert client.delete(f"{path(registrar, f'/{post.uuid}')}?not_ours=true").status_code == 200
    assert Affiliation.objects.get(pk=post.pk).refused_at is not None


def test_what_one_change_refuses_undoes_the_others(client, registrar):
    answer = send(client, "patch", path(registrar, f"/{registrar.uuid}"), {"role": "director", "is_registrar": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "last-registrar")
    assert Affiliation.objects.get(pk=registrar.pk).role == registrar.role


def test_another_organisation_s_list_is_not_found(client, registrar):
    other = registrar_of()
    theirs, mine = path(other, f"/{other.uuid}"), path(registrar, f"/{other.uuid}")
    answers = [
        client.get(path(other)),
        send(client, "post", path(other), LEA),
        *(send(client, method, one, {}) for one in (theirs, mine) for method in ("get", "patch", "delete")),
        send(client, "post", f"{theirs}/invite"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 9
    assert Affiliation.objects.filter(ends_on=None).count() == 2
