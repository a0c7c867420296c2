"""The screens of the person in charge: each calls one action."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from registrations.models import PrivacyRequest, Provider, Purge, Subscription
from tests.factories.privacy import PrivacyRequestFactory
from tests.factories.registrations import UserFactory
from tests.people import with_role
from tests.registrations.privacy.busy import FAMILY, GIVEN, busy_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = with_role(UserFactory(), "administrator")
    client.force_login(person)
    return person


def test_a_request_goes_from_the_post_to_the_letter(client, admin):
    today = timezone.localdate()
    client.post(
        "/admin/demandes-vie-privee/new/",
        {
            "kind": "access",
            "channel": "post",
            "received_on": str(today - timedelta(days=28)),
            "name": "Ana Roy",
            "address": "ana@exemple.test",
            "language": "fr",
        },
    )
    request = PrivacyRequest.objects.get()
    page = client.get("/admin/demandes-vie-privee/").content.decode()
    assert ('axtra-soon">2' in page, "Ana Roy" in page) == (True, True)
    client.post(f"/admin/demandes-vie-privee/identite/{request.pk}/", {"how": "Appel"})
    client.post(f"/admin/demandes-vie-privee/etudier/{request.pk}/")
    refused = client.post(f"/admin/demandes-vie-privee/repondre/{request.pk}/", {"outcome": "refused", "answer": "Non"})
    assert "Un refus, même partiel" in refused.content.decode()

    client.post(f"/admin/demandes-vie-privee/repondre/{request.pk}/", {"outcome": "done", "answer": "Voici."})

    request.refresh_from_db()
    assert (request.state, request.identified_how) == ("done", "Appel")
    assert "Voici." in client.get(f"/admin/demandes-vie-privee/inspect/{request.pk}/").content.decode()


def test_erasing_shows_what_goes_then_asks_for_the_name(client, admin):
    person = busy_person()
    url = f"/admin/dossiers-personnels/effacer/{person.pk}/"

    page = client.get(url).content.decode()
    assert ("Ce qui part" in page, "Ce qui reste" in page, "1 janvier 2033" in page.replace("\xa0", " ")) == (
        True,
        True,
        True,
    )
    assert "Pour confirmer, tapez exactement" in client.post(url, {"confirmation": "oui"}).content.decode()
    client.post(url, {"confirmation": f"{GIVEN} {FAMILY}"})

    person.refresh_from_db()
    assert person.erased_at is not None
    assert "Personne effacée" in client.get(f"/admin/dossiers-personnels/inspect/{person.pk}/").content.decode()


def test_person_page_of_the_one_in_charge_shows_what_the_person_sees(client, admin):
    person = busy_person()

    page = client.get(f"/admin/dossiers-personnels/inspect/{person.pk}/").content.decode()

    assert ("Vos postes" in page, "À qui des renseignements" in page, GIVEN in page) == (True, True, True)


def test_dry_run_counts_and_the_button_purges(client, admin):
    PrivacyRequestFactory(state="done", answered_at=timezone.now() - timedelta(days=1200), wording="Vieux")

    page = client.get("/admin/purges/new/").content.decode()
    assert ("Demandes sur les renseignements personnels" in page, Purge.objects.count()) == (True, 0)
    client.post("/admin/purges/new/")
    assert Purge.objects.count() == 0
    client.post("/admin/purges/new/", {"read": "on"})

    assert Purge.objects.get().counts == {"privacy_requests": 1}
    assert PrivacyRequest.objects.get().wording == ""


def test_command_says_what_would_go_and_touches_nothing(capsys):
    PrivacyRequestFactory(state="done", answered_at=timezone.now() - timedelta(days=1200), wording="Vieux")

    call_command("purge", "--dry-run")
    said = capsys.readouterr().out
    assert ("1 privacy_requests" in said, "1 would go" in said, Purge.objects.count()) == (True, True, 0)
    call_command("purge")

    assert "1 gone" in capsys.readouterr().out
    assert Purge.objects.get().total == 1


def test_providers_are_kept_once_each(client, admin):
    words = {
        "name": "Hébergeur", "outside_quebec": "on", "country_fr": "Ontario", "country_en": "Ontario",
        "service_fr": "Serveurs", "service_en": "Servers", "safeguards_fr": "Contrat", "safeguards_en": "Contract",
    }  # fmt: skip
    client.post("/admin/fournisseurs/new/", words)
    again = client.post("/admin/fournisseurs/new/", words)
    provider = Provider.objects.get()
    assert "figure déjà dans la liste" in again.content.decode()
    client.post(f"/admin/fournisseurs/edit/{provider.pk}/", words | {"service_fr": "Machines"})
    client.post(f"/admin/fournisseurs/archiver/{provider.pk}/")

    provider.refresh_from_db()
    assert (provider.service_fr, provider.archived_at is None) == ("Machines", False)


def test_tacit_basis_is_noted_for_an_address(client, admin):
    client.post(
        "/admin/abonnements/new/",
        {"address": "a@b.test", "list": "promotion", "basis": "enquiry", "on": "2026-10-01", "source": "Salon"},
    )

    assert list(Subscription.objects.values_list("address", "basis")) == [("a@b.test", "enquiry")]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_requests_costs_the_same_for_more(client, admin, rows, assert_own_queries):
    for _number in range(rows):
        PrivacyRequestFactory()
    client.get("/admin/demandes-vie-privee/")

    with assert_own_queries(12):
        client.get("/admin/demandes-vie-privee/")
