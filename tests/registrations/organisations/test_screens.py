"""The admin's screens: filters, duplicates, words, service points, contacts."""

from datetime import date

import pytest

from registrations.actors import Role
from registrations.models import Contact, Organisation, ServicePoint, Term
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import (
    AffiliationFactory,
    ContactFactory,
    MembershipFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/organisations/"


@pytest.fixture
def keeper(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.ACCOUNTING))
    return client


def listed(keeper, asked=""):
    return {row.name for row in keeper.get(f"{LIST}?{asked}").context["object_list"]}


def test_the_list_is_narrowed_by_what_the_trade_asks(keeper):
    member = OrganisationFactory(name="Membre", latitude="45.5", longitude="-73.5")
    MembershipFactory(
        organisation=member, starts_on=date(2020, 4, 1), ends_on=date(2999, 4, 1), lapses_on=date(2999, 6, 1)
    )
    kept, word = OrganisationFactory(name="Tenu", region="11"), TermFactory()
    AffiliationFactory(organisation=kept, is_registrar=True)
    kept.terms.add(word)
    OrganisationFactory(name="Archivé", archived_at="2026-01-01T00:00Z")
    assert listed(keeper) == {"Membre", "Tenu"}
    asked = {
        "member=true": {"Membre"}, "member=false": {"Tenu"}, "no_registrar=true": {"Membre"}, "region=11": {"Tenu"},
        "no_registrar=false": {"Tenu"}, "no_place=true": {"Tenu"}, f"word={word.pk}": {"Tenu"},
        "archived=true": {"Archivé"}, "archived=false": {"Membre", "Tenu"},
    }  # fmt: skip
    assert {query: listed(keeper, query) for query in asked} == asked


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long(keeper, count, django_assert_max_num_queries):
    for _ in range(count):
        MembershipFactory()
    with django_assert_max_num_queries(25):
        keeper.get(LIST)


def test_a_duplicate_is_shown_previewed_then_merged(keeper):
    kept, other = OrganisationFactory(name="Cap Nord"), OrganisationFactory(name="Cap nord inc.")
    AffiliationFactory(organisation=other)
    page = keeper.get(f"{LIST}inspect/{kept.pk}/").content.decode()
    assert f"?autre={other.slug}" in page
    path = f"{LIST}fusionner/{kept.pk}/"
    assert f"?autre={other.slug}" in keeper.get(path).content.decode()
    shown = keeper.post(path, {"other": other.slug}).context
    preview = shown["preview"]
    assert (dict(preview.moves), preview.refusal) == ({"Rattachements": 1}, None)
    assert shown["form"]["seen"].value() == other.slug
    assert Organisation.objects.get(pk=other.pk).merged_into is None
    keeper.post(path, {"other": other.slug, "seen": other.slug})
    assert Organisation.objects.get(pk=other.pk).merged_into == kept


def test_an_archived_organisation_is_restored(keeper):
    organisation = OrganisationFactory(archived_at="2026-01-01T00:00Z")
    keeper.post(f"{LIST}retablir/{organisation.pk}/")
    organisation.refresh_from_db()
    assert organisation.archived_at is None


def test_service_points_and_contacts_are_the_teams_too(keeper):
    organisation = OrganisationFactory()
    keeper.post("/admin/points-de-service/new/", {"organisation": organisation.pk, "name": "A", "municipality": "B"})
    point = ServicePoint.objects.get(organisation=organisation)
    keeper.post(f"/admin/points-de-service/edit/{point.pk}/", {"name": "A", "municipality": "C"})
    keeper.post("/admin/personnes-ressources/new/", {"organisation": organisation.pk, "kind": "billing", "name": "Ève"})
    contact = Contact.objects.get(organisation=organisation)
    keeper.post(f"/admin/personnes-ressources/edit/{contact.pk}/", {"kind": "training", "name": "Ève"})
    point.refresh_from_db()
    contact.refresh_from_db()
    assert (point.municipality, contact.kind) == ("C", "training")
    for row in (ServicePointFactory(organisation=organisation), ContactFactory(organisation=organisation)):
        assert keeper.get(f"{LIST}inspect/{organisation.pk}/").status_code == 200
        assert row.pk
    keeper.post(f"/admin/points-de-service/delete/{point.pk}/")
    keeper.post(f"/admin/personnes-ressources/delete/{contact.pk}/")
    assert not ServicePoint.objects.filter(pk=point.pk).exists()
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_words_are_placed_merged_archived_restored_removed(keeper):
    one, two = (TermFactory(name_fr=name, position=place) for place, name in enumerate(("Un", "Deux"), start=1))
    path = "/admin/vocabulaires/{}/{}/"
    keeper.post(path.format("placer", two.pk), {"other": ""})
    assert list(Term.objects.values_list("name_fr", flat=True)) == ["Deux", "Un"]
    keeper.post(path.format("archiver", one.pk))
    one.refresh_from_db()
    assert one.archived_at is not None
    keeper.post(path.format("retablir", one.pk))
    keeper.post(path.format("fusionner", one.pk), {"other": two.pk})
    assert list(Term.objects.values_list("name_fr", flat=True)) == ["Un"]
    keeper.post(f"/admin/vocabulaires/delete/{one.pk}/")
    assert not Term.objects.exists()


def test_a_word_is_added_to_several_organisations_at_once(keeper):
    from registrations.actors import Actor
    from registrations.organisations.viewsets.organisations import AddTermToAll, ArchiveAll, OrganisationViewSet

    word, has, lacks = TermFactory(), OrganisationFactory(), OrganisationFactory()
    has.terms.add(word)
    act = AddTermToAll(OrganisationViewSet(), Actor.system("tests"), {"acte-term": [str(word.pk)]})
    assert [act.verdict(row).ok for row in (has, lacks)] == [False, True]
    act.act(lacks)
    assert list(lacks.terms.all()) == [word]
    archive = ArchiveAll(OrganisationViewSet(), Actor.system("tests"))
    archive.perform(lacks)
    lacks.refresh_from_db()
    assert (lacks.archived_at is None, archive.verdict(lacks).ok) == (False, False)


def test_columns_of_contacts_have_names(client, person_of):  # noqa: F811  # the fixture
    client.force_login(person_of(Role.TRAINING_LEAD))
    header = client.get("/admin/personnes-ressources/", {"export": "csv"}).getvalue().decode().splitlines()[0]

    assert header.lstrip("\ufeff") == "Nom,Organisme,Pour,Titre,Courriel,Téléphone"
