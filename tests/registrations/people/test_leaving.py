"""A former employee's mailbox, at the real doors: it opens nothing, whoever reads it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from registrations.actors import Actor, Role, Via
from registrations.models import Affiliation, ApiToken, Entry, FormerAddress, Message, User
from registrations.organisations.actions import affiliate, end_affiliation
from registrations.people.actions import add_address, close_addresses, create_token
from registrations.people.errors import AddressClosed, AddressTaken, RegisterNotYours
from registrations.people.jobs import sweep_former_addresses
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.people import actor_for

pytestmark = pytest.mark.django_db
WORK, HOME = "camille@centre.test", "camille@maison.test"
PASSWORD = "une longue phrase de passe"
TEAM = Actor(person=None, roles=frozenset({Role.TRAINING_LEAD}), via=Via.ADMIN)


def today():
    return timezone.localdate()


def employee(*addresses, **post):
    """Somebody who signs in with these addresses, the first of them their employer's."""
    person = UserFactory(email=addresses[0])
    person.set_password(PASSWORD)
    person.save()
    for address in addresses:
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=address == person.email)
    centre = OrganisationFactory(email_domains=["centre.test"])
    return AffiliationFactory(person=person, organisation=centre, **post)


def gone(*addresses):
    return employee(*(addresses or (WORK,)), ends_on=today())


def code_in(message):
    found = re.search(r": ([A-Z0-9-]{6,})$", message.subject)
    return found[1] if found else None


def ask(client, address):
    client.post("/comptes/login/code/", {"email": address})
    return code_in(mail.outbox[-1])


def sign_in(client, address):
    return client.post("/comptes/login/code/confirm/", {"code": ask(client, address) or "AAAA-BBBB"})


def who(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def test_code_is_not_sent_to_the_mailbox_of_a_former_employee(client):
    gone()

    code = ask(client, WORK)

    assert (code, mail.outbox[-1].to, "vous avez quitté" in mail.outbox[-1].body) == (None, [WORK], True)


def test_code_sent_before_the_last_day_opens_nothing_after_it(client):
    post = employee(WORK)
    code = ask(client, WORK)
    Affiliation.objects.filter(pk=post.pk).update(ends_on=today())

    client.post("/comptes/login/code/confirm/", {"code": code})

    assert (who(client), User.objects.get(pk=post.person_id).email) == (None, None)


def test_password_opens_nothing_with_the_address_of_a_former_employer(client):
    gone()

    client.post("/comptes/login/", {"login": WORK, "password": PASSWORD})

    assert who(client) is None


def test_password_opens_the_account_with_the_personal_address(client):
    post = gone(WORK, HOME)

    client.post("/comptes/login/", {"login": WORK, "password": PASSWORD})
    refused = who(client)
    client.post("/comptes/login/", {"login": HOME, "password": PASSWORD})

    assert (refused, who(client)) == (None, post.person)


def test_password_is_not_reset_from_the_mailbox_of_a_former_employee(client):
    post = gone()

    client.post("/comptes/password/reset/", {"email": WORK})

    assert code_in(mail.outbox[-1]) is None
    assert User.objects.get(pk=post.person_id).check_password(PASSWORD)


def test_reset_asked_before_the_last_day_signs_nobody_in_after_it(client):
    post = employee(WORK)
    client.post("/comptes/password/reset/", {"email": WORK})
    Affiliation.objects.filter(pk=post.pk).update(ends_on=today())

    client.post("/comptes/password/reset/confirm-code/", {"code": code_in(mail.outbox[-1])})
    new = "un tout autre mot de passe"
    client.post("/comptes/password/reset/complete/", {"password1": new, "password2": new}, follow=True)
    client.post("/comptes/login/", {"login": WORK, "password": new})

    assert who(client) is None


@pytest.mark.parametrize("kind", ["app", "browser"])
def test_headless_doors_are_closed_too(client, kind):
    gone()
    base = f"/_allauth/{kind}/v1/auth"
    headers = {}

    asked = client.post(f"{base}/code/request", {"email": WORK}, "application/json")
    if token := asked.json()["meta"].get("session_token"):
        headers = {"X-Session-Token": token}
    signed = Client().post(f"{base}/login", {"email": WORK, "password": PASSWORD}, "application/json", headers=headers)

    assert (asked.status_code, code_in(mail.outbox[-1]), signed.status_code) == (401, None, 400)


def test_leaving_ends_the_sessions_that_the_address_opened_and_no_other():
    post = employee(WORK, HOME)
    at_work, at_home = Client(), Client()
    sign_in(at_work, WORK)
    sign_in(at_home, HOME)

    end_affiliation(affiliation=post, on=today(), by=TEAM, at=timezone.now())

    assert (at_work.get("/moi/profil/").status_code, at_home.get("/moi/profil/").status_code) == (302, 200)
    person = User.objects.get(pk=post.person_id)
    assert (person.email, [row.email for row in EmailAddress.objects.filter(user=person, primary=True)]) == (
        HOME,
        [HOME],
    )
    assert [row.address for row in FormerAddress.objects.all()] == [WORK]
    assert Message.objects.get().kind == "people-address-closed"


def test_leaving_without_any_other_address_ends_sessions_and_tokens():
    post = employee(WORK)
    client = Client()
    sign_in(client, WORK)
    me = actor_for(post.person)
    now = timezone.now()
    create_token(person=post.person, name="x", scopes=["read"], expires_at=now + timedelta(days=9), by=me, at=now)

    end_affiliation(affiliation=post, on=today(), by=TEAM, at=now)

    assert client.get("/moi/profil/").status_code == 302
    assert (UserSession.objects.count(), ApiToken.objects.live(at=now).count()) == (0, 0)
    assert User.objects.get(pk=post.person_id).address == ""


def test_another_post_with_the_same_domain_keeps_the_address(client):
    post = gone()
    AffiliationFactory(person=post.person, organisation=OrganisationFactory(email_domains=["centre.test"]))

    sign_in(client, WORK)

    assert who(client) == post.person


def test_whoever_follows_at_the_same_mailbox_opens_an_account_of_their_own(client):
    post = gone()

    client.post("/comptes/signup/", {"email": WORK})
    client.post("/comptes/confirm-email/", {"code": code_in(mail.outbox[-1])})

    assert who(client).email == WORK
    assert who(client) != post.person


def test_person_who_will_leave_is_asked_once_for_a_personal_address():
    post = employee(WORK)

    for days in (30, 20):
        end_affiliation(affiliation=post, on=today() + timedelta(days=days), by=TEAM, at=timezone.now())

    assert [message.kind for message in Message.objects.all()] == ["people-own-address"]
    assert User.objects.get(pk=post.person_id).email == WORK


def test_person_who_never_came_is_asked_too():
    post = employee(WORK)
    EmailAddress.objects.update(verified=False)

    end_affiliation(affiliation=post, on=today() + timedelta(days=30), by=TEAM, at=timezone.now())

    assert [message.kind for message in Message.objects.all()] == ["people-own-address"]


def test_person_with_a_personal_address_is_asked_nothing(client):
    post = employee(WORK, HOME)
    client.force_login(post.person)

    end_affiliation(affiliation=post, on=today() + timedelta(days=30), by=TEAM, at=timezone.now())

    assert not Message.objects.exists()
    assert [b"Ajoutez une adresse personnelle" in client.get(url).content for url in ("/moi/", "/moi/profil/")] == [
        False,
        False,
    ]


@pytest.mark.parametrize("url", ["/moi/", "/moi/profil/", "/moi/adresses/"])
def test_each_visit_asks_for_a_personal_address_who_has_none(client, url):
    client.force_login(employee(WORK).person)

    assert "Ajoutez une adresse personnelle" in client.get(url).content.decode()


def test_sweep_closes_what_ended_today_and_nothing_twice():
    leavers = [gone(), employee("autre@centre.test")]

    assert (sweep_former_addresses.call_local(), sweep_former_addresses.call_local()) == (1, 0)
    assert [User.objects.get(pk=post.person_id).email for post in leavers] == [None, "autre@centre.test"]
    assert Entry.objects.filter(action="people.close_addresses").count() == 1


def test_former_employer_s_mailbox_cannot_be_proved_again(client):
    post = gone(WORK, HOME)
    sign_in(client, HOME)

    page = client.post("/moi/adresses/", {"email": WORK})

    assert page.context["form"].errors["email"] == [str(AddressClosed())]
    assert not EmailAddress.objects.filter(user=post.person, email=WORK).exists()


def test_coming_back_restores_the_address_once_it_is_proved_again(client):
    post = gone()
    close_addresses(post.person, by=TEAM, at=timezone.now())
    refused = ask(Client(), WORK)
    affiliate(
        person=post.person,
        organisation=post.organisation,
        verified=True,
        starts_on=today(),
        by=TEAM,
        at=timezone.now(),
    )

    sign_in(client, WORK)

    assert (refused, who(client), FormerAddress.objects.count()) == (None, post.person, 0)


def test_team_gives_back_a_way_in_after_checking_who_asks(client):
    post = gone()
    close_addresses(post.person, by=TEAM, at=timezone.now())

    add_address(post.person, email="Camille@Maison.test", check="video", by=TEAM, at=timezone.now())
    before = EmailAddress.objects.get(user=post.person).verified
    sign_in(client, HOME)

    assert (before, who(client), EmailAddress.objects.get(user=post.person).verified) == (False, post.person, True)
    entry = Entry.objects.get(action="people.add_address")
    assert entry.details == {"check": "video"}


def test_team_cannot_give_an_address_that_is_somebody_else_s_nor_a_former_employer_s():
    post = gone()
    UserFactory(email="autre@maison.test")

    with pytest.raises(AddressTaken):
        add_address(post.person, email="autre@maison.test", check="video", by=TEAM, at=timezone.now())
    with pytest.raises(AddressClosed):
        add_address(post.person, email=WORK, check="video", by=TEAM, at=timezone.now())
    with pytest.raises(RegisterNotYours):
        add_address(post.person, email=HOME, check="video", by=actor_for(UserFactory()), at=timezone.now())


def test_sign_in_page_says_what_to_do_after_leaving(client):
    assert "J’ai quitté mon employeur" in client.get("/comptes/login/").content.decode()
