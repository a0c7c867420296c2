"""Imported and colleague-registered records: who may claim them, at which door, and what is refused."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from registrations.actors import Role
from registrations.models import User
from registrations.people.actions import register_person
from registrations.people.errors import AddressTaken
from tests.factories.registrations import UserFactory
from tests.people import with_role
from tests.registrations.people.test_leaving import TEAM, ask, sign_in, who

pytestmark = pytest.mark.django_db
CONTACT = "dominique@centre.test"


def imported(**fields):
    return UserFactory(**{"email": None, "contact_email": CONTACT, "given_name": "Dominique"} | fields)


def code():
    return re.search(r": ([A-Z0-9-]{6,})$", mail.outbox[-1].subject)[1]


def test_headless_door_claims_an_imported_record_by_its_code(client):
    record = imported()
    base = "/_allauth/app/v1/auth"

    asked = client.post(f"{base}/code/request", {"email": CONTACT}, "application/json")
    headers = {"X-Session-Token": asked.json()["meta"]["session_token"]}
    done = client.post(f"{base}/code/confirm", {"code": code()}, "application/json", headers=headers)

    record.refresh_from_db()
    assert (asked.status_code, done.status_code, record.email) == (401, 200, CONTACT)
    assert EmailAddress.objects.get(user=record).verified


def test_page_says_which_record_was_found(client):
    imported(family_name="Roy")

    sign_in(client, CONTACT)

    assert "Nous avons trouvé votre fiche, Dominique Roy" in client.get("/moi/").content.decode()


def test_colleague_registered_person_claims_with_the_code_sent_to_them(client):
    person = register_person(email=CONTACT, given_name="Dominique", by=TEAM, at=timezone.now())
    before = EmailAddress.objects.get(user=person).verified

    sign_in(client, CONTACT)

    assert (before, who(client), EmailAddress.objects.get(user=person).verified) == (False, person, True)


@pytest.mark.parametrize("address", ["info@centre.test", "Accueil@centre.test", "ressources.humaines@centre.test"])
def test_address_of_a_desk_claims_nobody_s_record(client, address):
    imported(contact_email=address.lower())

    ask(client, address)

    assert mail.outbox[-1].subject == "Aucun compte n’a cette adresse"


@pytest.mark.parametrize("fields", [{"is_active": False}, {"erased_at": timezone.now()}])
def test_record_out_of_use_is_not_claimed(client, fields):
    imported(**fields)

    ask(client, CONTACT)

    assert mail.outbox[-1].subject == "Aucun compte n’a cette adresse"


def test_second_person_with_one_sign_in_address_is_refused_by_the_register_and_the_admin(client):
    owner = UserFactory(email=CONTACT)
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))

    with pytest.raises(AddressTaken):
        register_person(email=CONTACT.upper(), given_name="X", by=TEAM, at=timezone.now())
    page = client.post(
        "/admin/personnes/new/", {"given_name": "X", "family_name": "Y", "email": CONTACT, "language": "fr"}
    )

    assert str(AddressTaken()) in page.content.decode()
    assert User.objects.filter(email=CONTACT).get() == owner


def test_register_person_cleans_names_and_addresses():
    person = register_person(
        given_name=" Zoé\u200b\n",
        family_name="Côté\x00 Roy ",
        contact_email=" Zoe@Centre.TEST ",
        by=TEAM,
        at=timezone.now(),
    )

    assert (person.given_name, person.family_name, person.contact_email) == ("Zoé", "Côté Roy", "zoe@centre.test")
