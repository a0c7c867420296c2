"""`/me`: consents, subscriptions, the file, requests."""

import io
import zipfile

import pytest

from registrations.models import Consent, PrivacyRequest
from tests.factories.privacy import ConsentFactory, ConsentTextFactory, PrivacyRequestFactory
from tests.factories.registrations import UserFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture
def me(client):
    person = UserFactory()
    client.force_login(person)
    return person


def test_consents_are_read_given_and_withdrawn(client, me):
    ConsentTextFactory(purpose="image", version=3)

    def patch(**body):
        return client.patch(f"{ME}/consents", body, content_type="application/json")

    assert client.get(f"{ME}/consents").json() == {
        "items": [
            {
                "purpose": "image",
                "version": 3,
                "text_fr": "J’accepte.",
                "text_en": "I agree.",
                "given": False,
                "given_at": None,
                "given_version": None,
            }
        ]
    }
    stale = patch(purpose="image", given=True, version=2)
    assert (stale.status_code, stale.json()["code"]) == (409, "consent-text-changed")
    assert patch(purpose="image", given=True, version=3).json()["items"][0]["given_version"] == 3
    assert patch(purpose="image", given=False).json()["items"][0]["given"] is False
    assert patch(purpose="cookies", given=True).status_code == 422


def test_lists_are_left_and_joined(client, me):
    ConsentTextFactory()
    url = f"{ME}/subscriptions"
    assert [item["reason"] for item in client.get(url).json()["items"]] == ["none", "none"]
    body = {"list": "newsletter", "subscribed": True, "version": 1}
    joined = client.patch(url, body, content_type="application/json").json()["items"][0]
    assert (joined["subscribed"], joined["basis"]) == (True, "express")

    left = client.patch(url, {"list": "newsletter", "subscribed": False}, content_type="application/json").json()

    assert (left["items"][0]["subscribed"], left["items"][0]["reason"]) == (False, "unsubscribed")
    assert Consent.objects.get().withdrawn_at is not None


def test_export_is_a_zip_of_ones_own(client, me):
    ConsentFactory(person=me)
    ConsentFactory(text=Consent.objects.get().text)

    response = client.get(f"{ME}/export")

    bundle = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert response["Content-Type"] == "application/zip"
    assert bundle.read("consents.csv").decode().count("newsletter") == 1


def test_erasure_asks_once_whatever_is_sent_again(client, me):
    def post(key):
        return client.post(
            f"{ME}/erasure", {"wording": "Tout"}, content_type="application/json", headers={"Idempotency-Key": key}
        )

    first, again, other = post("a"), post("a"), post("b")

    assert (first.status_code, again.json() == first.json()) == (201, True)
    assert (other.status_code, other.json()["code"]) == (409, "privacy-request-open")
    assert PrivacyRequest.objects.get().kind == "destruction"
    assert [item["code"] for item in client.get(f"{ME}/erasure").json()["items"]] == [first.json()["code"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_requests_are_listed_in_one_query_of_their_own(client, me, rows, assert_own_queries):
    for kind in ("access", "correction", "portability")[:rows]:
        PrivacyRequestFactory(person=me, kind=kind)
    PrivacyRequestFactory()

    with assert_own_queries(1):
        found = client.get(f"{ME}/privacy-requests").json()["items"]

    assert len(found) == rows
