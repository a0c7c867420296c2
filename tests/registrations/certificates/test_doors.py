"""The doors of certificates: the page where anybody checks one, one's own, the register."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from registrations.certificates.actions import correct_certificate
from registrations.models import Certificate
from tests.factories.certificates import LEAD, CertificateFactory, attended, certify
from tests.factories.registrations import NOW, UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def test_a_stranger_reads_initials_and_worth_and_no_name(client):
    person = UserFactory(given_name="Marie-Ève", family_name="Tremblay")
    old = certify(person)
    new = correct_certificate(old, attended=attended(), reason="Durée", by=LEAD, at=NOW)

    pages = {one: client.get(f"/attestations/{one.spelled_code}/").content.decode() for one in (old, new)}

    assert "Remplacée" in pages[old]
    assert "Valide" in pages[new]
    for page in pages.values():
        assert "M.-È. T." in page
        assert "Tremblay" not in page
    assert client.get("/attestations/", {"code": "k7qf-2m9t"}).headers["Location"] == "/attestations/K7QF2M9T/"
    assert client.get("/attestations/nimporte/").status_code == 404


def test_trying_codes_is_stopped_checking_papers_is_not(client):
    known = CertificateFactory()

    answers = [client.get(f"/attestations/0000{n:04d}/").status_code for n in range(21)]

    assert answers == [404] * 20 + [429]
    api = f"/api/v1/training/certificates/{known.code}/verification"
    assert client.get(api).status_code == 429
    assert client.get(api, REMOTE_ADDR="10.1.1.1").json()["initials"] == "M.-È. T."


def test_behind_the_proxy_codes_are_counted_for_each_client(client, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    known = CertificateFactory()
    for n in range(20):
        client.get(f"/attestations/0000{n:04d}/", headers={"x-forwarded-for": "198.51.100.1"})

    api = f"/api/v1/training/certificates/{known.code}/verification"
    answers = [client.get(api, headers={"x-forwarded-for": f"198.51.100.{n}"}).status_code for n in (1, 2)]

    assert answers == [429, 200]


def test_the_number_alone_says_nothing_of_the_person(client):
    known = CertificateFactory()

    answer = client.get(f"/api/v1/training/certificates/{known.label}/verification").json()

    assert (answer["state"], answer["initials"], answer["title"]) == ("valid", None, None)
    for wrong in ("A-2026-99999", "A-2026-x", "²", "A-2026-9999999999"):
        assert client.get(f"/api/v1/training/certificates/{wrong}/verification").status_code == 404


def test_ones_own_certificates_and_statement(client):
    mine, other = CertificateFactory(), CertificateFactory()
    client.force_login(mine.person)

    page = client.get("/moi/attestations/").content.decode()

    assert mine.label in page
    assert other.label not in page
    assert [row["number"] for row in client.get("/api/v1/me/certificates").json()["items"]] == [mine.label]
    assert client.get(reverse("certificates:pdf", args=[mine.uuid])).content.startswith(b"%PDF")
    assert mine.label in client.get("/moi/attestations/2026/").content.decode()
    assert client.get("/moi/attestations/2026.csv").content.decode().count("\n") == 2
    assert client.get("/moi/attestations/1066/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_my_certificates_cost_the_same_however_many(client, count, assert_own_queries):
    person = UserFactory()
    CertificateFactory.create_batch(count, person=person)
    client.force_login(person)

    with assert_own_queries(2):
        assert client.get("/api/v1/me/certificates").json()["count"] == count


def test_the_register_corrects_and_revokes(client):
    made = CertificateFactory()
    client.force_login(with_role(UserFactory(), "training_lead"))
    assert made.label in client.get(reverse("attestations:index")).content.decode()
    assert made.person_name in client.get(reverse("attestations:corriger", args=[made.pk])).content.decode()

    said = {"person_name": "Marie-Ève Roy", "title": made.title, "minutes": 90, "mode": "online", "trainers": "A ; B"}
    client.post(reverse("attestations:corriger", args=[made.pk]), said | {"reason": "Nom"})
    new = Certificate.objects.get(replaces=made)
    client.post(reverse("attestations:revoquer", args=[new.pk]), {"reason": "Absence"})

    assert (new.person_name, new.minutes, new.trainers, new.planned_minutes) == ("Marie-Ève Roy", 90, ["A", "B"], 180)
    assert new.revocation.reason == "Absence"
    assert "Absence" in client.get(reverse("attestations:inspect", args=[new.pk])).content.decode()
