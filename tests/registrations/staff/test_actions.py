"""Posts kept by registrars, asked for by people; invitations; waves; confirmations."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from registrations.actors import Actor
from registrations.errors import Forbidden, NotFound, WrongState
from registrations.messages.bounces import keep_bounce
from registrations.messages.models import Message
from registrations.models import Affiliation, Invitation, StaffConfirmation, User
from registrations.organisations.errors import AlreadyAffiliated, DatesReversed
from registrations.organisations.models import EmailDomain
from registrations.people.actions import prove_address
from registrations.people.errors import AddressTaken, RegisterNotYours
from registrations.staff.actions import (
    accept_invitation,
    add_colleague,
    answer_bounce,
    answer_proposal,
    ask_for_confirmations,
    ask_for_post,
    change_address,
    change_colleague,
    confirm_list,
    confirm_post,
    correct_name,
    decline_invitation,
    end_post,
    invite,
    invite_everybody,
    leave_post,
    name_colleague,
    note_departures,
    open_wave,
    propose_name,
    refuse_post,
    send_wave,
    stop_wave,
    undo_end,
)
from registrations.staff.errors import (
    AlreadyActive,
    AlreadyVerified,
    AskedAndRefused,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    InvitedToday,
    KnownElsewhere,
    LastRegistrar,
    NobodyToInvite,
    NoOwnAddress,
    NotOnTheList,
    NotTheTime,
    OtherName,
    RegistrarNeedsAddress,
    TheirOwnRecord,
    TooLateToUndo,
    TooManyRequests,
    TwoOfThisName,
)
from registrations.staff.queries import invitation_of, link_of
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.staff import InvitationFactory, registrar_of, secret
from tests.people import actor_for

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LEA = {"given_name": "Léa", "family_name": "Roy"}


@pytest.fixture
def registrar():
    return registrar_of()


@pytest.fixture
def me(registrar):
    return actor_for(registrar.person)


@pytest.fixture
def centre(registrar):
    return registrar.organisation


def told(kind):
    return [message.to for message in Message.objects.filter(kind=kind).order_by("pk")]


def proved(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


# --- adding


def test_add_somebody_new(centre, me, registrar):
    post = add_colleague(organisation=centre, **LEA, email="Lea@Centre.test", role="manager", by=me, at=NOW)
    assert (post.person.email, post.person.get_full_name(), post.role) == ("lea@centre.test", "Léa Roy", "manager")
    assert (post.verified_how, post.verified_by, post.confirmed_at, post.starts_on) == (
        "registrar",
        registrar.person,
        NOW,
        TODAY,
    )


def test_add_somebody_known_keeps_their_record_and_tells_them(centre, me):
    known = UserFactory(given_name="Léa", family_name="Roy", email="lea@ailleurs.test", phone="1")
    post = add_colleague(organisation=centre, given_name="lea", family_name="ROY", email=known.email, by=me, at=NOW)
    known.refresh_from_db()
    assert (post.person, known.get_full_name(), told("staff-added")) == (known, "Léa Roy", [known])


def test_add_an_address_known_under_another_name_tells_nothing_of_whose_it_is(centre, me):
    UserFactory(given_name="Secret", family_name="Inconnu", email="lea@x.test")
    with pytest.raises(OtherName) as refusal:
        add_colleague(organisation=centre, **LEA, email="lea@x.test", by=me, at=NOW)
    assert "Secret" not in str(refusal.value)
    assert Affiliation.objects.filter(organisation=centre).count() == 1


def test_add_a_second_proved_address_finds_its_person(centre, me):
    known = UserFactory(**LEA)
    EmailAddress.objects.create(user=known, email="perso@x.test", verified=True)
    assert add_colleague(organisation=centre, **LEA, email="perso@x.test", by=me, at=NOW).person == known


def test_add_twice_is_refused(centre, me):
    add_colleague(organisation=centre, **LEA, email="lea@x.test", by=me, at=NOW)
    with pytest.raises(AlreadyAffiliated):
        add_colleague(organisation=centre, **LEA, email="lea@x.test", by=me, at=NOW)


def test_add_whoever_asked_confirms_them(centre, me):
    asked = AffiliationFactory(organisation=centre, verified_at=None, person__given_name="Léa")
    names = {"given_name": "Léa", "family_name": asked.person.family_name}
    post = add_colleague(organisation=centre, **names, email=asked.person.email, role="manager", by=me, at=NOW)
    assert (post.pk, post.verified_how, post.role) == (asked.pk, "registrar", "manager")


def test_shared_address_opens_nothing_and_may_be_many_people_s(centre, me):
    first = add_colleague(organisation=centre, **LEA, contact_email="info@x.test", by=me, at=NOW)
    second = add_colleague(
        organisation=centre, given_name="Max", family_name="Île", contact_email="info@x.test", by=me, at=NOW
    )
    assert [(post.person.email, post.person.contact_email) for post in (first, second)] == [(None, "info@x.test")] * 2


def test_same_name_without_an_address_is_refused(centre, me):
    add_colleague(organisation=centre, **LEA, by=me, at=NOW)
    with pytest.raises(TwoOfThisName):
        add_colleague(organisation=centre, given_name="Lea", family_name="Roy", by=me, at=NOW)


def test_a_registrar_needs_an_address_of_their_own(centre, me):
    with pytest.raises(RegistrarNeedsAddress):
        add_colleague(organisation=centre, **LEA, contact_email="info@x.test", is_registrar=True, by=me, at=NOW)
    assert User.objects.filter(family_name="Roy").count() == 0


def every_act(post, by):
    return [
        lambda: add_colleague(organisation=post.organisation, **LEA, by=by, at=NOW),
        lambda: change_colleague(post, role="manager", by=by, at=NOW),
        lambda: confirm_post(post, by=by, at=NOW),
        lambda: refuse_post(post, by=by, at=NOW),
        lambda: end_post(post, on=TODAY, by=by, at=NOW),
        lambda: undo_end(post, by=by, at=NOW),
        lambda: correct_name(post, **LEA, by=by, at=NOW),
        lambda: propose_name(post, **LEA, by=by, at=NOW),
        lambda: change_address(post, email="x@y.test", by=by, at=NOW),
        lambda: invite(post, by=by, at=NOW),
        lambda: invite_everybody(post.organisation, by=by, at=NOW),
        lambda: confirm_list(post.organisation, by=by, at=NOW),
    ]


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("who", ["registrar elsewhere", "colleague", "unverified registrar", "former registrar"])
def test_nobody_acts_on_the_list_of_another_organisation(number, who, centre):
    post = AffiliationFactory(organisation=centre, verified_at=None)
    makers = {
        "registrar elsewhere": registrar_of,
        "colleague": lambda: AffiliationFactory(organisation=centre),
        "unverified registrar": lambda: registrar_of(centre, verified_at=None),
        "former registrar": lambda: registrar_of(centre, ends_on=TODAY),
    }
    by, before = actor_for(makers[who]().person), list(Affiliation.objects.order_by("pk").values())
    with pytest.raises(NotFound):
        every_act(post, by)[number]()
    assert list(Affiliation.objects.order_by("pk").values()) == before
    assert (Invitation.objects.count(), StaffConfirmation.objects.count(), Message.objects.count()) == (0, 0, 0)


# --- the last registrar, ends and returns


def test_the_last_registrar_cannot_resign_nor_leave(registrar, me):
    AffiliationFactory(organisation=registrar.organisation)
    for act in (
        lambda: change_colleague(registrar, is_registrar=False, by=me, at=NOW),
        lambda: end_post(registrar, on=TODAY, by=me, at=NOW),
        lambda: leave_post(registrar, by=me, at=NOW),
    ):
        with pytest.raises(LastRegistrar):
            act()
    registrar.refresh_from_db()
    assert (registrar.is_registrar, registrar.ends_on) == (True, None)


def test_a_registrar_who_leaves_soon_is_no_other_registrar(registrar, me, centre):
    registrar_of(centre, ends_on=TODAY + timedelta(days=7))
    registrar_of(centre, verified_at=None)
    with pytest.raises(LastRegistrar):
        change_colleague(registrar, is_registrar=False, by=me, at=NOW)


def test_one_of_two_registrars_may_resign(registrar, me, centre):
    registrar_of(centre)
    assert change_colleague(registrar, is_registrar=False, by=me, at=NOW).is_registrar is False


def test_the_team_may_leave_an_organisation_without_registrar(registrar):
    team = actor_for(UserFactory(), "accounting")
    assert end_post(registrar, on=TODAY, by=team, at=NOW).ends_on == TODAY


def test_end_and_undo(centre, me):
    post = AffiliationFactory(organisation=centre)
    end_post(post, on=TODAY, by=me, at=NOW)
    with pytest.raises(NotOnTheList):
        end_post(post, on=TODAY, by=me, at=NOW)
    undo_end(post, by=me, at=NOW + timedelta(days=30))
    post.refresh_from_db()
    assert post.ends_on is None


def test_undo_is_for_a_while(centre, me):
    post = AffiliationFactory(organisation=centre, ends_on=TODAY - timedelta(days=31))
    with pytest.raises(TooLateToUndo):
        undo_end(post, by=me, at=NOW)


def test_undo_when_the_person_was_added_again_is_refused(centre, me):
    post = AffiliationFactory(organisation=centre, ends_on=TODAY)
    AffiliationFactory(organisation=centre, person=post.person, starts_on=TODAY)
    with pytest.raises(AlreadyAffiliated):
        undo_end(post, by=me, at=NOW)


def test_a_post_cannot_end_before_it_starts(centre, me):
    post = AffiliationFactory(organisation=centre, starts_on=TODAY)
    with pytest.raises(DatesReversed):
        end_post(post, on=TODAY - timedelta(days=1), by=me, at=NOW)
    post.refresh_from_db()
    assert post.ends_on is None


def test_end_closes_the_invitation(centre, me):
    post = AffiliationFactory(organisation=centre)
    invitation = invite(post, by=me, at=NOW)
    end_post(post, on=TODAY, by=me, at=NOW)
    with pytest.raises(InvitationRevoked):
        accept_invitation(invitation, **LEA, language="fr", at=NOW)


# --- asked for, confirmed, refused


def test_ask_is_verified_at_once_by_a_proved_address_of_the_domain(centre):
    EmailDomain.objects.create(organisation=centre, name="centre.test")
    person = proved(UserFactory(email="lea@centre.test"))
    post = ask_for_post(person=person, organisation=centre, role="manager", by=actor_for(person), at=NOW)
    assert (post.verified_how, post.verified_at, told("staff-asked")) == ("domain", NOW, [])


def test_ask_with_an_address_that_is_not_proved_waits_for_the_registrars(centre, registrar):
    EmailDomain.objects.create(organisation=centre, name="centre.test")
    person = UserFactory(email="lea@centre.test")
    post = ask_for_post(person=person, organisation=centre, role="practitioner", by=actor_for(person), at=NOW)
    assert (post.verified_how, post.verified_at, told("staff-asked")) == ("", None, [registrar.person])


@pytest.mark.parametrize("proved_first", [True, False])
def test_an_address_of_the_domain_makes_nobody_the_direction(centre, registrar, proved_first):
    EmailDomain.objects.create(organisation=centre, name="centre.test")
    person = UserFactory(email="lea@centre.test")
    if proved_first:
        proved(person)
    post = ask_for_post(person=person, organisation=centre, role="director", by=actor_for(person), at=NOW)
    prove_address(person, email="lea@centre.test", by=actor_for(person), at=NOW)
    post.refresh_from_db()
    assert (post.verified_how, post.verified_at, told("staff-asked")) == ("", None, [registrar.person])


def test_proving_an_address_of_the_domain_verifies_the_post_that_waits(centre):
    EmailDomain.objects.create(organisation=centre, name="centre.test")
    post = AffiliationFactory(organisation=centre, verified_at=None, person__email="lea@centre.test")
    elsewhere = AffiliationFactory(person=post.person, verified_at=None)
    prove_address(post.person, email="lea@centre.test", by=actor_for(post.person), at=NOW)
    post.refresh_from_db(), elsewhere.refresh_from_db()
    assert (post.verified_how, elsewhere.verified_at) == ("domain", None)


def test_confirm_tells_the_person_and_cannot_be_answered_twice(centre, me):
    post = AffiliationFactory(organisation=centre, verified_at=None)
    confirm_post(post, by=me, at=NOW)
    assert (post.verified_how, told("staff-confirmed")) == ("registrar", [post.person])
    for act in (confirm_post, refuse_post):
        with pytest.raises(AlreadyVerified):
            act(post, by=me, at=NOW)


def test_refused_the_post_never_was_and_is_not_asked_for_again_soon(centre, me):
    post = AffiliationFactory(organisation=centre, verified_at=None, starts_on=TODAY)
    person = post.person
    refuse_post(post, by=me, at=NOW)
    assert (post.ends_on, post.refused_at, told("staff-refused")) == (TODAY, NOW, [person])
    assert Affiliation.objects.live(on=TODAY).filter(person=person).count() == 0
    with pytest.raises(AskedAndRefused):
        ask_for_post(person=person, organisation=centre, role="manager", by=actor_for(person), at=NOW)
    with pytest.raises(TooLateToUndo):
        undo_end(post, by=me, at=NOW)


def test_three_requests_wait_at_most():
    person = UserFactory()
    for _time in range(3):
        ask_for_post(person=person, organisation=OrganisationFactory(), role="manager", by=actor_for(person), at=NOW)
    with pytest.raises(TooManyRequests):
        ask_for_post(person=person, organisation=OrganisationFactory(), role="manager", by=actor_for(person), at=NOW)


def test_nobody_asks_for_somebody_else(centre):
    with pytest.raises(Forbidden):
        ask_for_post(person=UserFactory(), organisation=centre, role="manager", by=actor_for(UserFactory()), at=NOW)


def test_leave_tells_the_registrars(centre, registrar):
    post = AffiliationFactory(organisation=centre)
    leave_post(post, by=actor_for(post.person), at=NOW)
    assert (post.ends_on, told("staff-left")) == (TODAY, [registrar.person])
    with pytest.raises(Forbidden):
        leave_post(registrar, by=actor_for(post.person), at=NOW)


# --- names and addresses


def test_a_name_is_corrected_only_before_its_person_signs_in(centre, me):
    post = AffiliationFactory(organisation=centre)
    assert correct_name(post, **LEA, by=me, at=NOW).get_full_name() == "Léa Roy"
    User.objects.filter(pk=post.person_id).update(last_login=NOW)
    post = Affiliation.objects.get(pk=post.pk)
    for act, fields in ((correct_name, LEA), (change_address, {"email": "x@y.test"})):
        with pytest.raises(TheirOwnRecord):
            act(post, **fields, by=me, at=NOW)


def known_elsewhere(how, centre, me):
    """A post here of somebody who never signed in, but whose record does not serve this list alone."""
    if how == "added by name":
        person = UserFactory(**LEA, email="lea@x.test")
        User.objects.filter(pk=person.pk).update(created_at=NOW - timedelta(days=400))
        return add_colleague(organisation=centre, **LEA, email="lea@x.test", by=me, at=NOW)
    post = AffiliationFactory(organisation=centre)
    if how == "post elsewhere":
        AffiliationFactory(person=post.person, ends_on=date(2021, 1, 1))
    else:
        post.person.groups.add(Group.objects.get(name="accounting"))
    return Affiliation.objects.get(pk=post.pk)


@pytest.mark.parametrize("how", ["added by name", "post elsewhere", "role in the team"])
def test_a_registrar_readdresses_nobody_whom_others_know(centre, me, how):
    post = known_elsewhere(how, centre, me)
    before = (post.person.email, post.person.get_full_name())
    for act, fields in ((correct_name, {**LEA, "family_name": "Roi"}), (change_address, {"email": "mine@evil.test"})):
        with pytest.raises(KnownElsewhere):
            act(post, **fields, by=me, at=NOW)
    with pytest.raises(KnownElsewhere):
        answer_bounce(post, answer="new", email="mine@evil.test", by=me, at=NOW)
    assert name_colleague(post, given_name="Léa", family_name="Roi", by=me, at=NOW).family_name == "Roi"
    person = User.objects.get(pk=post.person_id)
    assert (person.email, person.get_full_name()) == before
    assert not EmailAddress.objects.filter(email="mine@evil.test").exists()
    change_address(post, email="lea.roy@x.test", by=Actor.system("team"), at=NOW)
    assert User.objects.get(pk=post.person_id).email == "lea.roy@x.test"


def test_whom_a_registrar_has_just_written_is_readdressed(centre, me):
    post = add_colleague(organisation=centre, **LEA, email="lae@x.test", by=me, at=NOW)
    assert change_address(post, email="lea@x.test", by=me, at=NOW).email == "lea@x.test"


def test_a_proposed_name_is_its_persons_to_take(centre, me):
    post = AffiliationFactory(organisation=centre)
    proposal = propose_name(post, **LEA, by=me, at=NOW)
    propose_name(post, given_name="Lea", family_name="Roy", by=me, at=NOW)
    assert told("staff-name") == [post.person]
    with pytest.raises(Forbidden):
        answer_proposal(proposal, accept=True, by=me, at=NOW)
    proposal.refresh_from_db()
    answer_proposal(proposal, accept=True, by=actor_for(post.person), at=NOW)
    post.person.refresh_from_db()
    assert post.person.get_full_name() == "Lea Roy"
    with pytest.raises(WrongState):
        answer_proposal(proposal, accept=False, by=actor_for(post.person), at=NOW)


def test_a_new_address_closes_the_invitation_to_the_former_one(centre, me):
    post = AffiliationFactory(organisation=centre)
    invitation = invite(post, by=me, at=NOW)
    change_address(post, email="Nouvelle@x.test", by=me, at=NOW)
    assert User.objects.get(pk=post.person_id).email == "nouvelle@x.test"
    with pytest.raises(InvitationRevoked):
        accept_invitation(invitation, **LEA, language="fr", at=NOW)


def test_nobody_is_given_the_address_of_somebody_else(centre, me):
    post, other = AffiliationFactory(organisation=centre), UserFactory()
    EmailAddress.objects.create(user=other, email="second@x.test", verified=True)
    for taken in (other.email, "second@x.test"):
        with pytest.raises(AddressTaken):
            change_address(post, email=taken, by=me, at=NOW)


# --- invitations


def test_accept_proves_the_address_and_opens_the_account(centre, me):
    post = AffiliationFactory(organisation=centre)
    invitation = invite(post, by=me, at=NOW)
    assert told("staff-invitation") == [post.person]
    assert invitation_of(link_of(invitation).rstrip("/").rpartition("/")[2]) == invitation

    person = accept_invitation(invitation, **LEA, language="en", at=NOW)

    assert (person.get_full_name(), person.language) == ("Léa Roy", "en")
    assert EmailAddress.objects.filter(user=person, email=person.email, verified=True).count() == 1
    with pytest.raises(InvitationUsed):
        accept_invitation(invitation, **LEA, language="fr", at=NOW)


def test_accept_makes_a_contact_address_that_is_nobody_elses_the_persons_own(centre, me):
    post = AffiliationFactory(organisation=centre, person__email=None, person__contact_email="lea@x.test")
    invitation = invite(post, by=me, at=NOW)
    assert accept_invitation(invitation, **LEA, language="fr", at=NOW).email == "lea@x.test"


def test_a_shared_address_is_not_invited(centre, me):
    post = AffiliationFactory(organisation=centre, person__email=None, person__contact_email="info@x.test")
    UserFactory(email=None, contact_email="info@x.test")
    with pytest.raises(NoOwnAddress):
        invite(post, by=me, at=NOW)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"expires_at": NOW, "told_at": NOW - timedelta(days=30)}, InvitationExpired),
        ({"state": "revoked"}, InvitationRevoked),
        ({"state": "accepted", "answered_at": NOW}, InvitationUsed),
        ({"state": "declined", "answered_at": NOW}, InvitationUsed),
        ({"person__last_login": NOW}, InvitationUsed),
        ({"person__is_active": False}, InvitationRevoked),
    ],
)
def test_a_link_that_is_no_longer_good_writes_nothing(fields, refusal):
    invitation = InvitationFactory(**fields)
    before = (list(User.objects.values()), list(Invitation.objects.values()))
    for act in (
        lambda: accept_invitation(invitation, **LEA, language="fr", at=NOW),
        lambda: decline_invitation(invitation, at=NOW),
    ):
        with pytest.raises(refusal):
            act()
    assert (list(User.objects.values()), list(Invitation.objects.values())) == before
    assert EmailAddress.objects.count() == 0


def test_an_account_opened_meanwhile_is_not_entered_by_a_link():
    invitation = InvitationFactory()
    proved(invitation.person)
    with pytest.raises(InvitationUsed):
        accept_invitation(invitation, **LEA, language="fr", at=NOW)


def test_invite_again_replaces_the_link_after_a_day(centre, me):
    post = AffiliationFactory(organisation=centre)
    first = invite(post, by=me, at=NOW)
    with pytest.raises(InvitedToday):
        invite(post, by=me, at=NOW + timedelta(hours=19))
    second = invite(post, by=me, at=NOW + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, second.state, len(told("staff-invitation"))) == ("revoked", "sent", 2)
    proved(post.person)
    with pytest.raises(AlreadyActive):
        invite(post, by=me, at=NOW + timedelta(days=9))


def test_decline_tells_the_registrars(centre, registrar):
    invitation = InvitationFactory(organisation=centre)
    decline_invitation(invitation, at=NOW)
    assert (invitation.state, told("staff-declined")) == ("declined", [registrar.person])


def test_invite_everybody_invites_once(centre, me):
    proved(AffiliationFactory(organisation=centre).person)
    AffiliationFactory(organisation=centre, verified_at=None)
    AffiliationFactory(organisation=centre, person__email=None)
    posts = AffiliationFactory.create_batch(2, organisation=centre)
    User.objects.exclude(pk__in=[post.person_id for post in posts]).update(last_login=NOW)
    assert [invite_everybody(centre, by=me, at=NOW) for _time in range(2)] == [2, 0]
    assert {row.person for row in Invitation.objects.all()} == {post.person for post in posts}


def test_the_table_of_invitations_gives_no_link(settings):
    invitation = InvitationFactory()
    assert (secret(invitation) in str(list(Invitation.objects.values())), link_of(invitation) is None) == (False, False)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert link_of(invitation).endswith(f"/invitation/{secret_with(settings.SECRET_KEY_FALLBACKS[0], invitation)}/")
    settings.SECRET_KEY_FALLBACKS = []
    assert link_of(invitation) is None


def secret_with(key, invitation):
    from registrations.staff.rules import secret_of

    return secret_of(invitation.uuid, key)


# --- waves


@pytest.fixture
def team():
    return actor_for(UserFactory(last_login=NOW), "training_lead")


def wave_of(posts, by, **fields):
    organisations = [post.organisation for post in posts]
    given = {"name": "Une", "per_hour": 24, "starts_at": NOW, "at": NOW} | fields
    return open_wave(organisations=organisations, **given, by=by)


def test_a_wave_leaves_little_by_little(team):
    posts = AffiliationFactory.create_batch(5)
    wave = wave_of(posts, team)
    assert [send_wave(wave, at=NOW + timedelta(minutes=5 * n)) for n in range(4)] == [2, 2, 1, 0]
    wave.refresh_from_db()
    sent = Invitation.objects.filter(state="sent").order_by("pk")
    assert (wave.state, [row.person for row in sent]) == ("done", [post.person for post in posts])
    assert sent[0].expires_at == NOW + timedelta(days=30)


def test_a_wave_waits_for_its_hour(team):
    wave = wave_of([AffiliationFactory()], team, starts_at=NOW + timedelta(hours=1))
    assert [send_wave(wave, at=NOW + timedelta(minutes=m)) for m in (59, 60)] == [0, 1]


def test_a_person_of_two_organisations_is_invited_once(team):
    post = AffiliationFactory()
    wave = wave_of([post, AffiliationFactory(person=post.person)], team)
    assert wave.invitations.count() == 1


def test_a_second_wave_takes_only_who_did_not_answer(team):
    posts = AffiliationFactory.create_batch(3)
    wave = wave_of(posts, team)
    send_wave(wave, at=NOW), send_wave(wave, at=NOW + timedelta(minutes=5))
    proved(posts[0].person)
    decline_invitation(Invitation.objects.get(person=posts[1].person), at=NOW + timedelta(minutes=6))
    with pytest.raises(NobodyToInvite):
        wave_of(posts, team, at=NOW + timedelta(days=8))
    with pytest.raises(NobodyToInvite):
        wave_of(posts, team, at=NOW + timedelta(days=6), again=True)
    second = wave_of(posts, team, at=NOW + timedelta(days=8), again=True)
    assert [row.person for row in second.invitations.all()] == [posts[2].person]


def test_who_signed_in_meanwhile_is_left_in_peace(team):
    posts = AffiliationFactory.create_batch(2)
    wave = wave_of(posts, team)
    proved(posts[0].person)
    assert send_wave(wave, at=NOW) == 1
    assert told("staff-invitation") == [posts[1].person]


def test_a_stopped_wave_sends_nothing_more(team):
    wave = wave_of(AffiliationFactory.create_batch(3), team)
    send_wave(wave, at=NOW)
    assert stop_wave(wave, by=team, at=NOW) == 1
    assert send_wave(wave, at=NOW + timedelta(hours=1)) == 0
    with pytest.raises(WrongState):
        stop_wave(wave, by=team, at=NOW)


def test_waves_are_the_teams(me):
    with pytest.raises(RegisterNotYours):
        wave_of([AffiliationFactory()], me)


def test_a_link_lasts_from_the_day_its_mail_left(centre, me):
    held, prompt = (invite(AffiliationFactory(organisation=centre), by=me, at=NOW) for _time in range(2))
    left = NOW + timedelta(days=40)
    for invitation, sent_at in ((held, left), (prompt, NOW + timedelta(minutes=1))):
        Message.objects.filter(about_uuid=invitation.uuid).update(state="sent", sent_at=sent_at)
    assert [note_departures(), note_departures()] == [1, 0]
    held.refresh_from_db(), prompt.refresh_from_db()
    assert [held.expires_at, prompt.expires_at] == [left + timedelta(days=30), NOW + timedelta(days=30)]


# --- confirmed twice a year


def test_confirm_the_list_once_a_half_year(centre, me, registrar):
    verified = AffiliationFactory(organisation=centre)
    waiting = AffiliationFactory(organisation=centre, verified_at=None)
    confirmation = confirm_list(centre, by=me, at=NOW)
    verified.refresh_from_db(), waiting.refresh_from_db()
    assert (confirmation.period, confirmation.count, confirmation.confirmed_by) == (
        date(2026, 9, 15),
        2,
        registrar.person,
    )
    assert (verified.confirmed_at, waiting.confirmed_at) == (NOW, None)
    with pytest.raises(NotTheTime):
        confirm_list(centre, by=me, at=NOW)
    assert confirm_list(centre, by=me, at=datetime(2027, 3, 15, 16, tzinfo=UTC)).period == date(2027, 3, 15)


def test_registrars_of_members_are_asked_at_each_reminder_until_they_confirm(centre, me, registrar):
    MembershipFactory(organisation=centre)
    registrar_of(OrganisationFactory())  # not a member
    AffiliationFactory(organisation=centre)
    days = [date(2026, 9, 15), date(2026, 9, 16), date(2026, 9, 29), date(2026, 11, 20)]
    asked = [ask_for_confirmations(on=day, at=NOW) for day in days]
    assert (asked, told("staff-list")) == ([1, 1, 1, 0], [registrar.person] * 2)
    confirm_list(centre, by=me, at=NOW)
    assert ask_for_confirmations(on=date(2026, 10, 20), at=NOW) == 0


# --- bounces


def bounced(address):
    return keep_bounce(address=address, kind="hard", diagnosis="550 no such user", at=NOW)


def test_a_bounce_asks_the_registrars_once_and_not_the_person(centre, registrar):
    post = AffiliationFactory(organisation=centre)
    bounced(post.person.email), bounced(post.person.email), bounced(registrar.person.email)
    assert told("staff-bounced") == [registrar.person]


@pytest.mark.parametrize("answer", ["here", "new", "left"])
def test_the_answer_to_a_bounce_does_the_thing(centre, me, answer):
    post = AffiliationFactory(organisation=centre)
    row = bounced(post.person.email)
    answer_bounce(post, answer=answer, email="nouvelle@x.test", last_day=TODAY, by=me, at=NOW)
    post.refresh_from_db(), row.refresh_from_db()
    person = User.objects.get(pk=post.person_id)
    assert (row.resolved_at is not None, person.email == "nouvelle@x.test", post.ends_on) == (
        answer == "here",
        answer == "new",
        TODAY if answer == "left" else None,
    )
