"""Enrolling, waiting, being offered a seat, giving it up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.actors import Actor, Role
from registrations.errors import Forbidden, WrongState
from registrations.journal.models import Entry
from registrations.messages.models import Message
from registrations.organisations.actions import change_affiliation
from registrations.seats.errors import Closed, SeatsTaken
from registrations.seats.queries import miscounted_pools
from registrations.staff.actions import confirm_post, refuse_post
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import LEAD, STARTS, SessionFactory, member_person
from tests.people import actor_for
from training.enrolments.actions import (
    accept_offer,
    cancel_enrolment,
    cancel_session,
    decline_offer,
    end_reserve,
    enrol,
    expire_offer,
    record_enrolment,
    resize_session,
)
from training.enrolments.errors import (
    AlreadyEnrolled,
    ForMembersOnly,
    NotOpen,
    NotYourPerson,
    OfferEnded,
    Overlapping,
    PaidSession,
    RegistrationClosed,
    SessionCancelled,
    TooLateToCancel,
)
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    """After every scenario the counters agree with the claims and with the people in line."""
    yield
    assert miscounted_pools() == []


def enrolled(session, person=None, at=NOW):
    person = person or UserFactory()
    return enrol(session=session, person=person, by=actor_for(person), at=at)


def states(*enrolments):
    return [Enrolment.objects.get(pk=enrolment.pk).state for enrolment in enrolments]


def told():
    return list(Message.objects.order_by("pk").values_list("kind", "to_id"))


def test_enrol_when_last_seat_is_taken_puts_next_person_on_waiting_list():
    session = SessionFactory(pool__capacity=1)
    first, second = UserFactory.create_batch(2)

    assert [enrolled(session, p).state for p in (first, second)] == [
        EnrolmentState.CONFIRMED,
        EnrolmentState.WAITLISTED,
    ]
    assert told() == [("enrolment-confirmed", first.pk), ("enrolment-waitlisted", second.pk)]
    session.pool.refresh_from_db()
    assert (session.pool.taken, session.pool.waiting) == (1, 1)


def test_enrol_keeps_organisation_region_role_and_who_registered():
    person = member_person(role="manager")
    session = SessionFactory(activity__programme__members_only=True)

    enrolment = enrolled(session, person)

    organisation = person.affiliations.get().organisation
    assert (enrolment.organisation, enrolment.region, enrolment.role, enrolment.registered_by) == (
        organisation,
        "06",
        "manager",
        person,
    )
    assert Entry.objects.filter(action="training.enrol", about_uuid=enrolment.uuid, person=person).count() == 1


def test_enrol_twice_is_refused_and_takes_no_second_seat():
    session, person = SessionFactory(), UserFactory()
    enrolled(session, person)

    with pytest.raises(AlreadyEnrolled):
        enrolled(session, person)

    session.pool.refresh_from_db()
    assert session.pool.taken == 1


def test_enrol_again_after_cancelling_is_possible():
    session, person = SessionFactory(), UserFactory()
    cancel_enrolment(enrolled(session, person), by=actor_for(person), at=NOW)

    assert enrolled(session, person).state == EnrolmentState.CONFIRMED


def test_enrol_before_opening_says_when_it_opens():
    session = SessionFactory(opens_at=NOW + timedelta(days=1))

    with pytest.raises(NotOpen) as refusal:
        enrolled(session)

    assert refusal.value.members["opens_at"] == (NOW + timedelta(days=1)).isoformat()
    assert enrolled(session, at=session.opens_at).state == EnrolmentState.CONFIRMED


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"closes_at": NOW}, RegistrationClosed),
        ({"state": "cancelled"}, SessionCancelled),
        ({"state": "draft"}, NotOpen),
        ({"price_cents": 100}, PaidSession),
        ({"activity__programme__members_only": True}, ForMembersOnly),
    ],
)
def test_enrol_is_refused_when(fields, refusal):
    with pytest.raises(refusal):
        enrolled(SessionFactory(**fields))


def test_enrol_when_pool_was_closed_meanwhile_is_refused():
    with pytest.raises(Closed):
        enrolled(SessionFactory(pool__closed=True))


def test_enrol_in_members_session_is_refused_to_whoever_works_nowhere():
    for person in (UserFactory(), AffiliationFactory(verified_at=None).person):
        with pytest.raises(ForMembersOnly):
            enrolled(SessionFactory(activity__programme__members_only=True), person)


# --- seats that wait for a registrar (sous réserve)

MEMBERS = {"activity__programme__members_only": True}


def unverified(**post):
    """Somebody whose post in a member organisation nobody verified, that post, and the organisation's registrar."""
    person = member_person(verified_at=None, **post)
    post = person.affiliations.select_related("organisation", "person").get()
    keeper = AffiliationFactory(organisation=post.organisation, is_registrar=True).person
    return person, post, keeper


def told_of(kind):
    return [message.to for message in Message.objects.filter(kind=kind).order_by("pk")]


def test_unverified_staff_take_a_seat_for_three_working_days_and_their_registrars_are_asked():
    person, _post, keeper = unverified()
    enrolment = enrolled(SessionFactory(**MEMBERS), person)
    # NOW is a Tuesday; 12 October 2026 is Thanksgiving, and does not come into it.
    assert (enrolment.state, enrolment.reserved_until) == ("reserved", NOW + timedelta(days=3))
    assert (told_of("enrolment-reserved"), told_of("enrolment-to-vouch")) == ([person], [keeper])


def test_a_session_for_all_needs_nobody_s_word():
    person, _post, _keeper = unverified()
    assert enrolled(SessionFactory(), person).state == "confirmed"


def test_confirmed_the_seat_is_firm():
    person, post, keeper = unverified()
    enrolment = enrolled(SessionFactory(**MEMBERS), person)
    confirm_post(post, by=actor_for(keeper), at=NOW)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reserved_until, told_of("enrolment-confirmed")) == ("confirmed", None, [person])
    assert end_reserve(enrolment, by=SYSTEM, at=NOW + timedelta(days=9)) is False


def test_not_ours_the_seat_goes_to_the_next_in_line():
    session = SessionFactory(pool__capacity=1, **MEMBERS)
    person, post, keeper = unverified()
    enrolment, following = enrolled(session, person), enrolled(session, member_person())
    refuse_post(post, by=actor_for(keeper), at=NOW)
    assert states(enrolment, following) == ["cancelled", "offered"]
    assert told_of("enrolment-released") == [person]


def test_time_over_the_seat_goes_to_the_next_in_line_once():
    session = SessionFactory(pool__capacity=1, **MEMBERS)
    person, post, keeper = unverified()
    enrolment, following = enrolled(session, person), enrolled(session, member_person())
    at = enrolment.reserved_until
    assert end_reserve(enrolment, by=SYSTEM, at=at - timedelta(seconds=1)) is False
    assert [end_reserve(enrolment, by=SYSTEM, at=at) for _time in range(2)] == [True, False]
    assert (states(enrolment, following), told_of("enrolment-released")) == (["cancelled", "offered"], [person])
    confirm_post(post, by=actor_for(keeper), at=at)  # too late for the seat, in time for the next one
    assert states(enrolment) == ["cancelled"]
    assert enrolled(SessionFactory(days=3, **MEMBERS), person, at=at).state == "confirmed"


def test_an_expired_reserve_is_free_at_once_for_whoever_comes():
    session = SessionFactory(pool__capacity=1, **MEMBERS)
    person, post, keeper = unverified()
    enrolment = enrolled(session, person)
    at = enrolment.reserved_until
    assert enrolled(session, member_person(), at=at).state == "confirmed"
    confirm_post(post, by=actor_for(keeper), at=at)
    assert states(enrolment) == ["cancelled"]


def test_whoever_was_verified_by_the_team_or_a_domain_keeps_the_seat():
    person, post, _keeper = unverified()
    enrolment = enrolled(SessionFactory(**MEMBERS), person)
    change_affiliation(affiliation=post, verified=True, by=LEAD, at=NOW)
    assert states(enrolment) == ["confirmed"]


def test_a_right_that_came_from_elsewhere_keeps_the_seat_at_the_end():
    person, _post, _keeper = unverified()
    enrolment = enrolled(SessionFactory(**MEMBERS), person)
    elsewhere = member_person().affiliations.get().organisation
    AffiliationFactory(person=person, organisation=elsewhere)
    assert end_reserve(enrolment, by=SYSTEM, at=enrolment.reserved_until) is True
    assert states(enrolment) == ["confirmed"]


def test_an_offer_accepted_by_unverified_staff_waits_too():
    session = SessionFactory(pool__capacity=1, **MEMBERS)
    first = enrolled(session, member_person())
    person, post, keeper = unverified()
    second = enrolled(session, person)
    cancel_enrolment(first, by=actor_for(first.person), at=NOW)
    second.refresh_from_db()
    accepted = accept_offer(second, by=actor_for(person), at=NOW)
    assert (accepted.state, accepted.reserved_until) == ("reserved", NOW + timedelta(days=3))
    confirm_post(post, by=actor_for(keeper), at=NOW)
    assert states(second) == ["confirmed"]


def test_a_reserved_seat_can_be_given_up_and_dies_with_its_session():
    session = SessionFactory(**MEMBERS)
    people = [unverified()[0] for _time in range(2)]
    one, other = (enrolled(session, person) for person in people)
    cancel_enrolment(one, by=actor_for(people[0]), at=NOW)
    assert cancel_session(session, by=LEAD, at=NOW) == 1
    assert states(one, other) == ["cancelled", "cancelled"]


def test_the_reserve_has_an_end_and_nothing_else_has():
    enrolment = enrolled(SessionFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(reserved_until=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(state="reserved")


def test_enrol_under_reserve_keeps_the_budget(assert_own_queries):
    person, _post, _keeper = unverified()
    session = SessionFactory(**MEMBERS)

    with assert_own_queries(10):
        enrolled(session, person)


def test_enrol_in_two_meetings_at_the_same_time_is_refused_with_the_other_session():
    person, first, second = UserFactory(), SessionFactory(days=1), SessionFactory(days=8)
    enrolled(first, person)
    Meeting.objects.create(session=second, starts_at=first.starts_at + timedelta(hours=2), ends_at=first.ends_at)

    with pytest.raises(Overlapping) as refusal:
        enrolled(second, person)

    assert refusal.value.members["conflicts_with"] == str(first.uuid)


def test_enrol_in_a_meeting_that_starts_when_another_ends_is_possible():
    person, first = UserFactory(), SessionFactory()
    enrolled(first, person)

    assert enrolled(SessionFactory(starts_at=first.ends_at), person).state == EnrolmentState.CONFIRMED


def test_enrol_somebody_else_is_for_their_registrar():
    organisation = OrganisationFactory()
    registrar = AffiliationFactory(organisation=organisation, is_registrar=True).person
    colleague = AffiliationFactory(organisation=organisation).person

    enrolment = enrol(session=SessionFactory(), person=colleague, by=actor_for(registrar), at=NOW)

    assert (enrolment.person, enrolment.registered_by) == (colleague, registrar)
    with pytest.raises(NotYourPerson):
        enrol(session=SessionFactory(days=1), person=registrar, by=actor_for(colleague), at=NOW)


def test_enrol_with_a_reason_passes_over_window_and_overlap_but_not_over_seats():
    person, first = UserFactory(), SessionFactory()
    enrolled(first, person)
    late = SessionFactory(closes_at=NOW, pool__capacity=0)
    lead = actor_for(UserFactory(), Role.TRAINING_LEAD)

    enrolment = enrol(session=late, person=person, by=lead, at=NOW, reason="Demande du bailleur de fonds")

    assert enrolment.state == EnrolmentState.WAITLISTED
    assert Entry.objects.get(about_uuid=enrolment.uuid).details["reason"] == "Demande du bailleur de fonds"


def test_enrol_with_a_reason_is_refused_to_others():
    person = UserFactory()

    with pytest.raises(Forbidden):
        enrol(session=SessionFactory(), person=person, by=actor_for(person), at=NOW, reason="Moi")


def test_cancel_enrolment_offers_the_seat_to_the_first_in_line():
    session = SessionFactory(pool__capacity=1)
    first, second, third = (enrolled(session) for _ in range(3))

    cancel_enrolment(first, by=actor_for(first.person), at=NOW)

    assert states(first, second, third) == ["cancelled", "offered", "waitlisted"]
    second.refresh_from_db()
    assert second.offer_ends_at == NOW + timedelta(hours=48)
    assert told()[-2:] == [("enrolment-cancelled", first.person_id), ("enrolment-offered", second.person_id)]


def test_cancel_enrolment_from_the_line_leaves_the_others_where_they_are():
    session = SessionFactory(pool__capacity=1)
    first, second, third = (enrolled(session) for _ in range(3))

    cancel_enrolment(second, by=actor_for(second.person), at=NOW)
    cancel_enrolment(first, by=actor_for(first.person), at=NOW)

    assert states(first, second, third) == ["cancelled", "cancelled", "offered"]


def test_cancel_enrolment_too_late_is_for_the_team():
    enrolment = enrolled(SessionFactory())
    late = STARTS - timedelta(hours=24)

    with pytest.raises(TooLateToCancel):
        cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=late)
    cancel_enrolment(enrolment, by=LEAD, at=late)

    assert states(enrolment) == ["cancelled"]


def test_cancel_enrolment_of_somebody_else_is_refused():
    with pytest.raises(NotYourPerson):
        cancel_enrolment(enrolled(SessionFactory()), by=actor_for(UserFactory()), at=NOW)


def test_cancel_enrolment_twice_is_refused():
    enrolment = enrolled(SessionFactory())
    cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)

    with pytest.raises(WrongState):
        cancel_enrolment(enrolment, by=actor_for(enrolment.person), at=NOW)


@pytest.fixture
def offered():
    session = SessionFactory(pool__capacity=1)
    first, second, _third = (enrolled(session) for _ in range(3))
    cancel_enrolment(first, by=actor_for(first.person), at=NOW)
    second.refresh_from_db()
    return second


def third_of(offered):
    return Enrolment.objects.filter(session=offered.session).latest("pk")


def test_accept_offer_confirms_the_seat(offered):
    accept_offer(offered, by=actor_for(offered.person), at=NOW + timedelta(hours=47))

    assert states(offered, third_of(offered)) == ["confirmed", "waitlisted"]
    assert told()[-1] == ("enrolment-confirmed", offered.person_id)


def test_accept_offer_after_its_end_is_refused(offered):
    with pytest.raises(OfferEnded):
        accept_offer(offered, by=actor_for(offered.person), at=offered.offer_ends_at)


def test_accept_offer_that_clashes_with_another_seat_is_refused(offered):
    enrolled(SessionFactory(starts_at=offered.session.starts_at + timedelta(days=1)), offered.person)
    Meeting.objects.filter(session__enrolments__person=offered.person).exclude(session=offered.session).update(
        starts_at=offered.session.starts_at, ends_at=offered.session.ends_at
    )

    with pytest.raises(Overlapping):
        accept_offer(offered, by=actor_for(offered.person), at=NOW)


def test_decline_offer_goes_on_to_the_next(offered):
    decline_offer(offered, by=actor_for(offered.person), at=NOW)

    assert states(offered, third_of(offered)) == ["cancelled", "offered"]


def test_expire_offer_goes_on_to_the_next_and_tells_both(offered):
    third, end = third_of(offered), offered.offer_ends_at

    assert expire_offer(offered, by=SYSTEM, at=end - timedelta(seconds=1)) is False
    assert expire_offer(offered, by=SYSTEM, at=end) is True
    assert expire_offer(offered, by=SYSTEM, at=end) is False

    assert states(offered, third) == ["cancelled", "offered"]
    assert told()[-2:] == [("enrolment-offered", third.person_id), ("enrolment-expired", offered.person_id)]


def test_newcomer_while_somebody_waits_never_takes_the_seat_of_an_ended_offer(offered):
    newcomer = enrolled(offered.session, at=offered.offer_ends_at)

    assert states(newcomer) == ["waitlisted"]
    expire_offer(offered, by=SYSTEM, at=offered.offer_ends_at)
    assert states(third_of_line(offered), newcomer) == ["offered", "waitlisted"]


def third_of_line(offered):
    return Enrolment.objects.filter(session=offered.session).order_by("pk")[2]


def test_cancel_session_closes_frees_and_tells_everybody():
    session = SessionFactory(pool__capacity=1)
    first, second = enrolled(session), enrolled(session)

    assert cancel_session(session, by=LEAD, at=NOW) == 2

    assert states(first, second) == ["cancelled", "cancelled"]
    assert told()[-2:] == [("session-cancelled", first.person_id), ("session-cancelled", second.person_id)]
    session.refresh_from_db()
    assert (session.state, session.pool.closed, session.pool.taken, session.pool.waiting) == ("cancelled", True, 0, 0)
    with pytest.raises(WrongState):
        cancel_session(session, by=LEAD, at=NOW)


def test_cancel_session_is_for_the_training_lead():
    with pytest.raises(Forbidden):
        cancel_session(SessionFactory(), by=actor_for(UserFactory(), Role.EDITOR), at=NOW)


def test_resize_session_offers_the_new_seats_in_order():
    session = SessionFactory(pool__capacity=1)
    rows = [enrolled(session) for _ in range(4)]

    assert resize_session(session, capacity=3, by=LEAD, at=NOW) == 2

    assert states(*rows) == ["confirmed", "offered", "offered", "waitlisted"]
    with pytest.raises(SeatsTaken):
        resize_session(session, capacity=2, by=LEAD, at=NOW)


def test_record_enrolment_keeps_the_past_and_tells_nobody():
    session = SessionFactory(pool__capacity=0, pool__closed=True, historical=True)
    organisation, then = OrganisationFactory(region="11"), NOW - timedelta(days=2000)

    enrolment = record_enrolment(
        session=session,
        person=UserFactory(),
        state=EnrolmentState.ATTENDED,
        organisation=organisation,
        role="practitioner",
        created_at=then,
        by=LEAD,
        at=NOW,
    )

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.region, enrolment.created_at, enrolment.historical) == (
        "attended",
        "11",
        then,
        True,
    )
    session.pool.refresh_from_db()
    assert (session.pool.capacity, session.pool.taken, told()) == (1, 1, [])


def test_enrol_takes_few_statements(assert_own_queries):
    """A booking at 9:00 is bound by its statements: the person's lock, the clash, the seat, and four rows."""
    person = member_person()
    session = SessionFactory(activity__programme__members_only=True)

    with assert_own_queries(7):
        enrolled(session, person)


def test_enrol_on_the_waiting_list_takes_few_statements(assert_own_queries):
    session = SessionFactory(pool__capacity=0)
    person = UserFactory()

    with assert_own_queries(9):
        enrolled(session, person)
