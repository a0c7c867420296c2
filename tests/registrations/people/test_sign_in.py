"""Sign-in as a person does it: the pages, the codes in the mails, what the account is then."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import override_settings

from registrations.actors import Role
from registrations.models import Entry, User
from tests.factories.registrations import UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db
ADDRESS = "camille@exemple.test"


def account(**fields):
    person = UserFactory(email=ADDRESS, **fields)
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    return person


def code_in(message):
    return re.search(r": ([A-Z0-9-]{6,})$", message.subject)[1]


def sign_in(client, address=ADDRESS, **fields):
    client.post("/comptes/login/code/", {"email": address, **fields})
    return client.post("/comptes/login/code/confirm/", {"code": code_in(mail.outbox[-1]), **fields})


def signed_in_as(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def test_code_signs_in(client):
    person = account()

    response = sign_in(client, address="Camille@Exemple.test")

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in_as(client) == person


def test_mail_of_the_code_is_french_in_both_parts_and_in_our_layout(client):
    account(language="fr")

    client.post("/comptes/login/code/", {"email": ADDRESS})

    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert message.subject.startswith("Votre code de connexion")
    assert ("Votre code de connexion" in html, code_in(message) in html, code_in(message) in message.body) == (
        True,
        True,
        True,
    )


def test_wrong_code_signs_nobody_in_and_three_end_the_attempt(client):
    account()
    client.post("/comptes/login/code/", {"email": ADDRESS})

    statuses = [client.post("/comptes/login/code/confirm/", {"code": "WRONG-1"}).status_code for _ in range(3)]

    assert (statuses, signed_in_as(client)) == ([200, 200, 302], None)


def test_password_signs_in(client):
    person = account()
    person.set_password("une longue phrase de passe")
    person.save()

    client.post("/comptes/login/", {"login": ADDRESS, "password": "une longue phrase de passe"})

    assert signed_in_as(client) == person


def test_sign_in_page_without_a_password_sends_a_code(client):
    person = account()

    response = client.post("/comptes/login/", {"login": ADDRESS, "password": ""})
    client.post("/comptes/login/code/confirm/", {"code": code_in(mail.outbox[-1])})

    assert (response["Location"], signed_in_as(client)) == ("/comptes/login/code/confirm/", person)


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "2/5m/key"})
def test_wrong_passwords_are_counted(client):
    account()

    answers = [client.post("/comptes/login/", {"login": ADDRESS, "password": "x"}) for _ in range(3)]

    errors = [answer.context["form"].errors["__all__"][0] for answer in answers]
    assert (errors[0] == errors[1], errors[2] == errors[1], signed_in_as(client)) == (True, False, None)


def test_sign_up_makes_one_account_with_a_proved_lower_case_address(client):
    client.post("/comptes/signup/", {"email": "Nouvelle@Exemple.test"})
    client.post("/comptes/confirm-email/", {"code": code_in(mail.outbox[-1])})

    person = signed_in_as(client)
    address = EmailAddress.objects.get(user=person)
    assert (person.email, address.email, address.verified, address.primary) == (
        "nouvelle@exemple.test",
        "nouvelle@exemple.test",
        True,
        True,
    )
    assert [entry.action for entry in Entry.objects.filter(about_uuid=person.uuid)] == [
        "people.prove_address",
        "people.sign_up",
    ]


@pytest.mark.parametrize("address", [ADDRESS, "personne@exemple.test"])
def test_sign_up_answers_alike_whether_the_address_is_known_or_not(client, address):
    account()

    response = client.post("/comptes/signup/", {"email": address}, follow=True)

    assert [url for url, _status in response.redirect_chain] == ["/comptes/confirm-email/"]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("address", [ADDRESS, "personne@exemple.test"])
def test_asking_for_a_code_answers_alike_whether_the_address_is_known_or_not(client, address):
    account()

    response = client.post("/comptes/login/code/", {"email": address})

    assert (response.status_code, response["Location"], len(mail.outbox)) == (302, "/comptes/login/code/confirm/", 1)


def imported(**fields):
    return UserFactory(email=None, contact_email="Imported@exemple.test", given_name="Dominique", **fields)


def test_imported_person_claims_their_record_by_a_code(client):
    record = imported()

    sign_in(client, address="imported@exemple.test")

    record.refresh_from_db()
    assert (signed_in_as(client), record.email, User.objects.count()) == (record, "imported@exemple.test", 1)
    assert EmailAddress.objects.get(user=record).verified is True
    assert [entry.action for entry in Entry.objects.filter(about_uuid=record.uuid)] == ["people.claim"]


def test_imported_person_who_signs_up_gets_their_record_and_no_double(client):
    record = imported()

    client.post("/comptes/signup/", {"email": "imported@exemple.test"})
    client.post("/comptes/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert (signed_in_as(client), User.objects.count()) == (record, 1)


def test_asking_for_a_code_claims_nothing_before_it_is_typed(client):
    record = imported()

    client.post("/comptes/login/code/", {"email": "imported@exemple.test"})

    record.refresh_from_db()
    assert (record.email, EmailAddress.objects.count()) == (None, 0)


def test_address_shared_by_two_records_claims_neither(client):
    records = [imported(), imported()]

    client.post("/comptes/signup/", {"email": "imported@exemple.test"})
    client.post("/comptes/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert signed_in_as(client) not in records
    assert [User.objects.get(pk=record.pk).email for record in records] == [None, None]


def test_sign_in_address_follows_the_primary_one(client):
    person = account()
    sign_in(client)
    other = EmailAddress.objects.create(user=person, email="autre@exemple.test", verified=True)

    client.post("/moi/adresses/changer/", {"act": "choose", "email": other.email})

    person.refresh_from_db()
    assert person.email == "autre@exemple.test"


@pytest.mark.parametrize(
    ("target", "location"),
    [("/moi/profil/", "/moi/profil/"), ("https://ailleurs.test/", "/"), ("//ailleurs.test/", "/")],
)
def test_next_leads_only_inside_the_site(client, target, location):
    account()

    assert sign_in(client, next=target)["Location"] == location


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/admin/login/?next=/admin/pages/", "/comptes/login/?next=/admin/pages/"),
        ("/_util/login/", "/comptes/login/"),
        ("/admin/password_reset/", "/comptes/password/reset/"),
        ("/admin/logout/", "/comptes/logout/"),
        ("/admin/account/", "/moi/profil/"),
    ],
)
def test_doors_of_wagtail_lead_to_ours(client, address, target):
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, target)


def test_visitor_of_the_admin_is_sent_to_sign_in(client):
    assert client.get("/admin/")["Location"] == "/comptes/login/?next=/admin/"


def test_member_who_opens_the_admin_gets_403_and_no_loop(client):
    client.force_login(account())

    response = client.get("/admin/")

    assert response.status_code == 403
    assert "portal/errors/403.html" in [template.name for template in response.templates]


@override_settings(MFA_REQUIRED=True)
def test_team_must_add_a_second_factor_before_the_admin(client):
    person = with_role(account(), Role.EDITOR)
    client.force_login(person)

    before = client.get("/admin/")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    after = client.get("/admin/")

    assert (before.status_code, before["Location"], after.status_code) == (302, "/comptes/2fa/", 200)


def test_second_factor_is_asked_after_the_code(client):
    person = account()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)

    response = sign_in(client)
    between = signed_in_as(client)
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/comptes/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})

    assert (response["Location"], between, signed_in_as(client)) == ("/comptes/2fa/authenticate/", None, person)


def test_adding_a_passkey_asks_to_prove_oneself_again(client):
    person = account()
    person.set_password("une longue phrase de passe")
    person.save()
    client.force_login(person)

    first = client.get("/comptes/2fa/webauthn/add/")
    client.post(first["Location"], {"password": "une longue phrase de passe"})
    second = client.get("/comptes/2fa/webauthn/add/")

    assert (first.status_code, first["Location"].split("?")[0], second.status_code) == (
        302,
        "/comptes/reauthenticate/",
        200,
    )


def test_front_end_signs_in_headless_then_calls_the_api(client):
    person = account()
    base = "/_allauth/app/v1/auth"

    asked = client.post(f"{base}/code/request", {"email": ADDRESS}, "application/json")
    token = asked.json()["meta"]["session_token"]
    confirmed = client.post(
        f"{base}/code/confirm",
        {"code": code_in(mail.outbox[-1])},
        "application/json",
        headers={"X-Session-Token": token},
    )
    session = confirmed.json()["meta"].get("session_token", token)
    me = client.get("/api/v1/me", headers={"X-Session-Token": session})

    assert (asked.status_code, confirmed.status_code, me.json()["id"]) == (401, 200, str(person.uuid))
