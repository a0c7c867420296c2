"""What a person must have attended, and accept, before they register."""

from datetime import timedelta
from hashlib import sha256

import pytest

from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory
from tests.factories.training import LEAD, ActivityFactory, EnrolmentFactory, ProgrammeFactory, SessionFactory
from tests.people import actor_for
from training.catalogue.actions import change_activity
from training.colleagues.actions import apply_cells, check_colleagues, start_applying
from training.colleagues.queries import Wish
from training.enrolments.actions import enrol, move_enrolment, replace_person
from training.enrolments.errors import PrerequisiteMissing, TermsToAccept
from training.enrolments.models import Enrolment
from training.models import Session

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=90)
TERMS = "Je m’engage à suivre la formation."


@pytest.fixture
def session():
    return SessionFactory(activity__programme__terms=TERMS)


def own(session, person=None, **more):
    person = person or UserFactory()
    found = Session.objects.select_related("activity__programme").get(pk=session.pk)
    return enrol(session=found, person=person, by=actor_for(person), at=NOW, **more)


def test_the_terms_are_accepted_and_their_wording_and_instant_kept(session):
    with pytest.raises(TermsToAccept):
        own(session)

    row = own(session, accepted=True)

    row.refresh_from_db()
    assert (row.terms_digest, row.terms_at) == (sha256(TERMS.encode()).hexdigest(), NOW)
    without = own(SessionFactory(), accepted=True)
    assert (without.terms_digest, without.terms_at) == ("", None)


def test_the_team_passes_over_terms_with_a_reason_and_keeps_no_acceptance(session):
    row = enrol(session=session, person=UserFactory(), by=LEAD, at=NOW, reason="Entente")
    assert (row.terms_digest, row.terms_at) == ("", None)


def test_what_was_accepted_follows_to_another_session_and_a_newcomer_accepts_anew(session):
    row = own(session, accepted=True)
    there = SessionFactory(activity=session.activity, days=3)
    made = move_enrolment(row, to=there, by=actor_for(row.person), at=NOW)
    assert made.terms_digest == row.terms_digest

    newcomer = UserFactory()
    with pytest.raises(TermsToAccept):
        replace_person(made, person=newcomer, by=LEAD, at=NOW)
    made.refresh_from_db()
    assert replace_person(made, person=newcomer, by=LEAD, at=NOW, accepted=True).terms_at == NOW


def test_an_order_says_that_the_terms_are_accepted():
    TaxProfileFactory(kind="session", category="exempt")
    session, person = SessionFactory(price_cents=9_000, activity__programme__terms=TERMS), UserFactory()
    order = {"payer": person, "by": actor_for(person), "at": NOW}
    line = {"kind": LineKind.SESSION, "item": session.uuid, "attendees": (person,)}
    with pytest.raises(TermsToAccept):
        place_order(lines=[Wanted(**line)], **order)

    place_order(lines=[Wanted(**line, accepted=True)], **order)

    assert Enrolment.objects.get().terms_at == NOW


def test_a_registrar_declares_it_for_colleagues(session):
    centre = OrganisationFactory()
    keeper = actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person)
    colleague = AffiliationFactory(organisation=centre).person
    batch = check_colleagues(centre, [Wish(session, colleague)], by=keeper, at=NOW)
    with pytest.raises(TermsToAccept):
        start_applying(batch, by=keeper, at=NOW)

    start_applying(batch, by=keeper, at=NOW, accepted=True)

    assert apply_cells(batch, by=keeper, at=NOW) == 1
    row = Enrolment.objects.get()
    assert (row.terms_at, row.registered_by) == (NOW, keeper.person)


def test_the_page_shows_the_terms_and_asks_for_them(client, session):
    session.opens_at, person = NOW.replace(year=2020), UserFactory()
    session.starts_at, session.ends_at = (each.replace(year=2099) for each in (session.starts_at, session.ends_at))
    session.closes_at = session.starts_at
    session.save()
    client.force_login(person)
    address = f"/formation/seances/{session.uuid}/inscription/"
    assert TERMS in client.get(address).content.decode()
    assert client.post(address).status_code == 409

    call = {"path": f"/api/v1/training/sessions/{session.uuid}/enrolments", "content_type": "application/json"}
    assert client.post(data={}, **call).json()["code"] == "terms-to-accept"
    assert client.post(address, {"accepted": "on"}).status_code == 302
    client.force_login(UserFactory())
    assert client.post(data={"terms_accepted": True}, **call).status_code == 201
    shown = client.get(f"/api/v1/training/sessions/{session.uuid}").json()
    assert (shown["terms"], shown["prerequisites"]) == (TERMS, [])


@pytest.fixture
def advanced():
    """An activity for which another must have been attended."""
    programme = ProgrammeFactory()
    first, second = ActivityFactory(programme=programme), ActivityFactory(programme=programme)
    change_activity(second, by=LEAD, at=NOW, prerequisites=[first])
    return first, SessionFactory(activity=second)


def test_who_has_not_attended_what_comes_first_is_told_so(advanced):
    first, session = advanced
    person, absent = UserFactory.create_batch(2)
    EnrolmentFactory(
        session=SessionFactory(activity=first, days=-30, opens_at=LONG_AGO), person=person, state="attended"
    )
    EnrolmentFactory(session=SessionFactory(activity=first, days=-30, opens_at=LONG_AGO), person=absent, state="absent")
    with pytest.raises(PrerequisiteMissing, match=first.title):
        own(session, absent)

    assert own(session, person).state == "confirmed"
    assert enrol(session=session, person=absent, by=LEAD, at=NOW, reason="Suivie ailleurs").state == "confirmed"


def test_prerequisites_are_shown_until_there_are_none(client, advanced):
    first, session = advanced
    assert first.title in client.get(f"/formation/seances/{session.uuid}/").content.decode()
    change_activity(session.activity, by=LEAD, at=NOW, prerequisites=[])
    session.refresh_from_db()
    assert not session.activity.has_prerequisites
