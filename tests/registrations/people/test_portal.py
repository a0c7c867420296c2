import pytest

from tests.factories.registrations import UserFactory

pytestmark = pytest.mark.django_db
FIELDS = {"given_name": "Camille", "family_name": "Roy", "language": "en", "phone": "514 555-0123"}


def test_profile_is_saved_and_said(client):
    person = UserFactory()
    client.force_login(person)

    response = client.post("/moi/profil/", FIELDS, follow=True)

    person.refresh_from_db()
    assert (response.redirect_chain, person.phone) == ([("/moi/profil/", 302)], "514 555-0123")
    assert "Votre profil est enregistré." in response.content.decode()


def test_refused_telephone_is_shown_beside_its_field_and_nothing_typed_is_lost(client):
    client.force_login(UserFactory())

    response = client.post("/moi/profil/", FIELDS | {"phone": "12"})

    form = response.context["form"]
    assert (list(form.errors), form["given_name"].value()) == (["phone"], "Camille")


def test_profile_asks_a_visitor_to_sign_in(client):
    assert client.get("/moi/profil/")["Location"] == "/comptes/login/?next=/moi/profil/"
