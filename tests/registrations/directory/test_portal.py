"""The directory's pages."""

import pytest

from tests.factories.registrations import MembershipFactory, OrganisationFactory

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
