"""Several addresses of one person, at the portal's pages and at the API."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from registrations.messages.actions import record_bounce
from registrations.messages.models import BouncedAddress
from registrations.models import Entry, User
from registrations.people.actions.addresses import MOST_CODES
from tests.factories.registrations import NOW, UserFactory
from tests.registrations.people.test_leaving import TEAM, sign_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "camille@exemple.test", "camille@maison.test"


def account(*addresses):
    person = UserFactory(email=addresses[0])
    for address in addresses:
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=address == addresses[0])
    return person


@pytest.fixture
def me(client):
    person = account(FIRST)
    client.force_login(person)
    return person


def code():
    return re.search(r": ([A-Z0-9-]{6,})$", mail.outbox[-1].subject)[1]


def add(client, email=SECOND, typed=None):
    client.post("/moi/adresses/", {"email": email})
    return client.post("/moi/adresses/code/", {"code": typed or code()})


def mine(person):
    return list(EmailAddress.objects.filter(user=person).order_by("pk").values_list("email", "verified", "primary"))


def test_added_address_signs_in_once_its_code_is_typed(client, me):
    response = add(client, "Camille@Maison.test")
    elsewhere = Client()
    sign_in(elsewhere, SECOND)

    assert (response.status_code, response["Location"]) == (302, "/moi/adresses/")
    assert mine(me) == [(FIRST, True, True), (SECOND, True, False)]
    assert elsewhere.session["_auth_user_id"] == str(me.pk)
    assert Entry.objects.filter(action="people.prove_address").count() == 1


def test_wrong_code_proves_nothing_and_three_end_it(client, me):
    client.post("/moi/adresses/", {"email": SECOND})
    good = code()

    pages = [client.post("/moi/adresses/code/", {"code": typed}) for typed in ("X", "Y", "Z", good)]

    assert [page.status_code for page in pages] == [200] * 4
    assert mine(me) == [(FIRST, True, True)]


def test_code_of_one_address_does_not_prove_another(client, me):
    client.post("/moi/adresses/", {"email": SECOND})
    good = code()
    client.post("/moi/adresses/", {"email": "victime@exemple.test"})

    client.post("/moi/adresses/code/", {"code": good})

    assert mine(me) == [(FIRST, True, True)]


def test_codes_are_counted_so_that_nobody_s_mailbox_is_filled(client, me):
    for number in range(MOST_CODES):
        client.post("/moi/adresses/", {"email": f"a{number}@exemple.test"})

    page = client.post("/moi/adresses/", {"email": SECOND})

    assert (len(mail.outbox), len(page.context["form"].errors["email"])) == (MOST_CODES, 1)


def test_address_of_somebody_else_is_refused_with_the_reason(client, me):
    other = account("autre@exemple.test")

    page = add(client, "autre@exemple.test")

    assert (page.status_code, mine(me), mine(other)) == (
        302,
        [(FIRST, True, True)],
        [("autre@exemple.test", True, True)],
    )


def test_chosen_address_gets_the_messages_and_the_old_one_can_go(client):
    person = account(FIRST, SECOND)
    client.force_login(person)
    used = Client()
    sign_in(used, FIRST)

    refused = client.post("/moi/adresses/changer/", {"act": "remove", "email": FIRST}).status_code
    client.post("/moi/adresses/changer/", {"act": "choose", "email": SECOND})
    client.post("/moi/adresses/changer/", {"act": "remove", "email": FIRST})

    assert (refused, mine(person), User.objects.get(pk=person.pk).email) == (409, [(SECOND, True, True)], SECOND)
    assert used.get("/moi/profil/").status_code == 302


def test_unproved_address_is_not_chosen(client, me):
    EmailAddress.objects.create(user=me, email=SECOND)

    response = client.post("/moi/adresses/changer/", {"act": "choose", "email": SECOND})

    assert (response.status_code, User.objects.get(pk=me.pk).email) == (409, FIRST)


def test_address_of_another_account_is_not_mine_to_change(client, me):
    account(SECOND)

    answers = [
        client.post("/moi/adresses/changer/", {"act": act, "email": SECOND}).status_code for act in ("choose", "remove")
    ]

    assert (answers, EmailAddress.objects.count()) == ([404, 404], 2)


def test_proving_an_address_that_bounced_says_that_it_works_again(client, me):
    record_bounce(address=SECOND, kind="hard", by=TEAM, at=NOW)

    add(client)

    assert BouncedAddress.objects.get().resolved_at is not None


def test_api_asks_proves_chooses_and_removes(client, me):
    url = "/api/v1/me/addresses"
    headers = {"X-CSRFToken": "x"}
    client.handler.enforce_csrf_checks = False

    asked = client.post(url, {"email": SECOND}, "application/json", headers=headers)
    wrong = client.post(f"{url}/proof", {"email": SECOND, "code": "nope"}, "application/json", headers=headers)
    proved = client.post(f"{url}/proof", {"email": SECOND, "code": code()}, "application/json", headers=headers)
    chosen = client.put(f"{url}/primary", {"email": SECOND}, "application/json", headers=headers)
    removed = client.delete(f"{url}?email={FIRST}", headers=headers)

    assert [r.status_code for r in (asked, wrong, proved, chosen, removed)] == [202, 422, 200, 200, 200]
    assert removed.json() == {
        "count": 1,
        "items": [
            {
                "email": SECOND,
                "is_primary": True,
                "is_proved": True,
                "is_lent": False,
                "bounces": False,
                "closed_at": None,
            }
        ],
        "needs_own_address": False,
    }


def test_headless_door_to_addresses_leads_nowhere(client, me):
    assert client.get("/_allauth/browser/v1/account/email").status_code == 404


def test_old_page_of_addresses_leads_to_ours(client, me):
    assert client.get("/comptes/email/")["Location"] == "/moi/adresses/"


@pytest.mark.postgresql
def test_database_holds_a_sign_in_address_for_one_person():
    person, other = account(FIRST), UserFactory(email="autre@exemple.test")

    for write in (
        lambda: User.objects.filter(pk=other.pk).update(email=FIRST),
        lambda: EmailAddress.objects.create(user=other, email=FIRST, verified=True),
        lambda: UserFactory(email=FIRST),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()

    EmailAddress.objects.filter(user=person).update(email=SECOND)
    for write in (
        lambda: User.objects.filter(pk=other.pk).update(email=SECOND),
        lambda: EmailAddress.objects.create(user=other, email="camille@exemple.test", verified=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_addresses_counts_its_queries(client, me, count, assert_own_queries):
    for number in range(count):
        EmailAddress.objects.create(user=me, email=f"a{number}@exemple.test")

    with assert_own_queries(5):
        page = client.get("/moi/adresses/")

    assert len(page.context["addresses"]) == count + 1
