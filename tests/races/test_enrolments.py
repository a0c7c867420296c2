"""What must stay impossible when everybody comes at 9:00: threads against a real database, commits included."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from registrations.errors import DomainError
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import (
    accept_offer,
    cancel_enrolment,
    cancel_session,
    enrol,
    expire_offer,
    move_enrolment,
    replace_person,
)
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION
from training.enrolments.rules import HOLDING, EnrolmentState
from training.models import Session

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(acts, threads=16):
    """Run all acts on so many threads; the code of each refusal, or what the act returned."""

    def run(act):
        try:
            return act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, acts))


def crowd(postgresql, sqlite):
    """SQLite has one writer: a smaller crowd shows the same."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def enrolling(session_pk, person, at=NOW):
    def act():
        session = Session.objects.select_related("activity__programme").get(pk=session_pk)
        return enrol(session=session, person=person, by=actor_for(person), at=at).state

    return act


def test_last_seats_are_sold_once():
    people, seats = crowd((400, 40), (60, 10))
    session = SessionFactory(pool__capacity=seats)

    outcome = Counter(at_once([enrolling(session.pk, person) for person in UserFactory.create_batch(people)]))

    session.pool.refresh_from_db()
    assert outcome == {EnrolmentState.CONFIRMED: seats, EnrolmentState.WAITLISTED: people - seats}
    assert (session.pool.taken, session.pool.waiting, miscounted_pools()) == (seats, people - seats, [])


def test_the_same_person_sixteen_times_has_one_seat():
    session, person = SessionFactory(pool__capacity=40), UserFactory()

    outcome = Counter(at_once([enrolling(session.pk, person)] * 16))

    session.pool.refresh_from_db()
    assert outcome == {EnrolmentState.CONFIRMED: 1, "already-enrolled": 15}
    assert (session.pool.taken, Enrolment.objects.count(), miscounted_pools()) == (1, 1, [])


def test_one_person_in_overlapping_sessions_sits_in_one():
    sessions, person = SessionFactory.create_batch(8), UserFactory()

    outcome = Counter(at_once([enrolling(session.pk, person) for session in sessions]))

    assert outcome == {EnrolmentState.CONFIRMED: 1, "overlapping": 7}


def test_nobody_jumps_the_queue():
    """Seats are given up while newcomers arrive: each freed seat goes to the one who has waited longest."""
    seats, waiting, newcomers = crowd((20, 40, 60), (6, 12, 16))
    session = SessionFactory(pool__capacity=seats)
    first = [
        enrol(session=session, person=person, by=actor_for(person), at=NOW)
        for person in UserFactory.create_batch(seats + waiting)
    ]

    def giving_up(enrolment_pk):
        def act():
            enrolment = Enrolment.objects.select_related("session", "person").get(pk=enrolment_pk)
            return cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW).state

        return act

    acts = [giving_up(enrolment.pk) for enrolment in first[:seats]]
    acts += [enrolling(session.pk, person) for person in UserFactory.create_batch(newcomers)]
    random.Random(8).shuffle(acts)
    outcome = Counter(at_once(acts))

    line = list(Enrolment.objects.filter(session=session).exclude(state="cancelled").order_by("pk"))
    assert outcome == {EnrolmentState.CANCELLED: seats, EnrolmentState.WAITLISTED: newcomers}
    assert [row.state for row in line] == ["offered"] * seats + ["waitlisted"] * (waiting + newcomers - seats)
    assert [row.pk for row in line[:waiting]] == [row.pk for row in first[seats:]]
    assert miscounted_pools() == []


def in_organisation(session):
    """A seated colleague, the actor who keeps their organisation, and two others of it."""
    centre = OrganisationFactory()
    keeper = AffiliationFactory(organisation=centre, is_registrar=True).person
    person, *others = (AffiliationFactory(organisation=centre).person for _ in range(3))
    row = enrol(session=session, person=person, by=actor_for(person), at=NOW)
    return row, actor_for(keeper), others


def replacing(row, by, person):
    def act():
        found = Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)
        return str(replace_person(found, person=person, by=by, at=NOW).state)

    return act


def cancelling(row):
    def act():
        found = Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)
        return f"gave up: {cancel_enrolment(found, by=actor_for(row.person), at=NOW).state}"

    return act


def test_a_seat_handed_over_to_two_people_at_once_has_one_of_them():
    for _time in range(crowd(8, 2)):
        session = SessionFactory(pool__capacity=1)
        row, keeper, others = in_organisation(session)
        waiting = enrol(session=session, person=UserFactory(), by=LEAD, at=NOW)

        outcome = Counter(at_once([replacing(row, keeper, person) for person in others], threads=2))

        waiting.refresh_from_db()
        assert outcome == {"confirmed": 1, "no-seat-to-hand-over": 1}
        assert (session.enrolments.filter(state="confirmed").count(), waiting.state) == (1, "waitlisted")
        assert miscounted_pools() == []


def test_a_seat_handed_over_while_its_person_gives_it_up_is_lost_to_nobody():
    for _time in range(crowd(8, 2)):
        session = SessionFactory(pool__capacity=1)
        row, keeper, (newcomer, _other) = in_organisation(session)
        waiting = enrol(session=session, person=UserFactory(), by=LEAD, at=NOW)

        outcome = set(at_once([replacing(row, keeper, newcomer), cancelling(row)], threads=2))

        waiting.refresh_from_db()
        handed = "confirmed" in outcome
        assert outcome in ({"confirmed", "wrong-state"}, {"no-seat-to-hand-over", "gave up: cancelled"})
        assert waiting.state == ("waitlisted" if handed else "offered")
        assert miscounted_pools() == []


def test_two_people_who_change_places_each_have_one_seat():
    """Each moves to the session of the other, which is full until one of them has left: no seat is lost or doubled."""
    for _time in range(crowd(6, 2)):
        here = SessionFactory(pool__capacity=2)
        there = SessionFactory(activity=here.activity, pool__capacity=2, days=3)
        rows = [enrol(session=each, person=UserFactory(), by=LEAD, at=NOW) for each in (here, here, there)]

        def moving(row, to):
            def act():
                found = Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)
                target = Session.objects.select_related("activity__programme").get(pk=to.pk)
                return move_enrolment(found, to=target, by=actor_for(row.person), at=NOW).state

            return act

        at_once([moving(rows[0], there), moving(rows[1], there), moving(rows[2], here)], threads=3)

        live = Enrolment.objects.filter(session__in=[here, there]).exclude(state="cancelled")
        assert sorted(live.values_list("person", flat=True)) == sorted(row.person_id for row in rows)
        assert set(live.values_list("state", flat=True)) == {"confirmed"}
        assert miscounted_pools() == []


def test_nobody_enters_a_session_that_is_being_cancelled():
    session = SessionFactory(pool__capacity=10)
    people = crowd(60, 20)
    acts = [enrolling(session.pk, person) for person in UserFactory.create_batch(people)]
    lead = actor_for(UserFactory(), "training_lead")
    acts.insert(people // 3, lambda: cancel_session(Session.objects.get(pk=session.pk), by=lead, at=NOW))

    at_once(acts)

    session.pool.refresh_from_db()
    assert set(Enrolment.objects.values_list("state", flat=True)) <= {EnrolmentState.CANCELLED}
    assert (session.pool.taken, session.pool.waiting, session.pool.closed, miscounted_pools()) == (0, 0, True, [])


def test_an_offer_accepted_while_it_expires_is_one_or_the_other():
    """The sweep and the person act on the same instants, many times over: one wins, and every seat is counted."""
    rounds = crowd(24, 8)
    session = SessionFactory(pool__capacity=rounds)
    first = [
        enrol(session=session, person=person, by=actor_for(person), at=NOW)
        for person in UserFactory.create_batch(rounds * 2)
    ]
    for enrolment in first[:rounds]:
        cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)
    offers = [enrolment.pk for enrolment in first[rounds:]]
    end = NOW + timedelta(hours=48)

    def acting(pk, act, at):
        def run():
            enrolment = Enrolment.objects.select_related("session__activity", "person").get(pk=pk)
            result = act(enrolment, by=actor_for(enrolment.person), at=at)
            return result if isinstance(result, bool) else result.state

        return run

    acts = [acting(pk, accept_offer, end - timedelta(seconds=1)) for pk in offers]
    acts += [acting(pk, expire_offer, end) for pk in offers]
    random.Random(3).shuffle(acts)
    at_once(acts)

    ended = Counter(Enrolment.objects.filter(pk__in=offers).values_list("state", flat=True))
    session.pool.refresh_from_db()
    assert ended[EnrolmentState.CONFIRMED] + ended[EnrolmentState.CANCELLED] == rounds
    assert (session.pool.taken, miscounted_pools()) == (ended[EnrolmentState.CONFIRMED], [])


def test_nobody_takes_the_seat_of_an_ended_offer_before_those_who_wait():
    """Offers have ended, the sweep has not passed yet: newcomers join the line behind those who were there."""
    seats, waiting, newcomers = crowd((10, 20, 40), (3, 8, 10))
    session = SessionFactory(pool__capacity=seats)
    first = [
        enrol(session=session, person=person, by=actor_for(person), at=NOW)
        for person in UserFactory.create_batch(seats + waiting)
    ]
    for enrolment in first[:seats]:
        cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)
    end = NOW + timedelta(hours=48)

    outcome = Counter(
        at_once([enrolling(session.pk, person, at=end) for person in UserFactory.create_batch(newcomers)])
    )

    assert (outcome, miscounted_pools()) == ({EnrolmentState.WAITLISTED: newcomers}, [])


def test_nobody_is_over_a_cap_and_nobody_is_oversold():
    """Three organisations come at once for a session and a programme that cap them, and give seats up meanwhile."""
    seats, each, cap, whole = crowd((30, 24, 8, 12), (12, 6, 3, 4))
    first = SessionFactory(pool__capacity=seats, cap_per_organisation=cap, activity__programme__cap_in_programme=whole)
    second = SessionFactory(pool__capacity=seats, activity=first.activity, days=1)
    organisations = OrganisationFactory.create_batch(3)
    people = [AffiliationFactory(organisation=one).person for one in organisations for _ in range(each)]
    outsiders = UserFactory.create_batch(seats)

    def coming_and_going(person):
        def act():
            session = Session.objects.select_related("activity__programme").get(pk=first.pk)
            made = enrol(session=session, person=person, by=actor_for(person), at=NOW)
            return cancel_enrolment(made, by=actor_for(person), at=NOW).state

        return act

    acts = [enrolling(session.pk, person) for person in people for session in (first, second)]
    acts += [enrolling(first.pk, person) for person in outsiders[3:]]
    acts += [coming_and_going(person) for person in outsiders[:3]]
    random.Random(5).shuffle(acts)
    outcome = Counter(at_once(acts))

    assert set(outcome) <= {EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED, EnrolmentState.CANCELLED}, outcome
    for organisation in organisations:
        seated = Enrolment.objects.filter(organisation=organisation, state__in=HOLDING)
        assert seated.filter(session=first).count() <= cap
        assert seated.count() == whole  # each organisation has all that the programme lets it have
    first.pool.refresh_from_db()
    assert (first.pool.taken, miscounted_pools()) == (seats, [])
