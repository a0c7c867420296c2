"""Caps of an organisation: counted with the seat, waited for apart, freed with the seat."""

from datetime import timedelta

import pytest

from registrations.organisations.actions import merge_organisations
from registrations.seats.models import SeatPool
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.catalogue.actions import change_programme
from training.enrolments.actions import (
    accept_offer,
    cancel_enrolment,
    cancel_session,
    change_session,
    enrol,
    expire_offer,
    offer_next,
)
from training.enrolments.models import Enrolment, OrganisationCap
from training.enrolments.queries import lines_to_move
from training.sessions.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    yield
    assert miscounted_pools() == []


def staff(organisation, count):
    return [AffiliationFactory(organisation=organisation).person for _ in range(count)]


def enrolled(session, person, **more):
    session = Session.objects.select_related("activity__programme").get(pk=session.pk)
    return enrol(session=session, person=person, by=actor_for(person), at=NOW, **more)


def cancelled(row):
    return cancel_enrolment(Enrolment.objects.get(pk=row.pk), by=actor_for(row.person), at=NOW)


def states(rows):
    return [Enrolment.objects.get(pk=row.pk).state for row in rows]


def swept():
    return sum(offer_next(session, at=NOW) for session in lines_to_move(at=NOW, at_most=9))


def seats_of(organisation):
    return list(SeatPool.objects.filter(cap__organisation=organisation).order_by("pk").values_list("taken", "waiting"))


def test_over_its_cap_an_organisation_waits_and_holds_up_nobody_else():
    session, ours, theirs = (
        SessionFactory(pool__capacity=5, cap_per_organisation=2),
        *OrganisationFactory.create_batch(2),
    )
    rows = [enrolled(session, person) for person in [*staff(ours, 3), *staff(theirs, 1), UserFactory()]]

    assert states(rows) == ["confirmed", "confirmed", "waitlisted", "confirmed", "confirmed"]
    assert [row.is_over_cap for row in rows] == [False, False, True, False, False]
    session.pool.refresh_from_db()
    assert (session.pool.taken, session.pool.waiting, seats_of(ours)) == (4, 0, [(2, 1)])


def test_a_freed_seat_goes_to_the_first_in_line_whose_organisation_has_room():
    session, ours, theirs = (
        SessionFactory(pool__capacity=3, cap_per_organisation=2),
        *OrganisationFactory.create_batch(2),
    )
    first, second, over = (enrolled(session, person) for person in staff(ours, 3))
    other, behind = (enrolled(session, person) for person in staff(theirs, 2))
    assert states([over, other, behind]) == ["waitlisted", "confirmed", "waitlisted"]

    cancelled(other)
    assert states([over, behind]) == ["waitlisted", "offered"]
    cancelled(first)
    assert states([over, second]) == ["offered", "confirmed"]
    over.refresh_from_db()
    assert accept_offer(over, by=actor_for(over.person), at=NOW).state == "confirmed"
    assert (seats_of(ours), seats_of(theirs)) == ([(2, 0)], [(1, 0)])


def test_who_waits_for_any_seat_waits_for_their_own_once_their_cap_is_reached():
    session, ours = SessionFactory(pool__capacity=2, cap_per_organisation=1), OrganisationFactory()
    outsiders = [enrolled(session, UserFactory()) for _ in range(2)]
    waiting = [enrolled(session, person) for person in staff(ours, 2)]
    assert [row.is_over_cap for row in waiting] == [False, False]

    cancelled(outsiders[0])
    assert states(waiting) == ["offered", "waitlisted"]
    cancelled(outsiders[1])
    assert states(waiting) == ["offered", "waitlisted"]
    assert enrolled(session, UserFactory()).state == "confirmed"  # a seat that their colleague cannot have


def test_the_cap_of_the_programme_counts_all_its_sessions_and_the_sweep_moves_the_line():
    first = SessionFactory(activity__programme__cap_in_programme=2)
    later = SessionFactory(activity__programme=first.activity.programme, days=1)
    ours = OrganisationFactory()
    one, two, three = staff(ours, 3)
    seated, _also, over = enrolled(first, one), enrolled(later, one), enrolled(later, two)
    assert (over.state, over.is_over_cap, enrolled(later, three).state) == ("waitlisted", True, "waitlisted")

    cancelled(seated)
    assert states([over]) == ["waitlisted"]
    assert (swept(), states([over]), swept()) == (1, ["offered"], 0)


def test_a_raised_cap_reaches_who_waits_and_a_lowered_one_takes_nothing_back():
    session, ours = SessionFactory(cap_per_organisation=1), OrganisationFactory()
    rows = [enrolled(session, person) for person in staff(ours, 3)]
    change_session(session, by=LEAD, at=NOW, cap_per_organisation=2)
    assert (swept(), states(rows)) == (1, ["confirmed", "offered", "waitlisted"])

    change_session(session, by=LEAD, at=NOW, cap_per_organisation=1)
    Enrolment.objects.filter(pk=rows[1].pk).update(offer_ends_at=NOW)
    assert expire_offer(Enrolment.objects.get(pk=rows[1].pk), by=LEAD, at=NOW)
    assert (states(rows), seats_of(ours)) == (["confirmed", "cancelled", "waitlisted"], [(1, 1)])


def test_a_cap_set_late_counts_who_is_in_already_and_the_team_passes_over_it():
    session, ours = SessionFactory(), OrganisationFactory()
    people = staff(ours, 4)
    rows = [enrolled(session, person) for person in people[:2]]
    change_session(session, by=LEAD, at=NOW, cap_per_organisation=2)
    assert enrolled(session, people[2]).is_over_cap

    lead = actor_for(UserFactory(), "training_lead")
    session.refresh_from_db()
    seated = enrol(session=session, person=people[3], by=lead, at=NOW, reason="Entente avec le bailleur")
    assert (seated.state, seats_of(ours)) == ("confirmed", [(3, 1)])
    cancelled(rows[0])
    assert seats_of(ours) == [(2, 1)]  # with the one that the team gave, they have all that they may have
    cancelled(rows[1])
    assert seats_of(ours) == [(2, 0)]  # offered to the one who waits


@pytest.mark.parametrize("scope", ["session", "programme"])
def test_a_cap_taken_away_then_set_again_counts_who_came_meanwhile(scope):
    session, ours = SessionFactory(pool__capacity=9), OrganisationFactory()

    def cap(number):
        found = Session.objects.select_related("activity__programme").get(pk=session.pk)
        if scope == "session":
            change_session(found, by=LEAD, at=NOW, cap_per_organisation=number)
        else:
            change_programme(found.activity.programme, by=LEAD, at=NOW, cap_in_programme=number)

    people = staff(ours, 4)
    cap(2)
    enrolled(session, people[0])
    cap(None)
    enrolled(session, people[1])

    cap(2)

    assert enrolled(session, people[2]).is_over_cap
    assert {taken for taken, _waiting in seats_of(ours)} == {2}
    cap(None)
    cap(3)
    assert swept() == 1


def test_cancelling_a_session_gives_back_what_it_had_of_the_programmes_caps():
    session = SessionFactory(activity__programme__cap_in_programme=1, activity__programme__cap_per_organisation=1)
    ours = OrganisationFactory()
    for person in staff(ours, 2):
        enrolled(session, person)

    cancel_session(session, by=LEAD, at=NOW)

    assert seats_of(ours) == [(0, 0), (0, 0)]
    other = SessionFactory(activity__programme=session.activity.programme)
    assert enrolled(other, staff(ours, 1)[0]).state == "confirmed"


def test_two_records_of_one_organisation_have_one_cap():
    session, kept, dropped = SessionFactory(cap_per_organisation=2), *OrganisationFactory.create_batch(2)
    rows = [enrolled(session, person) for person in [*staff(kept, 2), *staff(dropped, 3)]]

    merge_organisations(kept=kept, dropped=dropped, by=actor_for(UserFactory(), "administrator"), at=NOW)

    assert (OrganisationCap.objects.count(), seats_of(kept)) == (1, [(4, 1)])
    for row in rows[:3]:
        cancelled(row)
    assert (states(rows[3:]), seats_of(kept)) == (["confirmed", "offered"], [(2, 0)])


def test_an_ended_hold_of_the_organisation_is_free_for_its_next_person():
    session, ours = SessionFactory(cap_per_organisation=1), OrganisationFactory()
    first, second = (enrolled(session, person) for person in staff(ours, 2))
    cancelled(first)
    assert states([second]) == ["offered"]
    end = NOW + timedelta(hours=48)
    third = enrol(session=session, person=staff(ours, 1)[0], by=LEAD, at=end)
    assert third.state == "confirmed"


def test_enrol_under_a_cap_takes_few_statements(assert_own_queries):
    ours = OrganisationFactory()
    session = SessionFactory(activity__programme__cap_in_programme=9, cap_per_organisation=4)
    one, two = staff(ours, 2)
    enrolled(session, one)
    session = Session.objects.select_related("activity__programme").get(pk=session.pk)

    with assert_own_queries(9):
        enrol(session=session, person=two, by=actor_for(two), at=NOW)
