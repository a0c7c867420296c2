import pytest

from tests.factories.registrations import AffiliationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_me_shows_profile_posts_and_audiences(client, assert_own_queries):
    post = AffiliationFactory(person__email="camille@exemple.test", person__given_name="Camille")
    client.force_login(post.person)

    with assert_own_queries(0):
        answer = client.get("/api/v1/me").json()

    assert answer == {
        "id": str(post.person.uuid),
        "email": "camille@exemple.test",
        "contact_email": "",
        "given_name": "Camille",
        "family_name": post.person.family_name,
        "language": "fr",
        "phone": "",
        "affiliations": [
            {
                "id": str(post.uuid),
                "organisation": post.organisation.slug,
                "organisation_name": post.organisation.name,
                "role": "practitioner",
                "is_registrar": False,
                "is_verified": True,
                "in_good_standing": False,
                "since": "2020-01-01",
            }
        ],
        "audiences": ["account", "public"],
    }


def test_patch_changes_only_what_it_names(client):
    person = UserFactory(given_name="Camille", phone="(514) 555-0123")
    client.force_login(person)

    answer = client.patch("/api/v1/me", {"family_name": "Roy"}, "application/json").json()

    assert (answer["given_name"], answer["family_name"], answer["phone"]) == ("Camille", "Roy", "(514) 555-0123")


def test_patch_refuses_a_field_that_is_not_one_s_own_to_change(client):
    client.force_login(UserFactory())

    response = client.patch("/api/v1/me", {"email": "x@exemple.test"}, "application/json")

    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "email")


def test_me_is_401_to_a_visitor(client):
    assert client.get("/api/v1/me").status_code == 401
