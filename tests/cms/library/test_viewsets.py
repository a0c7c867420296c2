from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.library.models import Grant, Narrowing, Resource, ResourceFile, Topic
from registrations.journal.models import Entry
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.factories.registrations import UserFactory
from tests.registrations.files.pdfs import pdf, upload

pytestmark = pytest.mark.django_db
RECORD = {"title": "Guide d’accueil", "kind": "guide", "published_on": "2026-02-01", "language": "fr"}


def post(client, name, *args, **data):
    return client.post(reverse(f"{name}", args=args), data)


def test_librarian_adds_a_resource_with_its_file(team):
    adopted({"kinds": ["guide"], "clause": "2.2"})

    response = post(team("librarian"), "ressources:add", **RECORD, authors="A\nB\n", file=upload(pdf(2)))

    resource = Resource.objects.get()
    assert response["Location"] == reverse("ressources:inspect", args=[resource.pk])
    assert (resource.slug, resource.live, resource.authors) == ("guide-d-accueil", False, ["A", "B"])
    assert ResourceFile.objects.get().pages == 2
    assert list(Entry.objects.values_list("via", flat=True)) == ["admin", "admin"]


def test_form_to_add_opens(team):
    page = team("librarian").get(reverse("ressources:add")).content.decode()

    assert 'enctype="multipart/form-data"' in page


def test_refused_file_is_said_on_the_form_and_nothing_is_added(team):
    response = post(team("librarian"), "ressources:add", **RECORD, file=upload(b"<html>"))

    assert response.status_code == 200
    assert "Le contenu de ce fichier n’est pas celui d’un fichier .pdf." in response.content.decode()
    assert Resource.objects.count() == 0


def test_page_says_who_may_obtain_it_and_from_when(team):
    adopted(
        {"kinds": ["research"], "audiences": ["member"], "clause": "5.1"},
        {"kinds": ["research"], "delay_days": 90, "clause": "5.2"},
    )
    resource = ResourceFactory(kind="research", published_on=timezone.localdate(), live=False)

    page = team("librarian").get(reverse("ressources:inspect", args=[resource.pk])).content.decode()

    assert "Qui peut l’obtenir, maintenant et dans un mois" in page
    assert page.count("Oui (5.1)") == 18
    assert page.count("(5.2)") == 24


def test_librarian_publishes_translates_and_withdraws(team):
    client, resource = team("librarian"), ResourceFileFactory(resource__live=False).resource

    post(client, "ressources:publier", resource.pk)
    resource.refresh_from_db()
    assert resource.live is True

    post(client, "ressources:traduire", resource.pk, language="en", title="Hosting guide")
    assert Resource.objects.filter(translation_key=resource.translation_key).count() == 2

    post(client, "ressources:retirer", resource.pk, reason="Erreur")
    resource.refresh_from_db()
    assert resource.live is False


def test_librarian_changes_a_record(team):
    client, resource = team("librarian"), ResourceFactory(title="Avant", slug="avant")
    assert "Avant" in client.get(reverse("ressources:edit", args=[resource.pk])).content.decode()

    post(client, "ressources:edit", resource.pk, **RECORD | {"title": "Après"})

    resource.refresh_from_db()
    assert (resource.title, resource.slug) == ("Après", "avant")


def test_new_edition_keeps_the_first(team):
    client, file = team("librarian"), ResourceFileFactory()

    post(client, "ressources:fichier", file.resource.pk, language="fr", file=upload(pdf()))

    assert sorted(file.resource.files.values_list("edition", flat=True)) == [1, 2]


def test_grant_by_address_then_withdrawn(team):
    client, resource, person = team("librarian"), ResourceFactory(), UserFactory(email="a@exemple.test")
    until = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")

    refused = post(client, "ressources:autoriser", resource.pk, person="x@exemple.test", reason="r", ends_at=until)
    assert "Personne n’ouvre de session avec cette adresse." in refused.content.decode()
    post(client, "ressources:autoriser", resource.pk, person="a@exemple.test", reason="Recherche", ends_at=until)

    grant = Grant.objects.get()
    assert (grant.person, grant.organisation, grant.by is not None) == (person, None, True)
    post(client, "autorisations:retirer", grant.pk)
    grant.refresh_from_db()
    assert grant.ends_at <= timezone.now()


def test_diffusion_is_suspended_then_lifted(team):
    client, resource = team("librarian"), ResourceFactory()
    until = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")

    post(client, "ressources:suspendre", resource.pk, reason="Plainte", ends_at=until, verbs=["download"])
    narrowing = Narrowing.objects.get()
    post(client, "restrictions:lever", narrowing.pk)

    narrowing.refresh_from_db()
    assert (narrowing.verbs, narrowing.ends_at <= timezone.now()) == (["download"], True)


def test_topic_is_added(team):
    post(team("librarian"), "themes:add", name_fr="Jeunesse", name_en="Youth", slug="jeunesse")

    assert str(Topic.objects.get()) == "Jeunesse"


@pytest.mark.parametrize("role", ["board_secretary"])
@pytest.mark.parametrize("name", ["edit", "publier", "retirer", "traduire", "fichier", "autoriser", "suspendre"])
def test_other_roles_may_look_only(team, role, name):
    client, resource = team(role), ResourceFileFactory(resource__live=False).resource

    assert client.get(reverse("ressources:inspect", args=[resource.pk])).status_code == 200
    post(client, f"ressources:{name}", resource.pk, **RECORD)

    assert list(Resource.objects.values_list("title", "live")) == [(resource.title, False)]
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "ressources",
        "fichiers",
        "autorisations",
        "restrictions",
        "telechargements",
        "themes",
        "collections-documentaires",
    ],
)
def test_lists_open(team, name):
    ResourceFileFactory()

    assert team("librarian").get(reverse(f"{name}:index")).status_code == 200
