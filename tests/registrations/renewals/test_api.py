"""`/memberships/{id}/renew`: parts saved, the signature, and a budget that never comes back."""

import pytest

from registrations.models import Declaration, Order
from tests.factories.renewals import DeclarationFactory, director_of, dues_scale, registrar_of

pytestmark = pytest.mark.django_db
BODY = {
    "version": 0,
    "budget_cents": 31_415_926,
    "services": {"specialities": [], "measures": []},
    "contacts": {"phone": "418 555-0142", "confirmed": True},
    "staff_confirmed": True,
}
SIGNATURE = {"name": "Alix Roy", "title": "Direction", "statement_version": 1}


@pytest.fixture
def declaration():
    dues_scale()
    return DeclarationFactory()


def call(client, declaration, body=None, **headers):
    path = f"/api/v1/memberships/{declaration.membership.uuid}/renew"
    if body is None:
        return client.get(path)
    return client.post(path, body, content_type="application/json", headers=headers)


def test_renew_saves_parts_and_never_shows_the_budget(client, declaration):
    client.force_login(registrar_of(declaration.membership.organisation))

    before, saved = call(client, declaration).json(), call(client, declaration, BODY)

    assert (before["state"], before["missing"]) == ("awaited", ["budget", "services", "coordonnees", "personnel"])
    assert (saved.json()["missing"], saved.json()["contacts"]["phone"]) == ([], "418 555-0142")
    assert Declaration.objects.get().budget_cents == 31_415_926
    assert "31415926" not in saved.content.decode() + call(client, declaration).content.decode()


def test_renew_with_the_directions_signature_invoices(client, declaration):
    client.force_login(director_of(declaration.membership.organisation))
    answer = call(client, declaration, BODY | {"signature": SIGNATURE}).json()
    assert (answer["state"], answer["orders"]) == ("signed", [Order.objects.get().code])


def test_renew_signed_by_a_registrar_writes_nothing(client, declaration):
    client.force_login(registrar_of(declaration.membership.organisation))
    answer = call(client, declaration, BODY | {"signature": SIGNATURE})
    assert (answer.status_code, answer.json()["code"], Declaration.objects.get().version) == (403, "direction-signs", 0)


def test_renew_twice_with_one_key_answers_the_same_once(client, declaration):
    client.force_login(director_of(declaration.membership.organisation))
    answers = [
        call(client, declaration, BODY | {"signature": SIGNATURE}, **{"Idempotency-Key": "k1"}).json()
        for _n in range(2)
    ]
    assert answers[0] == answers[1]
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        BODY | {"budget_cents": -1},
        BODY | {"unknown": 1},
        BODY | {"staff_confirmed": False},
        BODY | {"contacts": {"phone": "x" * 31, "confirmed": True}},
        {},
    ],
)
def test_renew_with_bad_input_is_refused(client, declaration, body):
    client.force_login(registrar_of(declaration.membership.organisation))
    assert call(client, declaration, body).status_code == 422


def test_renew_query_count(client, declaration, assert_own_queries):
    client.force_login(registrar_of(declaration.membership.organisation))
    with assert_own_queries(8):
        assert call(client, declaration).status_code == 200
