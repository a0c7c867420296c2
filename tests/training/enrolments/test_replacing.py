"""The seat of one person becomes a colleague's."""

from datetime import timedelta

import pytest

from registrations.journal.models import Entry
from registrations.messages.models import Message
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.sales import TaxProfileFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import cancel_session, enrol, replace_person
from training.enrolments.errors import (
    AlreadyEnrolled,
    ForMembersOnly,
    NoSeatToHandOver,
    NotYourPerson,
    OrganisationAtCap,
    Overlapping,
    PostToConfirm,
    SeatOfSomebodyElse,
    SessionCancelled,
    TooLateToReplace,
)
from training.enrolments.mails.handing import replaced
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    yield
    assert miscounted_pools() == []


@pytest.fixture
def centre():
    return OrganisationFactory()


@pytest.fixture
def keeper(centre):
    return actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person)


def staff(centre, count=1, **post):
    return [AffiliationFactory(organisation=centre, **post).person for _ in range(count)]


def seated(session, person, **more):
    return again(enrol(session=session, person=person, by=actor_for(person), at=NOW, **more))


def again(row):
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


def test_the_newcomer_has_the_same_seat_and_nobody_in_line_is_passed(centre, keeper):
    session = SessionFactory(pool__capacity=1, cap_per_organisation=1)
    person, newcomer = staff(centre, 2)
    row, waiting = seated(session, person), seated(session, UserFactory())

    made = replace_person(row, person=newcomer, by=keeper, at=NOW)

    session.pool.refresh_from_db()
    assert (session.pool.taken, session.pool.waiting) == (1, 1)
    assert [again(each).state for each in (row, made, waiting)] == ["cancelled", "confirmed", "waitlisted"]
    assert (made.organisation, made.registered_by, made.follows) == (centre, keeper.person, row)
    told = set(Message.objects.filter(to__in=[person, newcomer]).values_list("kind", "to"))
    assert {("enrolment-replaced", person.pk), ("enrolment-confirmed", newcomer.pk)} <= told
    assert Entry.objects.filter(action__in=["training.replace_person", "training.take_over"]).count() == 2


def test_the_calendar_of_the_one_who_leaves_forgets_it(centre, keeper):
    person, newcomer = staff(centre, 2)
    row = seated(SessionFactory(), person)
    replace_person(row, person=newcomer, by=keeper, at=NOW)

    [file] = replaced(row.uuid, "fr").attachments
    assert b"METHOD:CANCEL" in file.content
    assert b"SEQUENCE:1" in file.content


@pytest.fixture
def paid(centre):
    """A seat that the organisation ordered, invoiced at once."""
    MembershipFactory(organisation=centre)
    TaxProfileFactory(kind="session", category="exempt")
    session, (person,) = SessionFactory(price_cents=10_000), staff(centre)
    return session, person


def ordered(session, person, buyer, **more):
    lines = [Wanted(LineKind.SESSION, session.uuid, 1, (person,))]
    place_order(lines=lines, payer=buyer, by=more.pop("by"), at=NOW, **more)
    return again(Enrolment.objects.get(session=session, person=person))


def test_a_paid_seat_keeps_its_order_and_its_invoice(centre, keeper, paid):
    session, person = paid
    row = ordered(session, person, centre, by=keeper, on_account=True)
    line, (newcomer,) = row.line, staff(centre)

    made = replace_person(row, person=newcomer, by=keeper, at=NOW)

    assert (made.state, made.line, again(row).line) == ("confirmed", line, None)
    assert list(line.enrolments.all()) == [made]
    assert line.order.invoices.count() == 1


def test_a_seat_that_awaits_its_payment_keeps_its_deadline(centre, keeper, paid):
    session, person = paid
    row = ordered(session, person, centre, by=keeper)
    until, (newcomer,) = session.pool.claims.get().until, staff(centre)

    made = replace_person(row, person=newcomer, by=keeper, at=NOW)

    claim = session.pool.claims.get()
    assert (made.state, claim.until, claim.holder_uuid) == ("held", until, made.uuid)
    assert until is not None


def test_a_registrar_does_not_give_away_what_its_person_paid(centre, keeper, paid):
    session, person = paid
    row = ordered(session, person, person, by=actor_for(person))
    (newcomer,) = staff(centre)
    with pytest.raises(SeatOfSomebodyElse):
        replace_person(row, person=newcomer, by=keeper, at=NOW)
    assert replace_person(row, person=newcomer, by=LEAD, at=NOW).state == "held"


def test_who_is_not_verified_yet_holds_a_free_seat_subject_to_confirmation_and_no_paid_one(centre, keeper, paid):
    session, person = paid
    unverified, colleague = staff(centre, verified_at=None)[0], staff(centre)[0]
    free = SessionFactory(activity__programme__members_only=True, days=2)
    row = seated(free, person)
    assert replace_person(row, person=unverified, by=LEAD, at=NOW).state == "reserved"

    session.activity.programme.members_only = True
    session.activity.programme.save()
    buyer = centre
    row = ordered(session, colleague, buyer, by=keeper, on_account=True)
    with pytest.raises(PostToConfirm):
        replace_person(row, person=unverified, by=LEAD, at=NOW)


def test_what_stands_against_it_is_said(centre, keeper):
    session = SessionFactory(pool__capacity=2, activity__programme__members_only=False)
    person, newcomer, busy, inside = staff(centre, 4)
    stranger = UserFactory()
    row, _inside, waiting = seated(session, person), seated(session, inside), seated(session, newcomer)
    seated(SessionFactory(), busy)

    def refusal(error, who=newcomer, by=keeper, at=NOW, what=row):
        with pytest.raises(error):
            replace_person(again(what), person=who, by=by, at=at)

    refusal(AlreadyEnrolled, who=person)
    refusal(AlreadyEnrolled, who=inside)
    refusal(AlreadyEnrolled)  # in line already: nobody jumps it
    refusal(Overlapping, who=busy)
    refusal(NotYourPerson, who=stranger)
    refusal(NotYourPerson, by=actor_for(person))
    refusal(NoSeatToHandOver, who=stranger, by=LEAD, what=waiting)
    refusal(TooLateToReplace, at=session.starts_at)
    assert replace_person(again(row), person=busy, by=LEAD, at=NOW, reason="Entente").state == "confirmed"
    cancel_session(again(row).session, by=LEAD, at=NOW)
    refusal(SessionCancelled, who=stranger, by=LEAD)


def test_conditions_of_the_programme_hold_for_the_newcomer(centre):
    MembershipFactory(organisation=centre)
    (person,) = staff(centre)
    row = seated(SessionFactory(activity__programme__members_only=True), person)
    with pytest.raises(ForMembersOnly):
        replace_person(row, person=UserFactory(), by=LEAD, at=NOW)


def test_a_seat_that_goes_to_another_organisation_is_counted_there(centre):
    session = SessionFactory(pool__capacity=9, cap_per_organisation=1)
    other = OrganisationFactory()
    (person, waiting), (theirs, newcomer) = staff(centre, 2), staff(other, 2)
    row, over = seated(session, person), seated(session, waiting)
    taken = seated(session, theirs)
    with pytest.raises(OrganisationAtCap):
        replace_person(row, person=newcomer, by=LEAD, at=NOW)

    made = replace_person(again(row), person=newcomer, by=LEAD, at=NOW, reason="Entente")

    assert [again(each).state for each in (made, taken, over)] == ["confirmed", "confirmed", "offered"]


def test_replacing_is_done_until_the_last_minute_after_the_closing(centre, keeper):
    session, (person, newcomer) = SessionFactory(), staff(centre, 2)
    row, late = seated(session, person), session.starts_at - timedelta(minutes=1)
    assert replace_person(row, person=newcomer, by=keeper, at=late).state == "confirmed"
