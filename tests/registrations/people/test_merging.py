"""Two records of one person become one: by the team, or by the person who proves the other's address."""

import re
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.db.models import UniqueConstraint
from django.test import Client
from django.utils import timezone

from registrations.actors import Actor, Role, Via
from registrations.messages.actions import tell
from registrations.models import (
    Affiliation,
    ApiToken,
    Consent,
    ConsentText,
    Entry,
    Mandate,
    Message,
    Subscription,
    User,
)
from registrations.organisations.errors import PostsContradict
from registrations.people.actions import create_token, keys_to_people, merge_people, preview_people
from registrations.people.actions.merging import OWN
from registrations.people.errors import (
    PersonMerged,
    RecordOfTeam,
    RecordsContradict,
    RegisterNotYours,
    SamePerson,
)
from registrations.people.registry import MERGES, rows_of
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MandateFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.training import SessionFactory
from tests.people import actor_for, with_role
from tests.registrations.people.test_leaving import sign_in
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db
TEAM = Actor(person=None, roles=frozenset({Role.TRAINING_LEAD}), via=Via.ADMIN)
HERE, THERE = "camille@exemple.test", "camille@ancien.test"


def account(email, **fields):
    person = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


@pytest.fixture
def pair():
    return account(HERE, phone=""), account(THERE, phone="(514) 555-0123")


def enrolled(person, session=None, **fields):
    return Enrolment.objects.create(
        person=person, session=session or SessionFactory(), state="confirmed", created_at=NOW, **fields
    )


def consent(person, purpose, text, **fields):
    return Consent.objects.create(person=person, purpose=purpose, text=text, how="portal", **fields)


def merge(pair, **options):
    return merge_people(**{"kept": pair[0], "dropped": pair[1], "by": TEAM, "at": NOW} | options)


def test_every_key_that_could_collide_is_spoken_for():
    spoken = [key for each in MERGES for key in each.speaks_for] + list(OWN)
    unique = set()
    for key in keys_to_people():
        label, _dot, name = key.rpartition(".")
        meta = apps.get_model(label)._meta
        constraints = [c for c in meta.constraints if isinstance(c, UniqueConstraint) and name in c.fields]
        if constraints or meta.get_field(name).unique or any(name in together for together in meta.unique_together):
            unique.add(key)

    assert {"nobody speaks for": sorted(unique - set(spoken))} == {"nobody speaks for": []}
    assert {"no longer there": sorted(set(spoken) - set(keys_to_people()))} == {"no longer there": []}
    assert len(spoken) == len(set(spoken))


def test_everything_moves_and_nothing_refers_to_the_other_record_any_more(pair):
    kept, dropped = pair
    post, mandate, enrolment = (
        AffiliationFactory(person=dropped),
        MandateFactory(person=dropped),
        enrolled(person=dropped, registered_by=dropped),
    )
    tell("test", about=post, to=dropped, at=NOW)
    by = actor_for(dropped)
    create_token(person=dropped, name="x", scopes=["read"], expires_at=NOW.replace(year=2027, month=1), by=by, at=NOW)

    merge(pair)

    for row in (post, mandate, enrolment):
        row.refresh_from_db()
        assert row.person == kept
    assert (enrolment.registered_by, Message.objects.get().to) == (kept, kept)
    left = {key: rows_of(key, dropped).count() for key in keys_to_people() if rows_of(key, dropped).exists()}
    assert left == {}
    assert ApiToken.objects.live(at=NOW).count() == 0


def test_dropped_record_is_empty_inactive_and_leads_to_the_kept_one(pair):
    kept, dropped = pair
    older = UserFactory(email=None, is_active=False, merged_into=dropped, merged_at=NOW)

    merge(pair)

    for person in (kept, dropped, older):
        person.refresh_from_db()
    assert (dropped.email, dropped.phone, dropped.is_active, dropped.merged_into) == (None, "", False, kept)
    assert (kept.email, kept.phone, older.merged_into) == (HERE, "(514) 555-0123", kept)
    assert [entry.action for entry in Entry.objects.filter(about_uuid=dropped.uuid)] == ["people.merged_into"]
    details = Entry.objects.get(action="people.merge").details
    assert (details["dropped"], details["fields"]) == (str(dropped.uuid), ["phone"])


def test_address_of_the_dropped_record_signs_in_only_once_proved_as_the_kept_one_s(pair, client):
    kept, dropped = pair
    dropped.set_password("une longue phrase de passe")
    dropped.save()
    merge(pair)

    client.post("/comptes/login/", {"login": THERE, "password": "une longue phrase de passe"})
    by_password = client.session.get("_auth_user_id")
    proved_before = EmailAddress.objects.get(email=THERE).verified
    sign_in(client, THERE)

    assert (by_password, proved_before) == (None, False)
    assert client.session["_auth_user_id"] == str(kept.pk)
    assert EmailAddress.objects.get(email=THERE).verified


def test_posts_that_meet_in_one_organisation_become_one(pair):
    kept, dropped = pair
    centre = OrganisationFactory()
    AffiliationFactory(person=kept, organisation=centre, starts_on=date(2022, 1, 1), verified_at=None)
    AffiliationFactory(person=dropped, organisation=centre, starts_on=date(2020, 1, 1), is_registrar=True)
    AffiliationFactory(person=dropped, organisation=centre, starts_on=date(2010, 1, 1), ends_on=date(2011, 1, 1))

    merge(pair)

    live = Affiliation.objects.get(person=kept, ends_on=None)
    assert (live.starts_on, live.is_registrar, live.verified_at is not None) == (date(2020, 1, 1), True, True)
    assert Affiliation.objects.filter(person=kept).count() == 2


def test_post_that_meets_two_of_the_kept_record_is_refused_and_nothing_changes(pair):
    kept, dropped = pair
    centre = OrganisationFactory()
    AffiliationFactory(person=kept, organisation=centre, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    AffiliationFactory(person=kept, organisation=centre, starts_on=date(2022, 1, 1))
    AffiliationFactory(person=dropped, organisation=centre, starts_on=date(2020, 6, 1))

    with pytest.raises(PostsContradict):
        merge(pair)

    dropped.refresh_from_db()
    assert (dropped.is_active, dropped.email, Affiliation.objects.filter(person=dropped).count()) == (True, THERE, 1)


def test_mandates_that_meet_in_one_group_become_one(pair):
    kept, dropped = pair
    mandate = MandateFactory(person=kept, starts_on=date(2022, 1, 1))
    MandateFactory(person=dropped, group=mandate.group, starts_on=date(2021, 1, 1), office="Trésorerie")

    merge(pair)

    assert [(m.person, m.starts_on, m.office) for m in Mandate.objects.all()] == [
        (kept, date(2021, 1, 1), "Trésorerie")
    ]


def test_two_seats_in_one_session_contradict_and_one_cancelled_does_not(pair):
    kept, dropped = pair
    mine = enrolled(person=kept)
    theirs = enrolled(person=dropped, session=mine.session)

    with pytest.raises(RecordsContradict) as refused:
        merge(pair)
    type(theirs).objects.filter(pk=theirs.pk).update(state="cancelled", cancelled_at=NOW)
    merge(pair)

    assert str(mine.session) in str(refused.value)
    theirs.refresh_from_db()
    assert theirs.person == kept


def test_what_was_taken_back_is_not_given_again(pair):
    kept, dropped = pair
    given, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    text = ConsentText.objects.create(
        purpose="image", version=9, text_fr="Oui", text_en="Yes", effective_from=date(2026, 1, 1)
    )
    consent(kept, "image", text, given_at=given, withdrawn_at=later)
    consent(dropped, "image", text, given_at=given)
    basis = {"list": "newsletter", "basis": "membership", "since": date(2026, 1, 1)}
    Subscription.objects.create(person=kept, **basis)
    Subscription.objects.create(person=dropped, unsubscribed_at=given, **basis)

    merge(pair)

    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert [(row.person, row.unsubscribed_at) for row in Subscription.objects.all()] == [(kept, given)]


def test_preview_tells_what_moves_and_why_not_and_writes_nothing(pair):
    kept, dropped = pair
    mine = enrolled(person=kept)
    enrolled(person=dropped, session=mine.session)

    preview = preview_people(kept=kept, dropped=dropped, by=TEAM, at=NOW)

    assert (preview.moves, len(preview.refusals)) == ((("Inscriptions", 1),), 1)
    dropped.refresh_from_db()
    assert (dropped.is_active, Entry.objects.count()) == (True, 0)


@pytest.mark.parametrize("who", ["stranger", "self"])
def test_merging_is_the_team_s_or_who_proved_the_other_address(pair, who):
    by = actor_for(UserFactory() if who == "stranger" else pair[0])

    with pytest.raises(RegisterNotYours):
        merge(pair, by=by)


def test_records_that_are_one_or_out_of_use_are_refused(pair):
    with pytest.raises(SamePerson):
        merge((pair[0], pair[0]))
    merge(pair)
    with pytest.raises(PersonMerged):
        merge(pair)


@pytest.mark.parametrize("guard", ["role", "factor"])
def test_record_of_the_team_or_with_a_second_factor_is_an_administrator_s_to_merge(pair, guard):
    if guard == "role":
        with_role(pair[1], Role.EDITOR)
    else:
        Authenticator.objects.create(user=pair[1], type=Authenticator.Type.TOTP, data={"secret": "x"})

    with pytest.raises(RecordOfTeam):
        merge(pair)
    merge(pair, by=Actor(person=None, roles=frozenset({Role.ADMINISTRATOR}), via=Via.ADMIN))

    assert not Authenticator.objects.exists()
    assert not User.objects.get(pk=pair[0].pk).groups.exists()


def prove(client, email):
    client.post("/moi/adresses/", {"email": email})
    code = re.search(r": ([A-Z0-9-]{6,})$", mail.outbox[-1].subject)[1]
    return client.post("/moi/adresses/code/", {"code": code})


def test_person_who_proves_the_address_of_another_record_is_offered_to_merge_it(pair, client):
    kept, dropped = pair
    enrolled(person=dropped)
    elsewhere = Client()
    sign_in(elsewhere, THERE)
    client.force_login(kept)

    offered = prove(client, THERE)["Location"]
    page = client.get(offered)
    before = EmailAddress.objects.get(email=THERE).user
    done = client.post(offered)

    assert "Elle n’est pas à moi" in page.content.decode()
    assert (offered, page.context["preview"].moves, before) == (
        "/moi/adresses/fusion/",
        (("Inscriptions", 1),),
        dropped,
    )
    assert (done["Location"], elsewhere.get("/moi/profil/").status_code) == ("/moi/adresses/", 302)
    row = EmailAddress.objects.get(email=THERE)
    assert (row.user, row.verified, User.objects.get(pk=dropped.pk).merged_into) == (kept, True, kept)


def test_merge_page_without_a_proof_leads_back(pair, client):
    client.force_login(pair[0])

    assert client.get("/moi/adresses/fusion/")["Location"] == "/moi/adresses/"
    assert client.post("/moi/adresses/fusion/")["Location"] == "/moi/adresses/"


def test_proof_is_too_old_after_half_an_hour(pair, client):
    client.force_login(pair[0])
    prove(client, THERE)
    pair[0].proofs.update(proved_at=timezone.now() - timezone.timedelta(minutes=31))

    assert client.get("/moi/adresses/fusion/")["Location"] == "/moi/adresses/"
