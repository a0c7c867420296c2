"""One's own organisations, and the registrar's pages."""

import pytest

from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_hub_shows_what_there_is_to_look_after(client):
    registrar = AffiliationFactory(is_registrar=True)
    AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    client.force_login(registrar.person)

    tiles = {tile.url: tile for tile in client.get(f"/moi/organisme/{registrar.organisation.slug}/").context["tiles"]}

    staff = tiles[f"/moi/organisme/{registrar.organisation.slug}/personnel/"]
    assert (staff.facts, staff.urgent) == (("2 personnes",), ("1 personne à vérifier",))


@pytest.mark.parametrize("page", ["", "personnel/"])
def test_pages_of_an_organisation_are_for_its_registrars_alone(client, page):
    registrar, stranger = AffiliationFactory(is_registrar=True), AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(organisation=registrar.organisation)
    unverified = AffiliationFactory(organisation=registrar.organisation, is_registrar=True, verified_at=None)
    answers = []
    for person in (registrar.person, colleague.person, unverified.person, stranger.person, UserFactory()):
        client.force_login(person)
        answers.append(client.get(f"/moi/organisme/{registrar.organisation.slug}/{page}").status_code)
    assert answers == [200, 404, 404, 404, 404]


def test_staff_list_shows_the_live_staff_by_name(client):
    registrar = AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(
        organisation=registrar.organisation, person__family_name="Bélanger", verified_at=None
    )
    client.force_login(registrar.person)
    page = client.get(f"/moi/organisme/{registrar.organisation.slug}/personnel/")
    assert [post.person for post in page.context["staff"]] == [colleague.person, registrar.person]


def test_my_organisations_say_what_they_give(client):
    post = MembershipFactory(lapses_on="2099-01-01").organisation
    affiliation = AffiliationFactory(organisation=post, is_registrar=True)
    client.force_login(affiliation.person)
    page = client.get("/moi/organismes/")
    assert [b.affiliation for b in page.context["standing"].organisations] == [affiliation]
    assert f"/moi/organisme/{post.slug}/" in page.content.decode()
