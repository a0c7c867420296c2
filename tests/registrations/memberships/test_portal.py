"""The pages of one's own organisations."""

import pytest

from tests.factories.registrations import AffiliationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


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
