"""In which order a seat handed over locks what it touches: two at once never wait for each other."""

import pytest

from registrations.people.models import User
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.colleagues.actions import hand_over_to
from training.colleagues.rules import Named
from training.enrolments.actions import capping, enrol, offers, replace_person, replacing
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


def seated(session, person):
    row = enrol(session=session, person=person, by=actor_for(person), at=NOW)
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


@pytest.fixture
def people_locked(monkeypatch):
    """The people that each statement locks, in order."""
    found, lock = [], User.objects.lock

    def spy(*pks):
        found.append(set(pks))
        return lock(*pks)

    monkeypatch.setattr(User.objects, "lock", spy)
    return found


@pytest.mark.parametrize("by_team", [True, False])
def test_a_colleague_named_by_address_is_locked_with_the_one_who_leaves(people_locked, by_team):
    centre = OrganisationFactory()
    keeper = actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person)
    newcomer, person = (AffiliationFactory(organisation=centre).person for _ in range(2))
    row = seated(SessionFactory(), person)
    people_locked.clear()

    hand_over_to(row, named=Named(newcomer.email), by=LEAD if by_team else keeper, at=NOW)

    assert people_locked[0] == {newcomer.pk, person.pk}


def test_somebody_known_elsewhere_is_locked_with_the_one_who_leaves(people_locked):
    centre, newcomer = OrganisationFactory(), UserFactory()
    keeper = actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person)
    person = AffiliationFactory(organisation=centre).person
    row = seated(SessionFactory(), person)
    people_locked.clear()
    named = Named(newcomer.email, newcomer.given_name, newcomer.family_name)

    made = hand_over_to(row, named=named, by=keeper, at=NOW)

    assert (made.person, people_locked[0]) == (newcomer, {newcomer.pk, person.pk})


def test_all_pools_are_locked_at_once_when_the_seat_goes_to_another_organisation(monkeypatch):
    """That of those who wait, too, since a seat is offered to them: its number is lower than the newcomer's."""
    session = SessionFactory(pool__capacity=9, cap_per_organisation=1)
    waiting, centre, other = OrganisationFactory.create_batch(3)
    for _time in range(2):
        seated(session, AffiliationFactory(organisation=waiting).person)
    row = seated(session, AffiliationFactory(organisation=centre).person)
    locked = []
    for module in (replacing, capping, offers):
        monkeypatch.setattr(module, "lock_pools", lambda pools: locked.append(set(pools)))

    replace_person(row, person=AffiliationFactory(organisation=other).person, by=LEAD, at=NOW)

    _made, first, then = locked  # the pool of the newcomer's cap, which nobody else knows yet, comes before
    assert then <= first
