"""The admin's screens of people: who they are, how they sign in, whose records are one."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from registrations.actors import Role
from registrations.messages.actions import record_bounce
from registrations.models import Entry, Message, User
from registrations.people.queries import likely_records
from tests.factories.registrations import AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.people import with_role
from tests.registrations.people.test_leaving import TEAM
from tests.registrations.people.test_merging import account

pytestmark = pytest.mark.django_db
URL = "/admin/personnes/"


@pytest.fixture(autouse=True)
def lead(client):
    person = with_role(account("equipe@axtra.test", given_name="Équipe"), Role.TRAINING_LEAD)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    client.force_login(person)
    return person


def listed(client, **filters):
    rows = client.get(URL, filters).context["object_list"]
    return {person.given_name for person in rows} - {"Équipe"}


def test_list_finds_those_who_need_something(client):
    centre = OrganisationFactory(region="11")
    MembershipFactory(organisation=centre, starts_on=date(2020, 1, 1), lapses_on=date(2099, 1, 1))
    UserFactory(given_name="Sans", email=None)
    AffiliationFactory(person=account("ok@centre.test", given_name="Membre"), organisation=centre, role="manager")
    AffiliationFactory(person=UserFactory(given_name="Partie"), organisation=centre, ends_on=date(2021, 1, 1))
    record_bounce(address=UserFactory(given_name="Refus").email, kind="hard", by=TEAM, at=timezone.now())
    UserFactory(given_name="Fermé", is_active=False)

    assert listed(client, state="no-address") == {"Sans"}
    assert listed(client, state="staff") == {"Membre"}
    assert listed(client, state="bounced") == {"Refus"}
    assert listed(client, state="inactive") == {"Fermé"}
    assert listed(client, state="unproved") == {"Partie", "Refus", "Fermé"}
    assert listed(client, state="no-post") == {"Sans", "Partie", "Refus", "Fermé"}
    assert listed(client, role="manager") == listed(client, region="11") == {"Membre"}
    assert listed(client, organisation=str(centre.pk)) == {"Membre"}


@pytest.mark.parametrize("count", [1, 3])
def test_list_counts_its_queries(client, count, assert_own_queries):
    for _ in range(count):
        AffiliationFactory(person=account(f"a{User.objects.count()}@centre.test"))

    with assert_own_queries(20):
        client.get(URL)


def test_page_shows_addresses_and_who_may_be_the_same(client):
    person = account("camille@centre.test", given_name="Camille", family_name="Gagné")
    UserFactory(given_name="camille", family_name="Gagne", email="autre@centre.test")

    page = client.get(f"{URL}inspect/{person.pk}/").content.decode()

    assert ("camille@centre.test" in page, "Peut-être la même personne" in page, "autre@centre.test" in page) == (
        True,
        True,
        True,
    )


def test_likely_records_share_a_name_or_a_telephone(client):
    me = UserFactory(given_name="Zoé", family_name="Côté-Roy", phone="(514) 555-0123")
    same = UserFactory(given_name="Zoe", family_name="Cote Roy")
    phone = UserFactory(given_name="Z.", family_name="Côté-Roy", phone="(514) 555-0123")
    UserFactory(given_name="Zoé", family_name="Tremblay", phone="(514) 555-0123")
    UserFactory(
        given_name="Zoé", family_name="Côté-Roy", email=None, is_active=False, merged_into=me, merged_at=timezone.now()
    )

    assert [(each.person, len(each.reasons)) for each in likely_records(me)] == [(same, 1), (phone, 1)]


def test_merge_shows_what_would_happen_before_it_does(client):
    kept, dropped = account("camille@centre.test"), account("camille@ancien.test")
    AffiliationFactory(person=dropped)
    url = f"{URL}fusionner/{kept.pk}/"

    shown = client.post(url, {"other": "Camille@ancien.test"})
    before = User.objects.get(pk=dropped.pk).merged_into
    client.post(url, {"other": str(dropped.uuid), "seen": str(dropped.uuid)})

    assert (shown.status_code, shown.context["preview"].moves, before) == (200, (("Rattachements", 1),), None)
    assert User.objects.get(pk=dropped.pk).merged_into == kept
    assert listed(client, state="merged") == {dropped.given_name}


def test_address_is_added_after_a_check_that_is_kept(client, lead):
    person = UserFactory(email=None)

    client.post(f"{URL}adresse/{person.pk}/", {"email": "camille@maison.test", "check": "video"})

    assert EmailAddress.objects.get(user=person).verified is False
    entry = Entry.objects.get(action="people.add_address")
    assert (entry.person, entry.details) == (lead, {"check": "video"})


def test_account_is_closed_opened_again_and_told_how_to_sign_in(client):
    person = account("camille@centre.test")

    client.post(f"{URL}fermer/{person.pk}/")
    closed = User.objects.get(pk=person.pk).is_active
    client.post(f"{URL}rouvrir/{person.pk}/")
    client.post(f"{URL}connexion/{person.pk}/")

    assert (closed, User.objects.get(pk=person.pk).is_active) == (False, True)
    assert [(row.kind, row.to) for row in Message.objects.all()] == [("people-way-in", person)]


def test_team_member_is_not_closed_by_another_role(client):
    person = with_role(account("redaction@axtra.test"), Role.EDITOR)

    page = client.post(f"{URL}fermer/{person.pk}/")

    assert (page.status_code, User.objects.get(pk=person.pk).is_active) == (200, True)
