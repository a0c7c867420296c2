"""The directory's pages, and those of one's own organisations."""

import pytest

from tests.factories.registrations import AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_directory_page_lists_and_filters(client):
    OrganisationFactory(name="Cap Nord", slug="cap-nord", search_text="cap nord")
    pages = [client.get("/organismes/", {"q": q}).content.decode() for q in ("NORD", "sud")]
    assert ['href="/organismes/cap-nord/"' in page for page in pages] == [True, False]


@pytest.mark.parametrize("asked", [{"region": "99"}, {"speciality": "x"}, {"page": "zzz"}, {"q": 'a"'}])
def test_directory_page_survives_what_it_does_not_understand(client, asked):
    assert client.get("/organismes/", asked).status_code == 200


def test_record_page_of_a_member(client):
    organisation = MembershipFactory(lapses_on="2099-01-01").organisation
    assert client.get(f"/organismes/{organisation.slug}/").context["organisation"].is_member is True
    assert client.get("/organismes/inconnu/").status_code == 404


def test_staff_list_is_for_the_registrar(client):
    registrar = AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(
        organisation=registrar.organisation, person__family_name="Bélanger", verified_at=None
    )
    path = f"/moi/organisme/{registrar.organisation.slug}/"
    client.force_login(registrar.person)
    assert [post.person for post in client.get(path).context["staff"]] == [colleague.person, registrar.person]
    client.force_login(colleague.person)
    assert client.get(path).status_code == 404
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


def test_my_organisations_say_what_they_give(client):
    post = MembershipFactory(lapses_on="2099-01-01").organisation
    affiliation = AffiliationFactory(organisation=post, is_registrar=True)
    client.force_login(affiliation.person)
    page = client.get("/moi/organismes/")
    assert [b.affiliation for b in page.context["standing"].organisations] == [affiliation]
    assert f"/moi/organisme/{post.slug}/" in page.content.decode()
