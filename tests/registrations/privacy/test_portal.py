"""The person's own pages, and the link of a mail."""

import io
import json
import zipfile

import pytest
from django.test import Client

from registrations.models import Consent, PrivacyRequest, Subscription
from registrations.privacy.queries import Holder, unsubscribe_token
from tests.factories.privacy import ConsentTextFactory, PrivacyRequestFactory
from tests.factories.registrations import AffiliationFactory, UserFactory
from tests.registrations.privacy.busy import FAMILY, GIVEN, OWN, PHONE, busy_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    person = UserFactory()
    client.force_login(person)
    return person


def zipped(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_page_says_everything_that_is_held_by_subject(client):
    person = busy_person()
    client.force_login(person)

    page = client.get("/moi/renseignements/").content.decode()

    for word in (GIVEN, FAMILY, OWN, PHONE, "Vos postes", "Vos commandes", "À qui des renseignements sur vous"):
        assert word in page


def test_file_holds_every_table_twice_and_nobody_else(client):
    UserFactory(family_name="Introuvable")
    person = busy_person()
    client.force_login(person)

    bundle = zipped(client.get("/moi/renseignements/export.zip"))

    names = set(bundle.namelist())
    assert {
        "profile.json",
        "profile.csv",
        "orders.json",
        "enrolments.csv",
        "imported_lines.json",
        "LISEZ-MOI.txt",
    } <= names
    assert {name for name in names if name.endswith(".csv")} == {
        name.replace(".json", ".csv") for name in names if name.endswith(".json")
    }
    (profile,) = json.loads(bundle.read("profile.json"))
    assert (profile["given_name"], profile["phone"]) == (GIVEN, PHONE)
    assert "Introuvable" not in str([bundle.read(name) for name in names])


def test_page_of_a_busy_person_asks_no_more_for_more_rows(client, me, django_assert_max_num_queries):
    client.get("/moi/renseignements/")
    with django_assert_max_num_queries(80):
        client.get("/moi/renseignements/")
    AffiliationFactory.create_batch(5, person=me)
    with django_assert_max_num_queries(80):
        client.get("/moi/renseignements/")


def test_asking_is_one_form_and_a_page_that_says_what_happens_next(client, me):
    response = client.post("/moi/renseignements/demande/", {"kind": "destruction", "wording": "Tout"})

    request = PrivacyRequest.objects.get()
    assert response["Location"] == f"/moi/renseignements/demande/{request.uuid}/"
    assert "Nous avons votre demande" in client.get(response["Location"]).content.decode()
    again = client.post("/moi/renseignements/demande/", {"kind": "destruction", "wording": ""})
    assert (again.status_code, PrivacyRequest.objects.count()) == (409, 1)
    assert "Vous l’avez déjà demandé" in again.content.decode()
    assert client.post("/moi/renseignements/demande/", {"kind": "all"}).status_code == 409


def test_somebody_elses_request_does_not_exist(client, me):
    assert client.get(f"/moi/renseignements/demande/{PrivacyRequestFactory().uuid}/").status_code == 404


def test_answer_is_on_the_page_of_the_request(client, me):
    request = PrivacyRequestFactory(
        person=me, state="refused", answer="Non.", reason="Art. 39", answered_at="2026-10-05T12:00Z"
    )

    page = client.get(f"/moi/renseignements/demande/{request.uuid}/").content.decode()

    assert ("Art. 39" in page, "525, boulevard René-Lévesque Est" in page) == (True, True)


def test_consent_is_never_given_by_opening_the_page_and_is_withdrawn_as_it_is_given(client, me):
    ConsentTextFactory(purpose="image")
    page = client.get("/moi/consentements/").content.decode()
    assert ("checked" in page, Consent.objects.count()) == (False, 0)

    client.post("/moi/consentements/", {"purpose": "image", "version": "1", "answer": "give"})
    assert Consent.objects.get().withdrawn_at is None
    client.post("/moi/consentements/", {"purpose": "image", "answer": "withdraw"})
    assert Consent.objects.get().withdrawn_at is not None

    wrong = client.post("/moi/consentements/", {"purpose": "image", "version": "7", "answer": "give"})
    assert (wrong.status_code, client.post("/moi/consentements/", {"purpose": "x"}).status_code) == (409, 404)


def test_subscriptions_are_changed_one_button_at_a_time(client, me):
    ConsentTextFactory()
    client.post("/moi/abonnements/", {"list": "newsletter", "version": "1", "answer": "subscribe"})
    page = client.get("/moi/abonnements/").content.decode()
    assert ("Consentement exprès" in page, "Me désabonner" in page) == (True, True)

    client.post("/moi/abonnements/", {"list": "newsletter", "answer": "leave"})

    assert Subscription.objects.get().unsubscribed_at is not None
    assert client.post("/moi/abonnements/", {"list": "x"}).status_code == 404


def test_one_click_from_a_mail_program_needs_no_cookie_and_opening_the_link_does_nothing():
    person = UserFactory()
    link = f"/desabonnement/{unsubscribe_token(Holder(person), 'newsletter')}/"
    stranger = Client(enforce_csrf_checks=True)

    page = stranger.get(link)
    assert (page.status_code, Subscription.objects.count()) == (200, 0)
    done = stranger.post(link, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, Subscription.objects.get().unsubscribed_at is None) == (200, False)
    stranger.post(link, {"answer": "undo"})

    assert Subscription.objects.get().unsubscribed_at is None
    assert stranger.post("/desabonnement/nimporte-quoi/", {}).status_code == 404


def test_privacy_page_shows_terms_and_providers_in_both_languages(client):
    from registrations.models import Provider

    Provider.objects.create(
        name="Hébergeur inc.",
        country_fr="Ontario",
        country_en="Ontario",
        service_fr="Hébergement",
        service_en="Hosting",
        safeguards_fr="Contrat",
        safeguards_en="Contract",
    )
    french = client.get("/confidentialite/").content.decode()
    english = client.get("/confidentialite/", headers={"Accept-Language": "en"}).content.decode()

    assert ("Registre des incidents" in french, "Hébergement" in french, "six ans" in french) == (True, True, True)
    assert ("Incident register" in english, "Hosting" in english) == (True, True)


def test_the_teams_own_words_never_hide_what_the_law_asks_for(client):
    from tests.config.home.test_portal import a_page

    a_page("Vos renseignements", "confidentialite")
    page = client.get("/confidentialite/").content.decode()

    assert ("<h1>Vos renseignements</h1>" in page, "Registre des incidents" in page) == (True, True)
