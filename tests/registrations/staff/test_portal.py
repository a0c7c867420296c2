"""One's own organisations, and the registrar's pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registrations.imports.models import ImportBatch
from registrations.messages.models import BouncedAddress
from registrations.models import Affiliation, Invitation, User
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.staff import InvitationFactory, NameProposalFactory, registrar_of, secret

pytestmark = pytest.mark.django_db


def test_hub_shows_what_there_is_to_look_after(client):
    registrar = AffiliationFactory(is_registrar=True)
    AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    client.force_login(registrar.person)

    tiles = {tile.url: tile for tile in client.get(f"/moi/organisme/{registrar.organisation.slug}/").context["tiles"]}

    staff = tiles[f"/moi/organisme/{registrar.organisation.slug}/personnel/"]
    assert (staff.facts, staff.urgent) == (("2 personnes",), ("1 personne à vérifier", "Liste à confirmer"))


@pytest.mark.parametrize("page", ["", "personnel/"])
def test_pages_of_an_organisation_are_for_its_registrars_alone(client, page):
    registrar, stranger = AffiliationFactory(is_registrar=True), AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(organisation=registrar.organisation)
    unverified = AffiliationFactory(organisation=registrar.organisation, is_registrar=True, verified_at=None)
    answers = []
    for person in (registrar.person, colleague.person, unverified.person, stranger.person, UserFactory()):
        client.force_login(person)
        answers.append(client.get(f"/moi/organisme/{registrar.organisation.slug}/{page}").status_code)
    assert answers == [200, 404, 404, 404, 404]


def test_staff_list_shows_the_live_staff_by_name(client):
    registrar = AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(
        organisation=registrar.organisation, person__family_name="Bélanger", verified_at=None
    )
    client.force_login(registrar.person)
    page = client.get(f"/moi/organisme/{registrar.organisation.slug}/personnel/")
    assert [line.person for line in page.context["staff"]] == [colleague.person, registrar.person]


def test_my_organisations_say_what_they_give(client):
    post = MembershipFactory(lapses_on="2099-01-01").organisation
    affiliation = AffiliationFactory(organisation=post, is_registrar=True)
    client.force_login(affiliation.person)
    page = client.get("/moi/organismes/")
    assert [b.affiliation for b in page.context["standing"].organisations] == [affiliation]
    assert f"/moi/organisme/{post.slug}/" in page.content.decode()


# --- the list


@pytest.fixture
def registrar(client):
    post = registrar_of()
    User.objects.filter(pk=post.person_id).update(last_login=NOW)
    client.force_login(post.person)
    return post


def base(post):
    return f"/moi/organisme/{post.organisation.slug}/personnel/"


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_budget(client, registrar, count, assert_own_queries):
    AffiliationFactory.create_batch(count, organisation=registrar.organisation)
    with assert_own_queries(8):
        assert len(client.get(base(registrar)).context["staff"]) == count + 1


def test_list_is_narrowed(client, registrar):
    centre = registrar.organisation
    never = AffiliationFactory(organisation=centre, person__family_name="Bélanger")
    waiting = AffiliationFactory(organisation=centre, role="manager", verified_at=None)
    left = AffiliationFactory(organisation=centre, ends_on=timezone.localdate())
    bounced = AffiliationFactory(organisation=centre)
    BouncedAddress.objects.create(address=bounced.person.email, kind="hard", bounced_at=NOW)
    asked = [{"q": "BELANGER"}, {"role": "manager"}, {"shown": "unverified"}, {"shown": "left"}, {"shown": "bounced"}]
    found = [[line.post for line in client.get(base(registrar), query).context["staff"]] for query in asked]
    assert found == [[never], [waiting], [waiting], [left], [bounced]]
    assert client.get(base(registrar), {"shown": "x", "role": "y"}).status_code == 200


def test_add_by_form_and_invite(client, registrar):
    given = {"given_name": "Léa", "family_name": "Roy", "address": "lea@x.test", "role": "manager", "invite": "on"}
    page = client.post(f"{base(registrar)}ajouter/", given, follow=True)
    post = Affiliation.objects.get(person__email="lea@x.test")
    assert (page.redirect_chain[-1][0], post.verified_how) == (f"{base(registrar)}{post.uuid}/", "registrar")
    assert Invitation.objects.get().person == post.person


def test_add_refused_keeps_what_was_typed(client, registrar):
    UserFactory(email="lea@x.test", given_name="Autre")
    given = {"given_name": "Léa", "family_name": "Roy", "address": "lea@x.test", "role": "manager"}
    page = client.post(f"{base(registrar)}ajouter/", given)
    assert (page.status_code, page.context["form"]["given_name"].value()) == (409, "Léa")
    assert "Autre" not in page.content.decode()


def test_paste_check_leave_out_apply(client, registrar):
    given = client.post(f"{base(registrar)}liste/", {"text": "Léa\tRoy\tlea@x.test\tDG\nMax\tÎle\tx\tDG"})
    check = client.get(given.url)
    assert [read.line.verdict for read in check.context["lines"]] == ["new", "refused"]
    assert client.post(given.url, {"answer": "apply"}).status_code == 200  # says why, applies nothing
    assert Affiliation.objects.filter(person__email="lea@x.test").count() == 0
    client.post(given.url, {"answer": "leave-out-refused"})
    done = client.post(given.url, {"answer": "apply"}, follow=True)
    assert done.context["progress"].done == 1
    again = client.post(given.url, {"answer": "apply"})
    assert (again.status_code, Affiliation.objects.filter(person__email="lea@x.test").count()) == (200, 1)
    assert client.post(f"{base(registrar)}inviter/").status_code == 302
    assert Invitation.objects.get().person.email == "lea@x.test"


def test_file_of_another_organisation_is_not_found(client, registrar):
    other = registrar_of()
    client.force_login(other.person)
    address = client.post(f"{base(other)}liste/", {"text": "Léa\tRoy\tlea@x.test"}).url
    client.force_login(registrar.person)
    stolen = address.replace(other.organisation.slug, registrar.organisation.slug)
    assert [client.post(path, {"answer": "apply"}).status_code for path in (address, stolen)] == [404, 404]


def test_an_empty_paste_and_a_strange_file_are_refused_on_the_form(client, registrar):
    empty = client.post(f"{base(registrar)}liste/", {"text": " "})
    strange = client.post(f"{base(registrar)}liste/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04nothing")})
    assert [(page.status_code, bool(page.context["form"].errors)) for page in (empty, strange)] == [(409, True)] * 2
    assert ImportBatch.objects.count() == 0


def test_end_by_form_then_undo(client, registrar):
    post = AffiliationFactory(organisation=registrar.organisation)
    page = client.post(f"{base(registrar)}{post.uuid}/depart/", {"last_day": "2026-10-06"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{base(registrar)}{post.uuid}/parti/"
    Affiliation.objects.filter(pk=post.pk).update(ends_on=timezone.localdate())
    client.post(f"{base(registrar)}{post.uuid}/revenu/")
    post.refresh_from_db()
    assert post.ends_on is None


def test_the_last_registrar_reads_why(client, registrar):
    page = client.post(f"{base(registrar)}{registrar.uuid}/depart/", {"last_day": "2026-10-06"})
    assert (page.status_code, "personne responsable" in str(page.context["form"].errors)) == (409, True)


@pytest.mark.parametrize(("answer", "how"), [("confirm", "registrar"), ("refuse", "")])
def test_one_click_answers(client, registrar, answer, how):
    post = AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    assert client.get(f"{base(registrar)}{post.uuid}/reponse/").status_code == 200
    client.post(f"{base(registrar)}{post.uuid}/reponse/", {"answer": answer})
    post.refresh_from_db()
    assert (post.verified_how, post.refused_at is None) == (how, bool(how))


def test_confirm_the_list_in_one_click(client, registrar):
    assert client.post(f"{base(registrar)}confirmer/", follow=True).context["confirmation"].count == 1
    assert client.get(base(registrar)).context["confirmation"].count == 1


def test_change_rename_readdress(client, registrar):
    post = AffiliationFactory(organisation=registrar.organisation)
    one = f"{base(registrar)}{post.uuid}/"
    answers = [
        client.post(f"{one}modifier/", {"role": "director", "is_registrar": "on"}),
        client.post(f"{one}nom/", {"given_name": "Léa", "family_name": "Roy"}),
        client.post(f"{one}courriel/", {"email": "lea@x.test"}),
        client.post(f"{one}inviter/"),
    ]
    post = Affiliation.objects.get(pk=post.pk)
    assert [answer.status_code for answer in answers] == [302] * 4
    assert (post.role, post.is_registrar, post.person.get_full_name(), post.person.email) == (
        "director",
        True,
        "Léa Roy",
        "lea@x.test",
    )
    assert Invitation.objects.get().address == "lea@x.test"


# --- one's own organisations


def test_ask_for_a_post_leave_it(client):
    person, centre = UserFactory(), OrganisationFactory()
    client.force_login(person)
    page = client.post("/moi/organismes/ajouter/", {"organisation": centre.pk, "role": "manager"}, follow=True)
    post = Affiliation.objects.get(person=person)
    assert (page.redirect_chain[-1][0], post.verified_at) == (f"/moi/organismes/{post.uuid}/demande/", None)
    again = client.post("/moi/organismes/ajouter/", {"organisation": centre.pk, "role": "manager"})
    assert (again.status_code, client.get(f"/moi/organismes/{post.uuid}/quitter/").status_code) == (409, 200)
    client.post(f"/moi/organismes/{post.uuid}/quitter/")
    post.refresh_from_db()
    assert post.ends_on == timezone.localdate()


def test_who_has_no_name_yet_gives_it_with_the_post(client):
    person, centre = UserFactory(given_name="", family_name=""), OrganisationFactory()
    client.force_login(person)
    wanted = {"organisation": centre.pk, "role": "manager"}
    refused = client.post("/moi/organismes/ajouter/", wanted)
    assert (list(refused.context["form"].errors), Affiliation.objects.count()) == (["given_name", "family_name"], 0)
    client.post("/moi/organismes/ajouter/", wanted | {"given_name": "Zoé", "family_name": "Côté"})
    assert Affiliation.objects.get(person=person).person.get_full_name() == "Zoé Côté"


def test_lists_are_sorted_as_in_french(client):
    registrar = AffiliationFactory(is_registrar=True, person__family_name="Benali")
    centre = registrar.organisation
    for name in ("Zola", "Bédard"):
        AffiliationFactory(organisation=centre, person__family_name=name)
    OrganisationFactory(name="Élan")
    OrganisationFactory(name="Zénith")
    client.force_login(registrar.person)
    staff = client.get(f"/moi/organisme/{centre.slug}/personnel/").context["staff"]
    assert [line.person.family_name for line in staff] == ["Bédard", "Benali", "Zola"]
    known = [
        name for _pk, name in client.get("/moi/organismes/ajouter/").context["form"].fields["organisation"].choices
    ]
    assert known.index("Élan") < known.index("Zénith")


def test_a_field_that_another_may_replace_is_not_said_to_be_optional(client):
    registrar = AffiliationFactory(is_registrar=True)
    client.force_login(registrar.person)
    page = client.get(f"/moi/organisme/{registrar.organisation.slug}/personnel/liste/").content.decode()
    assert "(facultatif)" not in page


def test_the_hub_counts_the_addresses_that_come_back(client):
    registrar = AffiliationFactory(is_registrar=True)
    colleague = AffiliationFactory(organisation=registrar.organisation)
    BouncedAddress.objects.create(address=colleague.person.email, kind="hard", bounced_at=NOW)
    client.force_login(registrar.person)
    tiles = client.get(f"/moi/organisme/{registrar.organisation.slug}/").context["tiles"]
    assert "1 courriel refusé" in next(tile for tile in tiles if tile.order == 20).urgent


def test_a_post_that_ends_later_is_not_said_to_be_ended(client):
    registrar = AffiliationFactory(is_registrar=True)
    post = AffiliationFactory(organisation=registrar.organisation, ends_on=timezone.localdate() + timedelta(10))
    client.force_login(registrar.person)
    page = client.get(f"/moi/organisme/{registrar.organisation.slug}/personnel/{post.uuid}/parti/").content.decode()
    assert "prendra fin" in page


def test_nobody_leaves_for_somebody_else(client, registrar):
    post = AffiliationFactory()
    assert client.post(f"/moi/organismes/{post.uuid}/quitter/").status_code == 404
    assert Affiliation.objects.get(pk=post.pk).ends_on is None


def test_answer_a_proposed_name(client):
    proposal = NameProposalFactory()
    client.force_login(proposal.person)
    assert client.get("/moi/organismes/").context["proposals"] == [proposal]
    client.post(f"/moi/organismes/nom/{proposal.uuid}/", {"answer": "accept"})
    assert User.objects.get(pk=proposal.person_id).get_full_name() == "Émilie Gagnon"


# --- invitations


def live_invitation(**fields):
    now = timezone.now()
    return InvitationFactory(told_at=now, expires_at=now + timedelta(days=30), **fields)


def test_a_link_that_is_only_followed_does_nothing(client):
    invitation = live_invitation()
    page = client.get(f"/invitation/{secret(invitation)}/")
    invitation.refresh_from_db()
    assert (page.status_code, page.headers["Referrer-Policy"], invitation.state) == (200, "same-origin", "sent")
    assert "_auth_user_id" not in client.session


def test_an_invitation_opens_the_account_and_signs_in_as_staff(client):
    post = MembershipFactory(lapses_on="2099-01-01").organisation
    affiliation = AffiliationFactory(organisation=post)
    invitation = live_invitation(person=affiliation.person, organisation=post)
    given = {"given_name": "Léa", "family_name": "Roy", "language": "fr"}
    page = client.post(f"/invitation/{secret(invitation)}/", given, follow=True)
    assert page.redirect_chain == [("/moi/organismes/bienvenue/", 302)]
    assert (page.context["user"].get_full_name(), page.context["standing"].is_member) == ("Léa Roy", True)
    again = client.get(f"/invitation/{secret(invitation)}/")
    assert (again.status_code, "déjà" in again.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"expires_at": NOW + timedelta(seconds=1)}, 409),
        ({"state": "revoked"}, 409),
        ({"state": "accepted", "answered_at": NOW}, 409),
    ],
)
def test_a_dead_link_says_what_to_do_and_writes_nothing(client, fields, status):
    invitation = InvitationFactory(**({"told_at": NOW} | fields))
    before = (list(User.objects.values()), list(Invitation.objects.values()))
    given = {"given_name": "X", "family_name": "Y", "language": "fr"}
    for page in (
        client.get(f"/invitation/{secret(invitation)}/"),
        client.post(f"/invitation/{secret(invitation)}/", given),
        client.post(f"/invitation/{secret(invitation)}/", {"answer": "decline"}),
    ):
        assert (page.status_code, "/comptes/login/" in page.content.decode()) == (status, True)
    assert (list(User.objects.values()), list(Invitation.objects.values())) == before


@pytest.mark.parametrize("text", ["x", "é" * 22, "a" * 500, "0" * 22])
def test_an_unknown_link_is_not_found(client, text):
    assert client.get(f"/invitation/{text}/").status_code == 404


def test_decline(client):
    invitation = live_invitation()
    assert client.post(f"/invitation/{secret(invitation)}/", {"answer": "decline"}).status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "declined"
